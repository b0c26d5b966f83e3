use std::sync::LazyLock;

use testkit::{FolderHost, certificate_for};

use crate::DOMAIN;

/// Where the site's certificate lies.
pub(crate) const CERT: &str = "/etc/ssl/site.pem";
/// Where its key does.
pub(crate) const KEY: &str = "/etc/ssl/site.key";

/// A machine with one proxy, as a distribution leaves it.
pub(crate) struct Machine {
    /// Where somebody's file is read from.
    pub(crate) file: &'static str,
    rest: FolderHost,
}

impl Machine {
    /// The one with that proxy.
    pub(crate) fn of(proxy: &str) -> &'static Self {
        static NGINX: LazyLock<Machine> = LazyLock::new(nginx);
        static APACHE: LazyLock<Machine> = LazyLock::new(apache);
        static HAPROXY: LazyLock<Machine> = LazyLock::new(haproxy);
        match proxy {
            "nginx" => &NGINX,
            "apache" => &APACHE,
            "haproxy" => &HAPROXY,
            other => panic!("write down what a machine with {other} looks like"),
        }
    }

    /// The same with that in the file.
    pub(crate) fn with(&self, file: &[u8]) -> FolderHost {
        self.rest.clone().file(self.file, file)
    }
}

fn with_certificate() -> FolderHost {
    let made = certificate_for(&[DOMAIN], 2026..2029);
    FolderHost::new().file(CERT, made.chain()).file(KEY, made.key).file("/proc/net/if_inet6", "")
}

fn nginx() -> Machine {
    let told = "nginx version: nginx/1.26.3\nbuilt with OpenSSL 3.5.6\n\
        configure arguments: --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf \
        --http-log-path=/var/log/nginx/access.log --with-http_ssl_module --with-http_v2_module --with-stream\n";
    let main = "events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n    include /etc/nginx/sites-enabled/*;\n}\n";
    let rest = with_certificate()
        .program("nginx", "/usr/sbin/nginx")
        .answers("/usr/sbin/nginx -V", 0, "", told)
        .process(100, "nginx", &["nginx: master process /usr/sbin/nginx"])
        .file("/etc/nginx/nginx.conf", main)
        .file("/etc/nginx/snippets/tls.conf", "ssl_session_timeout 1d;\n")
        .folder("/etc/nginx/sites-available")
        .folder("/etc/nginx/sites-enabled")
        .folder("/var/log/nginx")
        .folder("/var/www/html");
    Machine { file: "/etc/nginx/conf.d/other.conf", rest }
}

fn apache() -> Machine {
    let told = "Server version: Apache/2.4.71 (Debian)\nServer MPM:     event\n -D HTTPD_ROOT=\"/etc/apache2\"\n \
        -D SERVER_CONFIG_FILE=\"apache2.conf\"\n";
    let modules = [
        "alias",
        "authz_core",
        "deflate",
        "filter",
        "headers",
        "http2",
        "macro",
        "mpm_event",
        "proxy",
        "proxy_http",
        "remoteip",
        "rewrite",
        "ssl",
    ];
    let loads = modules.map(|name| format!("LoadModule {name}_module mod_{name}.so\n")).concat();
    let main = format!("{loads}Listen 80\nListen 443\nIncludeOptional sites-enabled/*.conf\n");
    let file = "/etc/apache2/sites-available/other.conf";
    let rest = with_certificate()
        .program("apache2", "/usr/sbin/apache2")
        .program("apache2ctl", "/usr/sbin/apache2ctl")
        .program("a2enmod", "/usr/sbin/a2enmod")
        .program("a2ensite", "/usr/sbin/a2ensite")
        .answers("/usr/sbin/apache2ctl -V", 0, told, "")
        .process(100, "apache2", &["/usr/sbin/apache2", "-k", "start"])
        .file("/etc/apache2/apache2.conf", main)
        .link("/etc/apache2/sites-enabled/other.conf", "../sites-available/other.conf")
        .folder("/var/log/apache2")
        .folder("/var/www/html");
    Machine { file, rest }
}

fn haproxy() -> Machine {
    let told = "HAProxy version 2.6.12-1+deb12u3 2025/10/03 - https://haproxy.org/\n\
        Feature list : +OPENSSL +ZLIB -QUIC\nBuilt with OpenSSL version : OpenSSL 3.0.20\n\
        Running on OpenSSL version : OpenSSL 3.0.20\n\
        Compression algorithms supported : identity(\"identity\"), gzip(\"gzip\")\n";
    let file = "/etc/haproxy/haproxy.cfg";
    let rest = with_certificate()
        .program("haproxy", "/usr/sbin/haproxy")
        .answers("/usr/sbin/haproxy -vv", 0, told, "")
        .process(100, "haproxy", &["haproxy", "-W", "-D", "-f", file, "-p", "/run/haproxy.pid"])
        .file("/etc/haproxy/certs/a.pem", "")
        .file("/etc/haproxy/list", "/etc/haproxy/certs/a.pem\n")
        .file("/etc/haproxy/hosts.map", "a.test wiki\n");
    Machine { file, rest }
}
