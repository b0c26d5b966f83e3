//! Who answers a visit, as the engine has it and as a real nginx does it: on configurations made by
//! chance, each site says its own number.

use std::fs;
use std::net::IpAddr;

use engine::facts::{ConfigCheck, HostFacts, Wanted, collect};
use engine::proxies::{Answering, Visit};
use fastrand::Rng;
use system::host::LiveHost;
use tests::{Case, Server, visit};

pub(super) fn cases() -> Vec<Case> {
    (0..4)
        .map(|part| Case::new(format!("fitting_nginx::answers_as_nginx_does_{part}"), move || agree(part)))
        .collect()
}

/// Configurations of each case; those that nginx refuses are not counted.
const ROUNDS: usize = 12;

const NAMES: [&str; 22] = [
    "a.test",
    "b.test",
    "test",
    "x.a.test",
    "A.Test",
    "*.test",
    "*.a.test",
    "*.b.test",
    ".test",
    ".a.test",
    "a.*",
    "a.b.*",
    "x.a.*",
    "_",
    "\"\"",
    "~^a",
    "~t$",
    "~^(?<name>\\w+)\\.test$",
    "\"~^[a-z]{1,2}\\.\"",
    "~^(?!b)\\w+\\.test$",
    "203.0.113.9",
    "~^$",
];

const HOSTS: [&str; 14] = [
    "a.test",
    "b.test",
    "c.test",
    "test",
    "x.a.test",
    "y.a.test",
    "x.y.a.test",
    "a.b.example",
    "a.example",
    "A.TEST",
    "a.test.",
    "203.0.113.9",
    "zzz",
    "",
];

const LISTENS: [&str; 15] = [
    "80",
    "*:80",
    "0.0.0.0:80",
    "127.0.0.1:80",
    "203.0.113.9:80",
    "[::]:80",
    "[::1]:80",
    "[::]:81 ipv6only=off",
    "443 ssl",
    "127.0.0.1:443 ssl",
    "[::]:443 ssl http2",
    "443",
    "82",
    "82 ssl",
    "83 proxy_protocol",
];

const ADDRESSES: [&str; 3] = ["127.0.0.1", "203.0.113.9", "::1"];

fn agree(part: usize) {
    let seed = 7 + part as u64;
    let mut rng = Rng::with_seed(seed);
    prepare();
    let server = Server::of("nginx");
    let (mut rounds, mut visits, mut unclear) = (0, 0, 0);
    while rounds < ROUNDS {
        write_sites(&mut rng);
        let facts = looked_at();
        let install = &facts.installs[0];
        if let ConfigCheck::Failed { .. } = install.config_check {
            continue;
        }
        assert_eq!(install.problems, [], "seed {seed}, round {rounds}");
        server.start();
        for visit in some_visits(&mut rng) {
            let expected = match install.proxy.proxy().answering(&facts, install, &visit) {
                Answering::Site(site) => Some(install.sites[site].file.file_name().to_owned()),
                Answering::Nobody => None,
                Answering::Unclear { why } => {
                    unclear += 1;
                    eprintln!("unclear: {why}");
                    continue;
                }
            };
            assert_eq!(
                expected,
                answered(&visit),
                "{visit:?} of seed {seed}, round {rounds}:\n{}",
                all_sites()
            );
            visits += 1;
        }
        server.stop();
        rounds += 1;
    }
    assert!(visits > ROUNDS * 50, "{visits}");
    assert_eq!(unclear, 0);
}

fn prepare() {
    let made = testkit::certificate_for(&["a.test"], 2026..2029);
    fs::write("/etc/ssl/all.pem", made.chain()).unwrap();
    fs::write("/etc/ssl/all.key", made.key).unwrap();
    let conf = "user www-data;\npid /run/nginx.pid;\nevents {}\nhttp {\n  access_log off;\n  ssl_certificate ../ssl/all.pem;\n  ssl_certificate_key /etc/ssl/all.key;\n  include conf.d/*;\n}\n";
    // A certificate is found from the configuration's folder, whatever file names it.
    fs::write("/etc/nginx/nginx.conf", conf).unwrap();
}

fn looked_at() -> HostFacts {
    let host = LiveHost::open().unwrap();
    let mut facts = collect(&host, &Wanted { check_configs: true, ..Wanted::default() });
    facts.installs.retain(|install| install.proxy.word() == "nginx");
    facts
}

/// A few sites, each in a file of its own whose name it says.
fn write_sites(rng: &mut Rng) {
    for entry in fs::read_dir("/etc/nginx/conf.d").unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let mut defaults = Vec::new();
    for number in 0..rng.usize(2..9) {
        let file = format!("{}{number}.conf", rng.lowercase());
        let mut site = String::from("server {\n");
        let mut taken = Vec::new();
        for _ in 0..rng.usize(0..4) {
            let listen = rng.choice(LISTENS).unwrap();
            let place = listen.split(' ').next().unwrap();
            let place = place.replace("*:", "").replace("0.0.0.0:", "");
            if taken.contains(&place) {
                continue;
            }
            let default = rng.u8(..4) == 0 && !defaults.contains(&place);
            site += &format!("  listen {listen}{};\n", if default { " default_server" } else { "" });
            if default {
                defaults.push(place.clone());
            }
            taken.push(place);
        }
        for _ in 0..rng.usize(0..3) {
            let names: Vec<&str> = (0..rng.usize(1..4)).map(|_| rng.choice(NAMES).unwrap()).collect();
            site += &format!("  server_name {};\n", names.join(" "));
        }
        if rng.u8(..5) == 0 {
            site += "  ssl_reject_handshake on;\n";
        }
        site += &format!("  location ~ \"^/{{0,1}}$\" {{ return 200 \"<{file}>\"; }} # }}\n}}\n");
        fs::write(format!("/etc/nginx/conf.d/{file}"), site).unwrap();
    }
}

fn all_sites() -> String {
    let mut paths: Vec<_> =
        fs::read_dir("/etc/nginx/conf.d").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn some_visits(rng: &mut Rng) -> Vec<Visit> {
    let mut visits = Vec::new();
    for address in ADDRESSES {
        let address: IpAddr = address.parse().unwrap();
        for host in HOSTS {
            let host = host.to_owned();
            let greeted = rng.choice(HOSTS).unwrap();
            let is_name = greeted.contains(|c: char| c.is_ascii_alphabetic()) && !greeted.ends_with('.');
            let sni = Some(is_name.then(|| greeted.to_owned()));
            let own =
                (!host.is_empty() && !host.ends_with('.') && host != "203.0.113.9").then(|| host.clone());
            for port in [80, 81, 82, 83] {
                visits.push(Visit { address, port, sni: None, host: host.clone() });
            }
            visits.push(Visit { address, port: 443, sni: Some(own), host: host.clone() });
            visits.push(Visit { address, port: 443, sni, host: host.clone() });
            visits.push(Visit { address, port: 82, sni: Some(None), host });
        }
    }
    visits
}

/// The site that says its name; none where the visit is turned away.
fn answered(of: &Visit) -> Option<String> {
    let answer = visit(of).ok()?;
    if !answer.starts_with("HTTP/1.1 200") {
        return None;
    }
    let (_, named) = answer.split_once('<')?;
    Some(named.split_once('>')?.0.to_owned())
}
