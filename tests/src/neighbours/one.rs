//! A single site that is told apart by its name, or where there is no telling apart, by its port.

use super::{Call, append, enable_apache_site, write as write_file};

const NAME: &str = "old.example.test";
const MARK: &str = "the old site";

pub(super) fn write(proxy: &str) -> Vec<Call> {
    match proxy {
        "nginx" => {
            let site = format!(
                "server {{\n    listen 80;\n    server_name {NAME};\n    return 200 \"{MARK}\";\n}}\n"
            );
            write_file("/etc/nginx/conf.d/old.conf", &site);
            vec![Call::http("127.0.0.1:80", NAME, MARK)]
        }
        "apache" => {
            let site = format!(
                "<VirtualHost *:80>\n    ServerName {NAME}\n    Redirect 410 /\n    ErrorDocument 410 \"{MARK}\"\n</VirtualHost>\n"
            );
            enable_apache_site("old", &site);
            vec![Call::http("127.0.0.1:80", NAME, MARK)]
        }
        "haproxy" => {
            let site = format!(
                "\nfrontend old\n\tbind :8081\n\thttp-request return status 200 content-type text/plain string \"{MARK}\"\n"
            );
            append("/etc/haproxy/haproxy.cfg", &site);
            vec![Call::http("127.0.0.1:8081", NAME, MARK)]
        }
        other => panic!("write down what a site of {other} looks like"),
    }
}
