//! A proxy that is missing is installed by a press, one that does not run is started. The package managers are
//! stand-ins: they print, and put the real server back to where it was taken from.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use tests::{Case, Page, Server};

const NGINX: &str = "/usr/sbin/nginx";

/// Where the server waits to be installed.
const AWAY: &str = "/usr/lib/nginx-package";

/// A system, its package manager's program, and how that has to be called.
const SYSTEMS: [(&str, &str, &[&str]); 5] = [
    ("debian", "apt-get", &["update", "--yes -o Dpkg::Options::=--force-confold install nginx"]),
    ("fedora", "dnf", &["--assumeyes install nginx"]),
    ("opensuse", "zypper", &["--non-interactive install nginx"]),
    ("arch", "pacman", &["--sync --needed --noconfirm nginx"]),
    ("alpine", "apk", &["add --update-cache nginx"]),
];

pub(crate) fn cases() -> Vec<Case> {
    let each = SYSTEMS.iter().map(|&(system, manager, calls)| {
        Case::new(format!("providing::installs_by_{manager}"), move || installs(system, manager, calls))
    });
    let mut cases: Vec<Case> = each.collect();
    cases.push(Case::new("providing::says_why_nothing_was_installed", says_why_nothing_was_installed));
    cases.push(Case::new("providing::leaves_other_systems_to_a_person", leaves_other_systems_to_a_person));
    cases.push(Case::new("providing::starts_what_does_not_run", starts_what_does_not_run));
    cases.push(Case::new("providing::does_only_what_was_offered", does_only_what_was_offered));
    cases
}

fn installs(system: &str, manager: &str, calls: &[&str]) {
    nothing_installed(system);
    let script = format!(
        "#!/bin/sh\necho \"$*\" >> /var/called\necho \"Hello from {manager}\"\n[ \"$1\" = update ] && exit 100\n\
         sleep 0.5\nmv {AWAY} {NGINX}\necho 'Setting up nginx'\n"
    );
    program(manager, &script);
    let mut page = Page::open(&[]);
    assert_eq!(page.view["next_needs"], "no_proxy_installed");
    assert_eq!(card(&page, "nginx")["why_not"]["remedy"], "install");
    page.want(&json!({"do": "install", "proxy": "nginx"}));
    page.until("it tells what is printed", |view| {
        let lines = view["providing"]["lines"].as_array();
        lines.is_some_and(|lines| lines.iter().any(|line| line == &format!("Hello from {manager}")))
    });
    page.until("it is there", |view| view["providing"].is_null() && view["computer"]["looking"] == false);
    assert_eq!(fs::read_to_string("/var/called").unwrap().lines().collect::<Vec<_>>(), calls);
    let card = card(&page, "nginx");
    assert!(card["why_not"].is_null() && card["recommended"] == true, "{card:#}");
    assert_eq!((&page.view["proxy"]["chosen"], &page.view["next_needs"]), (&json!("nginx"), &Value::Null));
    assert!(Server::of("nginx").is_running());
}

fn says_why_nothing_was_installed() {
    nothing_installed("debian");
    program("apt-get", "#!/bin/sh\necho 'E: Unable to locate package nginx' >&2\nexit 100\n");
    let mut page = Page::open(&[]);
    page.want(&json!({"do": "install", "proxy": "nginx"}));
    page.until("it failed", |view| view["providing"]["state"] == "failed");
    let why = &page.view["providing"]["why"];
    assert_eq!(why["code"], "tool_failed");
    assert!(why["message"].as_str().unwrap().contains("Unable to locate package nginx"), "{why:#}");
    page.want(&json!({"do": "dismiss"}));
    page.until("it is read", |view| view["providing"].is_null());

    program("apt-get", "#!/bin/sh\necho 'nothing to do'\n");
    page.want(&json!({"do": "install", "proxy": "nginx"}));
    page.until("it failed again", |view| view["providing"]["state"] == "failed");
    assert_eq!(page.view["providing"]["why"]["code"], "not_installed");
}

fn leaves_other_systems_to_a_person() {
    nothing_installed("gentoo");
    let mut page = Page::open(&[]);
    let why = card(&page, "nginx")["why_not"].clone();
    assert_eq!((&why["remedy"], &why["command"]), (&Value::Null, &json!("sudo emerge nginx")));
    page.want(&json!({"do": "install", "proxy": "nginx"}));
    page.want(&json!({"do": "look_again"}));
    page.until("it was looked at", |view| {
        view["turn"].as_u64() > Some(2) && view["computer"]["looking"] == false
    });
    assert!(page.view["providing"].is_null(), "{:#}", page.view["providing"]);
}

fn starts_what_does_not_run() {
    let server = Server::of("nginx");
    assert!(!server.is_running());
    let mut page = Page::open(&[]);
    assert_eq!(card(&page, "nginx")["why_not"]["remedy"], "start");
    page.want(&json!({"do": "start_proxy", "proxy": "nginx"}));
    page.until("it runs", |view| {
        view["providing"].is_null() && view["computer"]["proxies"][0]["running"] == true
    });
    assert!(server.is_running());
    assert!(card(&page, "nginx")["why_not"].is_null());

    // Both want port 80.
    page.want(&json!({"do": "start_proxy", "proxy": "apache"}));
    page.until("it failed", |view| view["providing"]["state"] == "failed");
    let why = &page.view["providing"]["why"];
    assert!(["tool_failed", "not_started"].iter().any(|code| why["code"] == *code), "{why:#}");
    assert!(why["message"].as_str().unwrap().contains("Address already in use"), "{why:#}");
}

fn does_only_what_was_offered() {
    program("apt-get", "#!/bin/sh\necho called >> /var/called\n");
    Server::of("nginx").start();
    let mut page = Page::open(&[]);
    let turn = page.view["turn"].as_u64();
    for (intent, proxy) in [("install", "nginx"), ("install", "caddy"), ("start_proxy", "nginx")] {
        page.want(&json!({"do": intent, "proxy": proxy}));
    }
    page.until("all of it was heard", |view| view["turn"].as_u64() >= turn.map(|turn| turn + 3));
    assert!(page.view["providing"].is_null(), "{:#}", page.view["providing"]);
    assert!(!fs::exists("/var/called").unwrap());
}

fn card(page: &Page, word: &str) -> Value {
    let cards = page.view["proxy"]["cards"].as_array().unwrap();
    cards.iter().find(|card| card["word"] == word).unwrap().clone()
}

/// A machine of that system without any proxy.
fn nothing_installed(system: &str) {
    fs::rename(NGINX, AWAY).unwrap();
    for server in ["apache", "haproxy"] {
        fs::remove_file(Server::of(server).install.binary.as_path()).unwrap();
    }
    fs::remove_file("/etc/os-release").unwrap();
    fs::write("/etc/os-release", format!("ID={system}\nPRETTY_NAME=\"{system}\"\n")).unwrap();
}

fn program(name: &str, script: &str) {
    let path = format!("/usr/bin/{name}");
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}
