//! Servers that are missing, do not run, are broken, or have no room for the site.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use engine::proxies::ProxyKind;
use serde_json::Value;
use tests::{Case, DOMAIN, Jellyfin, Lab, ProxyTest, Server, product};

use crate::refusals::{assert_refused, assert_untouched};

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("is_not_installed", not_installed),
        ("does_not_run", not_running),
        ("is_broken_already", already_broken),
        ("finds_its_port_held", port_held),
        ("finds_its_port_with_another_proxy", port_of_another_proxy),
        ("serves_the_name_already", name_taken),
    ];
    let mut cases = Case::of_every_proxy("refusals", each);
    cases.push(Case::new("refusals::nothing_is_installed", nothing_installed));
    cases
}

/// Takes every server's program out of sight, whether it is this machine's or the test's.
fn hide_servers() {
    let status = Command::new("/bin/mount").args(["-t", "tmpfs", "none", "/usr/sbin"]).status();
    assert!(status.unwrap().success());
}

fn not_installed(proxy: &str) {
    let _jellyfin = Jellyfin::ready();
    let package = match proxy {
        "apache" => "apache2",
        other => other,
    };
    hide_servers();
    let before = Lab::configuration();
    let arguments = ["setup", "--yes", "--json", "--proxy", proxy, "--domain", DOMAIN, "--local-ca"];
    let refused = product(arguments).expect(3).json();
    assert_eq!(refused["refusal"]["code"], "proxy_not_installed", "{refused:#}");
    let next = refused["refusal"]["next"].as_str().unwrap();
    assert!(next.ends_with(&format!("sudo apt-get install {package}")), "{next}");
    assert_eq!(before.differences(&Lab::configuration()), Vec::<std::path::PathBuf>::new());
}

fn nothing_installed() {
    let _jellyfin = Jellyfin::ready();
    hide_servers();
    let refused = product(["setup", "--yes", "--json", "--domain", DOMAIN, "--local-ca"]).expect(3).json();
    assert_eq!(refused["refusal"]["code"], "no_proxy_installed", "{refused:#}");
    assert!(refused["refusal"]["next"].as_str().unwrap().contains("sudo apt-get install "), "{refused:#}");
    let practice = product(["practice", "--inside"]);
    assert_eq!(practice.code(), 3, "{practice:?}");
    assert!(practice.stderr.contains("sudo apt-get install "), "{practice:?}");
}

fn not_running(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.server.stop();
    let reason = assert_refused(&lab, lab.setup(&[]), "proxy_not_running");
    assert!(reason["next"].as_str().unwrap().contains("start"), "{reason}");
}

fn already_broken(proxy: &str) {
    let mut lab = Lab::with(proxy);
    let file = lab.server.install.main_config.to_string();
    append(&file, "\nthis_is_no_directive at all\n");
    lab.take_as_before();
    let reason = assert_refused(&lab, lab.setup(&[]), "config_already_broken");
    assert!(reason["message"].as_str().unwrap().contains(&file), "{reason}");
}

fn port_held(proxy: &str) {
    let lab = Lab::with(proxy);
    let _held = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 443)).unwrap();
    let own = fs::read_to_string("/proc/self/comm").unwrap();
    let reason = assert_refused(&lab, lab.setup(&[]), "port_taken");
    let message = reason["message"].as_str().unwrap();
    assert!(message.contains("443") && message.contains(own.trim()), "{message} does not name {own}");
}

/// A fresh nginx or Apache holds port 80, and the wanted proxy runs beside it on other ports.
fn port_of_another_proxy(proxy: &str) {
    let words = ProxyKind::words();
    for holder in ["nginx", "apache"].into_iter().filter(|word| *word != proxy && words.contains(word)) {
        leave_port_80(proxy);
        let other = Server::of(holder);
        other.start();
        let lab = Lab::with(proxy);
        let reason = assert_refused(&lab, lab.setup(&["--no-tls"]), "port_taken");
        let message = reason["message"].as_str().unwrap();
        assert!(message.contains(other.install.binary.file_name()), "{message} does not name {holder}");
        lab.server.stop();
        other.stop();
    }
}

/// Moves Debian's default site away from port 80.
fn leave_port_80(proxy: &str) {
    match proxy {
        "nginx" => replace("/etc/nginx/sites-available/default", "80", "8081"),
        "apache" => {
            replace("/etc/apache2/ports.conf", "Listen 80\n", "Listen 8081\n");
            replace("/etc/apache2/sites-available/000-default.conf", "*:80", "*:8081");
        }
        // Debian's has no site at all.
        "haproxy" => {}
        other => panic!("write down how {other} leaves port 80"),
    }
}

fn name_taken(proxy: &str) {
    let (file, site, line) = match proxy {
        "nginx" => (
            "/etc/nginx/conf.d/mine.conf",
            format!("# mine\nserver {{\n    listen 80;\n    server_name {DOMAIN};\n}}\n"),
            2,
        ),
        "apache" => (
            "/etc/apache2/sites-enabled/mine.conf",
            format!("# mine\n<VirtualHost *:80>\n    ServerName {DOMAIN}\n</VirtualHost>\n"),
            2,
        ),
        // HAProxy has no names of its own: rules decide.
        "haproxy" => return,
        other => panic!("write down how {other} serves a name"),
    };
    fs::write(file, site).unwrap();
    let lab = Lab::with(proxy);
    let reason = assert_refused(&lab, lab.setup(&[]), "name_taken");
    let place = format!("{file}, line {line}");
    assert!(reason["message"].as_str().unwrap().contains(&place), "{reason} does not name {place}");
    assert_untouched(&lab);
    assert_plan_says_the_same(&lab, &reason);
}

/// What `setup` refuses, `plan` refuses in the same words.
fn assert_plan_says_the_same(lab: &Lab, reason: &Value) {
    let plan = product(["plan", "--json", "--proxy", lab.proxy(), "--domain", DOMAIN, "--local-ca"]);
    assert_eq!(&plan.expect(3).json()["refusal"], reason);
}

fn append(file: &str, text: &str) {
    OpenOptions::new().append(true).open(file).unwrap().write_all(text.as_bytes()).unwrap();
}

fn replace(file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    // A second pass of a test finds it done already.
    if !text.contains(to) {
        fs::write(file, text.replace(from, to)).unwrap();
    }
}
