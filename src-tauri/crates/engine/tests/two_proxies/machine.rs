//! Machines with two or three proxies, written down as little as each needs to be found.

use engine::facts::HostFacts;
use testkit::FolderHost;
pub(crate) use testkit::{form, planned};

/// A running nginx with these server blocks.
pub(crate) fn with_nginx(host: FolderHost, servers: &str) -> FolderHost {
    let told = "nginx version: nginx/1.26.3\nbuilt with OpenSSL 3.0.16\nconfigure arguments: --prefix=/etc/nginx \
                --conf-path=/etc/nginx/nginx.conf --http-log-path=/var/log/nginx/access.log \
                --with-http_ssl_module --with-http_v2_module\n";
    host.program("nginx", "/usr/sbin/nginx")
        .answers("/usr/sbin/nginx -V", 0, "", told)
        .answers("/usr/sbin/nginx -t", 0, "", "nginx: configuration file test is successful\n")
        .file(
            "/etc/nginx/nginx.conf",
            format!("events {{}}\nhttp {{\n    include conf.d/*.conf;\n{servers}}}\n"),
        )
        .folder("/etc/nginx/conf.d")
        .process(100, "nginx", &["nginx: master process /usr/sbin/nginx"])
        .file("/proc/net/if_inet6", "")
}

/// A running Apache with these lines after its own.
pub(crate) fn with_apache(host: FolderHost, lines: &str) -> FolderHost {
    let modules =
        ["core", "so", "http", "mpm_event", "authz_core", "proxy", "proxy_http", "ssl", "headers", "alias"];
    let modules: String = modules
        .iter()
        .map(|module| format!("LoadModule {module}_module modules/mod_{module}.so\n"))
        .collect();
    let told = "Server version: Apache/2.4.62 (Unix)\nServer MPM:     event\n -D HTTPD_ROOT=\"/etc/httpd\"\n \
                -D SERVER_CONFIG_FILE=\"conf/httpd.conf\"\n";
    host.program("httpd", "/usr/sbin/httpd")
        .answers("/usr/sbin/httpd -V", 0, told, "")
        .answers("/usr/sbin/httpd -t", 0, "", "Syntax OK\n")
        .file(
            "/etc/httpd/conf/httpd.conf",
            format!("{modules}ServerName here\nIncludeOptional conf.d/*.conf\n{lines}"),
        )
        .folder("/etc/httpd/conf.d")
        .process(200, "httpd", &["/usr/sbin/httpd"])
}

/// A running HAProxy with these sections after its defaults.
pub(crate) fn with_haproxy(host: FolderHost, sections: &str) -> FolderHost {
    let told = "HAProxy version 2.6.12-1 - https://haproxy.org/\nFeature list : +OPENSSL +ZLIB\n\
                Built with OpenSSL version : OpenSSL 3.0.16\nRunning on OpenSSL version : OpenSSL 3.0.16\n";
    let cfg = "/etc/haproxy/haproxy.cfg";
    host.program("haproxy", "/usr/sbin/haproxy")
        .answers("/usr/sbin/haproxy -vv", 0, told, "")
        .answers(&format!("/usr/sbin/haproxy -c -f {cfg}"), 0, "", "")
        .file(cfg, format!("defaults\n    mode http\n    timeout client 1m\n    timeout server 1m\n    timeout connect 5s\n{sections}"))
        .process(300, "haproxy", &["haproxy", "-W", "-D", "-f", cfg, "-p", "/run/haproxy.pid"])
}

/// The same machine as a tree of files, whose versions its packages tell.
pub(crate) fn tree(host: FolderHost) -> FolderHost {
    let package = |(name, version): (&str, &str)| {
        format!("Package: {name}\nStatus: install ok installed\nVersion: {version}\n\n")
    };
    let packages = [("nginx", "1.26.3-3"), ("apache2", "2.4.62-1"), ("haproxy", "2.6.12-1")].map(package);
    host.file("/var/lib/dpkg/status", packages.concat()).tree()
}

pub(crate) fn facts(host: &FolderHost) -> HostFacts {
    testkit::facts(host, &form(None))
}

/// The word of the proxy that visitors come to first.
pub(crate) fn front(host: &FolderHost) -> Option<String> {
    facts(host).front_proxy().map(|install| install.proxy.to_string())
}
