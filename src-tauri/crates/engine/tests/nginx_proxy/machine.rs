//! Debian machines with nginx, and what is asked of them.

use engine::facts::Install;
use engine::host::Host;
use engine::plan::{Plan, Step};
use engine::request::SetupForm;
use testkit::FolderHost;
pub(crate) use testkit::{DOMAIN, applied, codes, facts, planned};

/// Debian's main file without its comments.
const NGINX_CONF: &str = "\
user www-data;
worker_processes auto;
pid /run/nginx.pid;
include /etc/nginx/modules-enabled/*.conf;
events {
    worker_connections 768;
}
http {
    sendfile on;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; # Dropping SSLv3, ref: POODLE
    ssl_prefer_server_ciphers on;
    access_log /var/log/nginx/access.log;
    gzip on;
    include /etc/nginx/conf.d/*.conf;
    include /etc/nginx/sites-enabled/*;
}
";

const DEFAULT_SITE: &str = "\
server {
    listen 80 default_server;
    listen [::]:80 default_server;
    root /var/www/html;
    server_name _;
    location / {
        try_files $uri $uri/ =404;
    }
}
";

/// Debian's configure arguments, those that matter here.
const ARGUMENTS: &str = "--with-cc-opt='-g -O2 -fstack-protector-strong' --prefix=/usr/share/nginx \
--conf-path=/etc/nginx/nginx.conf --http-log-path=/var/log/nginx/access.log --error-log-path=stderr \
--pid-path=/run/nginx.pid --with-http_ssl_module --with-http_v2_module --with-stream=dynamic";

/// Debian with its default site, IPv6, and that nginx running under no service manager.
pub(crate) fn debian(version: &str, openssl: &str) -> FolderHost {
    let told = format!(
        "nginx version: nginx/{version}\nbuilt with OpenSSL {openssl}\nTLS SNI support enabled\n\
         configure arguments: {ARGUMENTS}\n"
    );
    let good = "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n\
                nginx: configuration file /etc/nginx/nginx.conf test is successful\n";
    files(FolderHost::new())
        .program("nginx", "/usr/sbin/nginx")
        .answers("/usr/sbin/nginx -V", 0, "", &told)
        .answers("/usr/sbin/nginx -T", 0, "", good)
        .answers("/usr/sbin/nginx -t", 0, "", good)
        .process(100, "nginx", &["nginx: master process /usr/sbin/nginx"])
        .file("/proc/net/if_inet6", "")
}

/// Debian 13's nginx.
pub(crate) fn trixie() -> FolderHost {
    debian("1.26.3", "3.5.6 7 Apr 2026 (running with OpenSSL 3.5.7 9 Jun 2026)")
}

/// The configuration of Debian's package.
pub(crate) fn files(host: FolderHost) -> FolderHost {
    host.file("/etc/nginx/nginx.conf", NGINX_CONF)
        .file("/etc/nginx/mime.types", "types {\n    text/html html htm;\n}\n")
        .folder("/etc/nginx/conf.d")
        .folder("/etc/nginx/modules-enabled")
        .file("/etc/nginx/sites-available/default", DEFAULT_SITE)
        .link("/etc/nginx/sites-enabled/default", "/etc/nginx/sites-available/default")
        .folder("/var/www/html")
        .folder("/var/log/nginx")
}

/// The machine with another site that is switched on.
pub(crate) fn with_site(host: FolderHost, name: &str, text: &str) -> FolderHost {
    host.file(&format!("/etc/nginx/sites-enabled/{name}"), text)
}

/// The usual request.
pub(crate) fn form() -> SetupForm {
    testkit::form(Some("nginx"))
}

/// The proxy on that machine.
pub(crate) fn install(host: &dyn Host) -> Install {
    testkit::install(host, &form())
}

/// The text of the site's own file.
pub(crate) fn text(plan: &Plan) -> String {
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { content, .. } => Some(content.as_bytes()),
        _ => None,
    });
    String::from_utf8(written.expect("a file is written").to_vec()).unwrap()
}
