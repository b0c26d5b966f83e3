//! What stands in the way, and that each way out leads to a healthy site.

use std::fs;
use std::process::Command;

use serde_json::Value;
use testkit::certificate_for;
use tests::{Case, DOMAIN, Lab, Visitor, product};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("fitting_nginx::a_port_that_is_in_use_is_left_alone", port_in_use),
        Case::new("fitting_nginx::a_main_file_alone_takes_the_site", main_file),
        Case::new("fitting_nginx::a_hand_written_site_gives_way", adopted),
        Case::new("fitting_nginx::an_own_main_file_is_read_off_the_process", own_main_file),
    ]
}

/// A certificate for the site that somebody wrote by hand.
fn certificate() -> testkit::TestCertificate {
    let made = certificate_for(&[DOMAIN, "films.example.test"], 2020..2040);
    fs::write("/etc/ssl/hand.pem", made.chain()).unwrap();
    fs::write("/etc/ssl/hand.key", &made.key).unwrap();
    made
}

fn refused(lab: &Lab, code: &str) {
    let document = lab.setup(&[]).expect(3).json();
    assert_eq!(document["refusal"]["code"], code, "{document:#}");
    lab.assert_as_before();
}

fn is_healthy(document: &Value) {
    assert_eq!(document["check"]["verdict"], "healthy", "{document:#}");
}

fn port_in_use() {
    certificate();
    for (listen, code) in [
        ("127.0.0.1:443 ssl", "port_in_use"),
        ("443 ssl proxy_protocol", "port_expects_proxy_protocol"),
        ("443", "port_in_use"),
    ] {
        let site = format!(
            "server {{\n  listen {listen};\n  server_name a.test;\n  ssl_certificate /etc/ssl/hand.pem;\n  ssl_certificate_key /etc/ssl/hand.key;\n  return 200 a;\n}}\n"
        );
        fs::write("/etc/nginx/conf.d/a.conf", site).unwrap();
        let lab = Lab::with("nginx");
        refused(&lab, code);
        is_healthy(&lab.setup(&["--https-port", "8443"]).expect(0).json());
        lab.undo();
        lab.server.stop();
    }
}

/// As Arch and FreeBSD have it.
fn main_file() {
    let conf = "user www-data;\npid /run/nginx.pid;\nevents {\n}\nhttp {\n    include mime.types;\n    server {\n        listen 80;\n        server_name localhost;\n        return 200 \"the old site\";\n    }\n\n    # HTTPS server }\n}\n# after\n";
    fs::write("/etc/nginx/nginx.conf", conf).unwrap();
    let lab = Lab::with("nginx");
    is_healthy(&lab.setup(&[]).expect(0).json());
    let now = fs::read_to_string("/etc/nginx/nginx.conf").unwrap();
    assert!(
        now.contains("    # HTTPS server }\n# jellyfin-proxy begin") && now.ends_with("\n}\n# after\n"),
        "{now}"
    );
    assert_eq!(Visitor::by_http().calling("localhost").get("/").text(), "the old site");
    let again = lab.setup(&["--hsts"]).expect(0).json();
    is_healthy(&again);
    product(["undo", "--yes"]).expect(0);
    lab.undo();
}

/// It gives way with its certificate, its names and its rules, and comes back whole.
fn adopted() {
    let made = certificate();
    let site = format!(
        "server {{\n  listen 80;\n  listen [::]:80;\n  server_name {DOMAIN} films.example.test;\n  return 301 https://$host$request_uri;\n}}\nserver {{\n  listen 443 ssl;\n  listen [::]:443 ssl;\n  server_name {DOMAIN} films.example.test;\n  ssl_certificate ../ssl/hand.pem;\n  ssl_certificate_key /etc/ssl/hand.key;\n  set $to 127.0.0.1;\n  add_header X-Kept \"{{;}}\" always;\n  location = /requests {{ return 200 requests; }}\n  location /private/ {{ deny all; }}\n  location / {{\n    proxy_pass http://$to:8096;\n    proxy_set_header Host $host;\n    proxy_set_header X-Home yes;\n    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n  }}\n}}\n"
    )
    .replace("../ssl", "/etc/ssl");
    fs::write("/etc/nginx/sites-available/films", site).unwrap();
    std::os::unix::fs::symlink("../sites-available/films", "/etc/nginx/sites-enabled/films").unwrap();
    let lab = Lab::with("nginx");
    refused(&lab, "jellyfin_site_exists");
    let visitor = Visitor::by_https(&made.ca);
    let looks = || {
        let of = |name: &str, path: &str| {
            let answer = visitor.clone().calling(name).get(path);
            (answer.status, answer.header("X-Kept").to_owned(), answer.text())
        };
        let moved = Visitor::by_http().calling("films.example.test").get("/a?b");
        let paths = ["/requests", "/private/x", "/health"];
        let answers: Vec<_> =
            paths.iter().flat_map(|path| [of(DOMAIN, path), of("films.example.test", path)]).collect();
        (answers, moved.status, moved.header("Location").to_owned())
    };
    let before = looks();
    let arguments = ["setup", "--yes", "--json", "--proxy", "nginx", "--domain", DOMAIN, "--adopt"];
    // Nobody trusts the authority of its certificate, which is as it was; so only the rest is looked at.
    let done = product(arguments).json();
    let link = "/etc/nginx/sites-enabled/films";
    assert!(!std::path::Path::new(link).exists() && fs::symlink_metadata(link).is_err(), "{done:#}");
    assert_eq!(looks(), before, "{done:#}");
    let seen = lab.jellyfin.seen();
    assert!(seen.iter().any(|seen| seen.target == "/health"), "nobody asked Jellyfin");
    let again =
        product(["plan", "--json", "--proxy", "nginx", "--domain", DOMAIN, "--adopt"]).expect(0).json();
    assert_eq!(again["steps"], Value::Array(Vec::new()), "{again:#}");
    lab.undo();
    assert_eq!(looks(), before);
}

/// Somebody runs nginx with a main file of his own: what it reads is what is planned in, checked and reloaded.
fn own_main_file() {
    let file = "/etc/nginx/own.conf";
    let conf = "user www-data;\npid /run/own.pid;\nevents {}\nhttp {\n    include mime.types;\n    include ../nginx/own.d/*.conf;\n}\n";
    fs::create_dir_all("/etc/nginx/own.d").unwrap();
    fs::write(
        "/etc/nginx/own.d/old.conf",
        "server { listen 80; server_name localhost; return 200 \"the old site\"; }\n",
    )
    .unwrap();
    fs::write(file, conf).unwrap();
    let started = Command::new("/usr/sbin/nginx").args(["-c", file]).status().unwrap();
    assert!(started.success());
    let _jellyfin = tests::Jellyfin::ready();
    let before = Lab::configuration();
    let arguments = ["--json", "--proxy", "nginx", "--domain", DOMAIN, "--local-ca"];
    let done = product(["setup", "--yes"].into_iter().chain(arguments)).expect(0).json();
    is_healthy(&done);
    assert!(
        fs::read_dir("/etc/nginx/own.d").unwrap().count() == 2,
        "the site is where this nginx looks for it"
    );
    assert_eq!(Visitor::by_http().calling("localhost").get("/").text(), "the old site");
    product(["undo", "--yes"]).expect(0);
    assert_eq!(before.differences(&Lab::configuration()), Vec::<std::path::PathBuf>::new());
    assert_eq!(Visitor::by_http().calling("localhost").get("/").text(), "the old site");
}
