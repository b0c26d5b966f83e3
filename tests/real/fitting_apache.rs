//! Apache's configurations as they may be: what was read of each is what the server has of it, and each
//! visit is answered by the site that was said to answer.

use std::fmt::Write as _;
use std::fs;
use std::net::IpAddr;

use engine::facts::{HostFacts, Install, Wanted, collect};
use engine::proxies::{Answering, Visit};
use system::host::LiveHost;
use testkit::certificate_for;
use tests::{Case, Server};

const FILE: &str = "/etc/apache2/sites-enabled/generated.conf";
const NAMES: [&str; 9] = [
    "a.test",
    "b.test",
    "x.a.test",
    "y.x.a.test",
    "ab.test",
    "zz.test",
    "A.Test",
    "203.0.113.9",
    "main.test",
];
/// Written by somebody.
const ALIASES: [&str; 9] =
    ["*.a.test", "?.test", "*", "b.test", "*a*.test", "zz.test", "x.A.test", "www.b.test.", "b.test:80"];
const ADDRESSES: [&str; 7] = ["*", "*", "_default_", "0.0.0.0", "203.0.113.9", "[2001:db8::9]", "127.0.0.1"];
const DIALLED: [&str; 4] = ["127.0.0.1", "203.0.113.9", "2001:db8::9", "::1"];
const PLAIN: [u16; 2] = [80, 8081];
const ENCRYPTED: u16 = 8443;

pub(crate) fn cases() -> Vec<Case> {
    let seeds = 1..=3;
    let generated = seeds.map(|seed| {
        Case::new(format!("fitting_apache::generated_sites_answer_as_read_{seed}"), move || generated(seed))
    });
    let mut cases: Vec<Case> = generated.collect();
    cases.push(Case::new("fitting_apache::a_written_dialect_is_read_as_the_server_does", written));
    cases
}

/// A row of numbers that is the same for the same seed (Knuth's multiplier).
struct Row(u64);

impl Row {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

fn generated(seed: u64) {
    let server = prepared();
    let mut row = Row(seed);
    for round in 0..8 {
        let text = sites(&mut row);
        fs::write(FILE, &text).unwrap();
        server.start();
        let (facts, install) = read();
        assert_eq!(install.problems, [], "{text}");
        for _ in 0..60 {
            let visit = visit(&mut row);
            let (said, seen) = (said(&facts, &install, &visit), seen(&visit));
            assert_eq!(said, seen, "round {round}: {visit:?}\n{text}");
        }
        server.stop();
    }
}

/// A stopped server with what the generated sites need.
fn prepared() -> Server {
    let links = ["ssl.load", "ssl.conf", "socache_shmcb.load", "macro.load"];
    for name in links {
        std::os::unix::fs::symlink(
            format!("../mods-available/{name}"),
            format!("/etc/apache2/mods-enabled/{name}"),
        )
        .unwrap();
    }
    for certificate in 0..3 {
        let made = certificate_for(&["a.test"], 2026..2029);
        fs::write(format!("/etc/ssl/{certificate}.pem"), made.chain()).unwrap();
        fs::write(format!("/etc/ssl/{certificate}.key"), made.key).unwrap();
    }
    fs::write("/etc/apache2/conf-enabled/main.conf", said_by("main")).unwrap();
    fs::remove_file("/etc/apache2/sites-enabled/000-default.conf").unwrap();
    Server::of("apache")
}

/// A site that tells who it is.
fn said_by(who: &str) -> String {
    format!("  Redirect 410 /\n  ErrorDocument 410 \"it is {who}\"\n")
}

fn sites(row: &mut Row) -> String {
    let mut text =
        format!("Listen {}\nListen {ENCRYPTED}\n", row.pick(&["8081", "203.0.113.9:8081", "127.0.0.1:8081"]));
    if row.below(4) == 0 {
        text.push_str("ServerName main.test:80\n");
    }
    for number in 0..1 + row.below(7) {
        site(row, &mut text, number);
    }
    text
}

fn site(row: &mut Row, text: &mut String, number: usize) {
    let tls = row.below(2) == 0;
    let addresses: Vec<String> = (0..1 + row.below(2)).map(|_| address(row, tls)).collect();
    let joint = row.pick(&[" ", " \\\n   "]);
    writeln!(text, "<VirtualHost{joint}{}>", addresses.join(joint)).unwrap();
    if row.below(5) > 0 {
        let name = row.pick(&NAMES);
        let port = row.pick(&["", "", ":80"]);
        writeln!(text, "  ServerName {name}{port}").unwrap();
    }
    for _ in 0..row.below(3) {
        writeln!(text, "  ServerAlias {} {}", row.pick(&ALIASES), row.pick(&ALIASES)).unwrap();
    }
    if tls {
        let certificate = row.below(3);
        writeln!(text, "  SSLEngine on\n  SSLCertificateFile /etc/ssl/{certificate}.pem\n  SSLCertificateKeyFile /etc/ssl/{certificate}.key").unwrap();
    }
    writeln!(text, "{}</VirtualHost>", said_by(&number.to_string())).unwrap();
}

fn address(row: &mut Row, tls: bool) -> String {
    let host = row.pick(&ADDRESSES);
    match (tls, row.below(8)) {
        (true, _) => format!("{host}:{ENCRYPTED}"),
        (false, 0) => format!("{host}:*"),
        (false, _) => format!("{host}:{}", row.pick(&PLAIN)),
    }
}

fn visit(row: &mut Row) -> Visit {
    let encrypted = row.below(2) == 0;
    let port = if encrypted { ENCRYPTED } else { row.pick(&PLAIN) };
    let mut name = || row.pick(&NAMES).to_owned();
    let (greeted, host) = (name(), name());
    let is_name = greeted.parse::<IpAddr>().is_err();
    let sni = encrypted.then_some(Some(greeted).filter(|_| is_name && row.below(6) > 0));
    let host = match row.below(16) {
        0 | 1 => format!("{host}."),
        2 => String::new(),
        _ => host,
    };
    // Most visitors ask for whom they greet.
    let host = if row.below(2) == 0 { sni.clone().flatten().unwrap_or(host) } else { host };
    Visit { address: row.pick(&DIALLED).parse().unwrap(), port, sni, host }
}

fn read() -> (HostFacts, Install) {
    let host = LiveHost::open().expect("a machine");
    let facts = collect(&host, &Wanted { check_configs: true, ..Wanted::default() });
    let install = facts.installs.iter().find(|install| install.proxy.word() == "apache").unwrap().clone();
    (facts, install)
}

/// The number of the site that was said to answer, by its place in the file.
fn said(facts: &HostFacts, install: &Install, visit: &Visit) -> String {
    match install.proxy.proxy().answering(facts, install, visit) {
        Answering::Site(at) => {
            let site = &install.sites[at];
            let before = install.sites.iter().take(at).filter(|other| other.file == site.file).count();
            if site.file.as_str() == FILE { before.to_string() } else { "main".to_owned() }
        }
        Answering::Nobody => "nobody".to_owned(),
        Answering::Unclear { why } => format!("unclear: {why}"),
    }
}

fn seen(visit: &Visit) -> String {
    let answer = tests::visit(visit).unwrap_or_default();
    let who = answer.split_once("it is ").map(|(_, who)| who.trim_matches(['\r', '\n', '0', ' ']));
    match who {
        Some("") => "0".to_owned(),
        Some(who) => who.to_owned(),
        None => "nobody".to_owned(),
    }
}

/// All that the dialect has, as people write it.
fn written() {
    let server = prepared();
    fs::create_dir_all("/etc/apache2/parts/more").unwrap();
    fs::write("/etc/apache2/parts/more/one.inc", "<VirtualHost *:80>\nServerName one.test\n</VirtualHost>\n")
        .unwrap();
    fs::write("/etc/apache2/parts/names.inc", "ServerAlias included.test\n").unwrap();
    fs::write(FILE, include_str!("fitting_apache.conf")).unwrap();
    server.start();
    let (_, install) = read();
    assert_eq!(install.problems, []);
    let names: Vec<&str> = install.sites.iter().flat_map(|site| &site.names).map(String::as_str).collect();
    for name in
        ["a.test", "*.x.b.test", "late.test", "included.test", "one.test", "version.test", "file.test"]
    {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    assert!(!names.iter().any(|name| name.starts_with("not")), "{names:?}");
}
