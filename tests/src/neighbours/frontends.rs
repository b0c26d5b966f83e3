//! A HAProxy with frontends of its user's.

use super::{Call, append, write as write_file, write_certificates};
use crate::Server;

const CONFIGURATION: &str = "/etc/haproxy/haproxy.cfg";

/// The one that the product sets up too, or one in front of the web server that it sets up.
pub(super) fn write(proxy: &str) -> Vec<Call> {
    let elsewhere = |file: &str, port: &str, other: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        write_file(file, &text.replace(port, other));
    };
    match proxy {
        "haproxy" => {
            let fallback = "http-request return status 404 content-type text/plain string \"the fallback\"";
            return frontends(8085, 8445, fallback, "the fallback");
        }
        "nginx" => {
            elsewhere("/etc/nginx/sites-available/default", "80 default_server", "8080 default_server");
        }
        "apache" => {
            elsewhere("/etc/apache2/ports.conf", "Listen 80", "Listen 8080");
            // Where it still says 443, nothing is set up: with TLS Apache would listen there, too.
            elsewhere("/etc/apache2/ports.conf", "Listen 443", "Listen 127.0.0.1:8443");
            elsewhere("/etc/apache2/sites-available/000-default.conf", "*:80", "*:8080");
        }
        other => panic!("write down how {other} makes room for HAProxy"),
    }
    let calls = frontends(80, 443, "server web 127.0.0.1:8080", "Apache2 Debian Default Page");
    Server::of("haproxy").start();
    calls
}

fn frontends(http: u16, https: u16, fallback: &str, behind: &'static str) -> Vec<Call> {
    write_certificates();
    write_file("/etc/haproxy/hosts.map", "one.example.test first\ntwo.example.test second\n");
    let list =
        "/etc/ssl/neighbours/four.pem\n/etc/ssl/neighbours/five.pem [alpn http/1.1] five.example.test\n";
    write_file("/etc/haproxy/certificates.txt", list);
    let text = include_str!("../../fixtures/neighbours/frontends.cfg");
    let text = text.replace("{http}", &http.to_string()).replace("{https}", &https.to_string());
    append(CONFIGURATION, &text.replace("{fallback}", fallback));
    let (plain, secure) = (format!("127.0.0.1:{http}"), format!("127.0.0.1:{https}"));
    vec![
        Call::http(&plain, "one.example.test", "the first"),
        Call::http(&format!("[::1]:{http}"), "TWO.example.test", "the second"),
        Call::http(&plain, "four.example.test", "https://four.example.test/"),
        Call::http(&plain, "strange.example.test", behind),
        Call::https(&secure, "four.example.test", "the first"),
        Call::https(&secure, "five.example.test", "the second"),
        Call::https("127.0.0.1:8447", "five.example.test", "the second"),
        Call::http("127.0.0.1:8404", "numbers.example.test", "the numbers"),
    ]
}
