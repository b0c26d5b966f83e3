//! Ten sites on one server, each found in another way.

use std::fs::File;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::{Call, append, enable_apache_site, write as write_file, write_certificates};
use crate::Server;

/// A name that none of them has: the default sites answer.
const STRANGE: &str = "strange.example.test";

pub(super) fn write(proxy: &str) -> Vec<Call> {
    write_certificates();
    let page = "/srv/neighbours/index.html";
    write_file(page, "a site in a folder\n");
    // Apache calls a file that changed within a second by another tag than later.
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
    File::open(page).and_then(|page| page.set_modified(old)).expect("a writable sandbox");
    match proxy {
        "nginx" => nginx(),
        "apache" => apache(),
        "haproxy" => haproxy(),
        other => panic!("write down what ten sites of {other} look like"),
    }
}

fn nginx() -> Vec<Call> {
    // They have HTTP/2, which older versions have for all sites of an address or for none.
    let on_its_own = Server::of("nginx").install.since(1, 25, 1);
    let (on_listen, on_its_own) = if on_its_own { ("", "http2 on;") } else { (" http2", "") };
    let text = include_str!("../../fixtures/neighbours/nginx.conf");
    let text = text.replace("{on_listen}", on_listen).replace("{on_its_own}", on_its_own);
    write_file("/etc/nginx/conf.d/sites.conf", &text);
    vec![
        Call::http("127.0.0.1:80", "one.example.test", "site one"),
        Call::http("[::1]:80", "www.one.example.test", "site one"),
        Call::http("127.0.0.1:80", "www.two.example.test", "a site in a folder"),
        Call::http("127.0.0.1:80", "who.three.example.test", "site three of who"),
        Call::https("127.0.0.1:443", "four.example.test", "site four"),
        Call::https("[::1]:443", STRANGE, "site four"),
        Call::https("127.0.0.1:443", "five.example.test", "site five").path("/aa"),
        Call::http("127.0.0.1:8081", "six.example.test", "asked by six"),
        Call::http("127.0.0.1:8082", "seven.example.test", "site seven"),
        Call::http("127.0.0.1:8083", STRANGE, "site eight"),
        Call::http("[::1]:8084", "nine.example.test", "site nine"),
        Call::http("127.0.0.1:80", "ten.example.org", "/site ten"),
        Call::http("127.0.0.1:80", STRANGE, "Apache2 Debian Default Page"),
    ]
}

fn apache() -> Vec<Call> {
    enable_apache_site("sites", include_str!("../../fixtures/neighbours/apache.conf"));
    let enabled = Command::new("a2enmod").args(["--quiet", "ssl"]).status();
    assert!(enabled.is_ok_and(|status| status.success()), "a2enmod ssl");
    vec![
        Call::http("127.0.0.1:80", "www.one.example.test", "site one"),
        Call::http("[::1]:80", "any.two.example.test", "a site in a folder"),
        Call::http("127.0.0.1:80", "three.example.test", "/site-three"),
        Call::https("127.0.0.1:443", "four.example.test", "site four"),
        Call::https("[::1]:443", STRANGE, "site four"),
        Call::https("127.0.0.1:443", "five.example.test", "site five"),
        Call::http("127.0.0.1:8081", "six.example.test", "site six"),
        Call::http("127.0.0.1:8082", "seven.example.test", "site seven"),
        Call::http("127.0.0.1:8083", "eight.example.test", "site eight"),
        Call::http("[::1]:8084", "nine.example.test", "site nine"),
        Call::http("127.0.0.1:80", "ten.example.test", "site ten"),
        Call::http("127.0.0.1:80", STRANGE, "Apache2 Debian Default Page"),
    ]
}

fn haproxy() -> Vec<Call> {
    append("/etc/haproxy/haproxy.cfg", include_str!("../../fixtures/neighbours/haproxy.cfg"));
    let (http, https) = ("127.0.0.1:80", "127.0.0.1:443");
    vec![
        Call::http(http, "www.one.example.test", "site one"),
        Call::https(https, "any.two.example.test", "site two"),
        Call::http(http, "who.three.example.test", "site three"),
        Call::https(https, "four.example.test", "site four"),
        Call::https(https, "five.example.test", "site five"),
        Call::http(http, STRANGE, "site six").path("/six/x"),
        Call::http(http, "seven.example.test:80", "/site%20seven"),
        Call::http(http, "eight.example.test", "site eight"),
        Call::http(http, "neuf.example.test", "site nine"),
        Call::http(http, STRANGE, "site ten"),
        Call::https(https, STRANGE, "site ten"),
    ]
}
