//! Machines with Apache, and what is asked of them.

use engine::facts::Install;
use engine::host::Host;
use engine::plan::{Plan, Step};
use engine::request::SetupForm;
use testkit::FolderHost;
pub(crate) use testkit::{DOMAIN, applied, codes, facts, planned};

/// Debian's main file without its comments.
const APACHE2_CONF: &str = "\
DefaultRuntimeDir ${APACHE_RUN_DIR}
PidFile ${APACHE_PID_FILE}
Timeout 300
KeepAlive On
User ${APACHE_RUN_USER}
Group ${APACHE_RUN_GROUP}
ErrorLog ${APACHE_LOG_DIR}/error.log
IncludeOptional mods-enabled/*.load
IncludeOptional mods-enabled/*.conf
Include ports.conf
<Directory />
	Options FollowSymLinks
	AllowOverride None
	Require all denied
</Directory>
<FilesMatch \"^\\.ht\">
	Require all denied
</FilesMatch>
LogFormat \"%v:%p %h %l %u %t \\\"%r\\\" %>s %O \\\"%{Referer}i\\\" \\\"%{User-Agent}i\\\"\" vhost_combined
IncludeOptional conf-enabled/*.conf
IncludeOptional sites-enabled/*.conf
";

const PORTS_CONF: &str = "\
Listen 80

<IfModule ssl_module>
	Listen 443
</IfModule>

<IfModule mod_gnutls.c>
	Listen 443
</IfModule>
";

const ENVVARS: &str = "\
unset HOME
if [ \"${APACHE_CONFDIR##/etc/apache2-}\" != \"${APACHE_CONFDIR}\" ] ; then
	SUFFIX=\"-${APACHE_CONFDIR##/etc/apache2-}\"
else
	SUFFIX=
fi
export APACHE_RUN_USER=www-data
export APACHE_RUN_GROUP=www-data
export APACHE_PID_FILE=/var/run/apache2$SUFFIX/apache2.pid
export APACHE_RUN_DIR=/var/run/apache2$SUFFIX
export APACHE_LOG_DIR=/var/log/apache2$SUFFIX
";

const DEFAULT_SITE: &str = "\
<VirtualHost *:80>
	#ServerName www.example.com
	ServerAdmin webmaster@localhost
	DocumentRoot /var/www/html
	ErrorLog ${APACHE_LOG_DIR}/error.log
	CustomLog ${APACHE_LOG_DIR}/access.log combined
</VirtualHost>
";

/// Debian's files of modules: what they depend on, and whether they come with a configuration.
const AVAILABLE: [(&str, &str, Option<&str>); 20] = [
    ("alias", "", Some("Alias /icons/ \"/usr/share/apache2/icons/\"\n")),
    ("authz_core", "", None),
    ("deflate", "filter", Some("AddOutputFilterByType DEFLATE text/html text/plain text/xml\n")),
    ("filter", "", None),
    ("headers", "", None),
    ("http2", "", Some("Protocols h2 h2c http/1.1\n")),
    ("mime", "", Some("AddType application/x-compress .Z\n")),
    ("mpm_event", "", Some("StartServers 2\n")),
    ("mpm_prefork", "", Some("StartServers 5\n")),
    ("proxy", "", Some("<IfModule mod_proxy.c>\n</IfModule>\n")),
    ("proxy_http", "proxy", None),
    ("proxy_wstunnel", "proxy", None),
    ("reqtimeout", "", Some("RequestReadTimeout header=20-40,minrate=500\n")),
    ("rewrite", "", None),
    ("setenvif", "", Some("BrowserMatch \"Mozilla/2\" nokeepalive\n")),
    ("socache_shmcb", "", None),
    ("ssl", "setenvif mime socache_shmcb", Some("SSLCipherSuite HIGH:!aNULL\n")),
    ("status", "", Some("<Location /server-status>\n\tSetHandler server-status\n</Location>\n")),
    ("macro", "", None),
    ("remoteip", "", None),
];

/// What Debian switches on for a new machine, of those above.
const ENABLED: [&str; 9] =
    ["alias", "authz_core", "deflate", "filter", "mime", "mpm_event", "reqtimeout", "setenvif", "status"];

/// What the server is asked for its own view of its configuration, behind the program's name.
pub(crate) const VIEW: &str = "-t -D DUMP_VHOSTS -D DUMP_MODULES -D DUMP_RUN_CFG -D DUMP_INCLUDES";

/// Debian with its default site, and that Apache running under no service manager.
pub(crate) fn debian(version: &str) -> FolderHost {
    debian_with(version, &ENABLED)
}

/// The same with other modules switched on.
pub(crate) fn debian_with(version: &str, enabled: &[&str]) -> FolderHost {
    let mpm = if enabled.contains(&"mpm_prefork") { "prefork" } else { "event" };
    let told = format!(
        "Server version: Apache/{version} (Debian)\nServer MPM:     {mpm}\n -D HTTPD_ROOT=\"/etc/apache2\"\n \
         -D SERVER_CONFIG_FILE=\"apache2.conf\"\n"
    );
    files(FolderHost::new(), enabled)
        .program("apache2", "/usr/sbin/apache2")
        .program("apache2ctl", "/usr/sbin/apache2ctl")
        .program("a2enmod", "/usr/sbin/a2enmod")
        .program("a2ensite", "/usr/sbin/a2ensite")
        .answers("/usr/sbin/apache2ctl -V", 0, &told, "")
        .answers("/usr/sbin/apache2ctl configtest", 0, "", "Syntax OK\n")
        .process(100, "apache2", &["/usr/sbin/apache2", "-k", "start"])
        .file("/proc/net/if_inet6", "")
}

/// Debian 12's Apache.
pub(crate) fn bookworm() -> FolderHost {
    debian("2.4.71")
}

/// The configuration of Debian's package.
pub(crate) fn files(host: FolderHost, enabled: &[&str]) -> FolderHost {
    let mut host = host
        .file("/etc/apache2/apache2.conf", APACHE2_CONF)
        .file("/etc/apache2/ports.conf", PORTS_CONF)
        .file("/etc/apache2/envvars", ENVVARS)
        .folder("/etc/apache2/conf-enabled")
        .file("/etc/apache2/sites-available/000-default.conf", DEFAULT_SITE)
        .link("/etc/apache2/sites-enabled/000-default.conf", "../sites-available/000-default.conf")
        .folder("/var/www/html")
        .folder("/var/log/apache2");
    for (name, depends, conf) in AVAILABLE {
        let depends = if depends.is_empty() { String::new() } else { format!("# Depends: {depends}\n") };
        let load = format!("{depends}LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
        host = host.file(&format!("/etc/apache2/mods-available/{name}.load"), load);
        host = host.file(&format!("/usr/lib/apache2/modules/mod_{name}.so"), "");
        if let Some(conf) = conf {
            host = host.file(&format!("/etc/apache2/mods-available/{name}.conf"), conf);
        }
        for kind in ["load", "conf"].iter().filter(|kind| **kind == "load" || conf.is_some()) {
            if enabled.contains(&name) {
                let link = format!("/etc/apache2/mods-enabled/{name}.{kind}");
                host = host.link(&link, &format!("../mods-available/{name}.{kind}"));
            }
        }
    }
    host
}

/// Fedora: everything in `conf.d`, modules loaded by the files of their packages, `mod_ssl` with a site
/// of its own.
pub(crate) fn fedora() -> FolderHost {
    let told = "Server version: Apache/2.4.62 (Fedora Linux)\nServer MPM:     event\n \
                -D HTTPD_ROOT=\"/etc/httpd\"\n -D SERVER_CONFIG_FILE=\"conf/httpd.conf\"\n";
    let modules =
        ["mpm_event", "proxy", "proxy_http", "headers", "alias", "authz_core", "filter", "deflate", "http2"];
    let loads = modules.map(|name| format!("LoadModule {name}_module modules/mod_{name}.so\n")).concat();
    FolderHost::new()
        .program("httpd", "/usr/sbin/httpd")
        .answers("/usr/sbin/httpd -V", 0, told, "")
        .answers("/usr/sbin/httpd -t", 0, "", "Syntax OK\n")
        .file(
            "/etc/httpd/conf/httpd.conf",
            "ServerRoot \"/etc/httpd\"\nListen 80\nInclude conf.modules.d/*.conf\nDocumentRoot \"/var/www/html\"\n\
             ErrorLog \"logs/error_log\"\nIncludeOptional conf.d/*.conf\n",
        )
        .file("/etc/httpd/conf.modules.d/00-base.conf", loads)
        .file("/etc/httpd/conf.modules.d/00-ssl.conf", "LoadModule ssl_module modules/mod_ssl.so\n")
        .file(
            "/etc/httpd/conf.d/ssl.conf",
            "Listen 443 https\n<VirtualHost _default_:443>\nErrorLog logs/ssl_error_log\nSSLEngine on\n</VirtualHost>\n",
        )
        .process(7, "httpd", &["/usr/sbin/httpd", "-DFOREGROUND"])
}

/// The machine with another site that is switched on.
pub(crate) fn with_site(host: FolderHost, name: &str, text: &str) -> FolderHost {
    host.file(&format!("/etc/apache2/sites-enabled/{name}"), text)
}

/// The usual request.
pub(crate) fn form() -> SetupForm {
    testkit::form(Some("apache"))
}

/// The proxy on that machine.
pub(crate) fn install(host: &dyn Host) -> Install {
    testkit::install(host, &form())
}

/// The path and the text of the site's own file.
pub(crate) fn file(plan: &Plan) -> (&str, String) {
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path, content, .. } => Some((path.as_str(), content.as_bytes())),
        _ => None,
    });
    let (path, bytes) = written.expect("a file is written");
    (path, String::from_utf8(bytes.to_vec()).unwrap())
}
