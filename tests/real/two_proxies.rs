//! Two proxies on one machine: the site is set up in the one that visitors come to first.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

use tests::{Case, DOMAIN, Lab, Server, product};

/// The site that the one behind serves, through the one in front.
const SHOP: &str = "shop.example.test";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("two_proxies::nginx_before_apache", nginx_before_apache),
        Case::new("two_proxies::haproxy_before_nginx", haproxy_before_nginx),
    ]
}

fn nginx_before_apache() {
    fs::write("/etc/apache2/ports.conf", "Listen 127.0.0.1:8080\n").unwrap();
    let site = format!(
        "<VirtualHost *:8080>\n    ServerName {SHOP}\n    Redirect 410 /\n    ErrorDocument 410 \"the shop\"\n</VirtualHost>\n"
    );
    fs::write("/etc/apache2/sites-available/000-default.conf", site).unwrap();
    let pass = format!(
        "server {{\n    listen 80;\n    server_name {SHOP};\n    location / {{ proxy_pass http://127.0.0.1:8080; }}\n}}\n"
    );
    fs::write("/etc/nginx/conf.d/shop.conf", pass).unwrap();
    is_set_up_in_front("nginx", "apache", "/etc/nginx/conf.d/shop.conf");
}

fn haproxy_before_nginx() {
    let site = format!(
        "server {{\n    listen 127.0.0.1:8080;\n    server_name {SHOP};\n    return 200 \"the shop\";\n}}\n"
    );
    fs::write("/etc/nginx/sites-available/default", site).unwrap();
    let file = "/etc/haproxy/haproxy.cfg";
    let pass =
        "\nfrontend web\n\tbind :80\n\tdefault_backend web\n\nbackend web\n\tserver one 127.0.0.1:8080\n";
    let before = fs::read_to_string(file).unwrap();
    fs::write(file, before + pass).unwrap();
    is_set_up_in_front("haproxy", "nginx", file);
}

/// `detect` names both, the one behind is refused, and what is not asked for by name goes to the front.
fn is_set_up_in_front(front: &str, behind: &str, file: &str) {
    Server::of(behind).start();
    let lab = Lab::with(front);
    let shop = visit();
    assert!(shop.contains("the shop"), "{shop}");

    let found = product(["detect", "--json"]).expect(0).json();
    assert_eq!(found["front_proxy"], front, "{found:#}");
    let [passage] = found["passages"].as_array().unwrap().as_slice() else { panic!("{found:#}") };
    let told = ["front", "behind", "file"].map(|field| passage[field].as_str().unwrap());
    assert_eq!(told, [front, behind, file], "{passage:#}");

    let wanted = ["setup", "--yes", "--json", "--domain", DOMAIN, "--local-ca"];
    let refused = product(wanted.into_iter().chain(["--proxy", behind])).expect(3).json();
    assert_eq!(refused["refusal"]["code"], "behind_another_proxy", "{refused:#}");
    let message = refused["refusal"]["message"].as_str().unwrap();
    assert!(message.starts_with(file), "{message} does not name {file}");
    lab.assert_as_before();

    let done = product(wanted).expect(0).json();
    assert_eq!(done["receipt"]["proxy"], front, "{done:#}");
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    assert_eq!(visit(), shop, "the site behind answers otherwise");
    lab.undo();
    assert_eq!(visit(), shop, "the site behind answers otherwise");

    // The other way out: ports that lead to the one behind.
    let own = ["--proxy", behind, "--http-port", "8081", "--https-port", "8443"];
    let done = product(wanted.into_iter().chain(own)).expect(0).json();
    assert_eq!(done["receipt"]["proxy"], behind, "{done:#}");
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    assert_eq!(visit(), shop, "the site behind answers otherwise");
    lab.undo();
}

/// What a visitor of the shop sees: status and body.
fn visit() -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, 80)).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.lines().next().unwrap_or_default();
    format!("{status}\n{}", answer.split("\r\n\r\n").nth(1).unwrap_or_default())
}
