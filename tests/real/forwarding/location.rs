//! Hosts, ports and paths on their way to Jellyfin and back.

use tests::{DOMAIN, Visitor};

use super::set_up;

/// Jellyfin's ids and file names hold such characters. A proxy that decodes and encodes again, or merges slashes,
/// asks for another item.
const PATHS: [&str; 6] = [
    "/Items/a%2Fb",
    "/Items/%C3%BC?name=a%26b+c",
    "/Items/a//b",
    "/Items/a%3Fb;c=d",
    "/Items/a%20b?x=%2F&y=%00",
    "/Items/a%5Cb/@'()*,!$&+:=~",
];

pub(super) fn keeps_host_and_port(proxy: &str) {
    let lab = set_up(proxy, &["--http-port", "8080", "--https-port", "8443"]);
    let host = format!("{DOMAIN}:8443");
    let visitor = lab.visitor().at_port(8443).calling(&host);
    assert_eq!(visitor.get("/web").header("location"), format!("https://{host}/web/"));
    let redirect = Visitor::by_http().at_port(8080).calling(&format!("{DOMAIN}:8080")).get("/a?b=c");
    assert_eq!((redirect.status, redirect.header("location")), (301, &*format!("https://{host}/a?b=c")));

    // A router may publish the site at a port of its own.
    let published = format!("{DOMAIN}:9443");
    let answer = lab.visitor().at_port(8443).calling(&published).get("/web");
    assert_eq!(answer.header("location"), format!("https://{published}/web/"));
}

pub(super) fn keeps_every_byte_of_the_path(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let visitor = lab.visitor();
    for path in PATHS {
        visitor.get(path);
        let seen = lab.jellyfin.seen();
        assert!(seen.iter().any(|seen| seen.target == path), "{path}: {:?}", seen.last());
    }
}

pub(super) fn redirects_to_the_same_path(proxy: &str) {
    let _lab = set_up(proxy, &[]);
    for path in [
        "/",
        "/web/index.html",
        "/.evil.example/x",
        "/Items/a%20b?c=d%26e",
        "/Items/a%2Fb",
        "//evil.example/x",
    ] {
        let answer = Visitor::by_http().get(path);
        // Apache makes redirects of the path as it understood it: one slash, and decoded.
        let kept =
            if proxy == "apache" { path.replace("%2F", "/").replace("//", "/") } else { path.to_owned() };
        let location = format!("https://{DOMAIN}{kept}");
        assert_eq!((answer.status, answer.header("location")), (301, &*location), "{path}");
    }
}
