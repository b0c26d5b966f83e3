//! What is read out of a configuration and what the real server does are the same: generated frontends,
//! each visit asked for and told beforehand.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use engine::facts::{HostFacts, Wanted, collect};
use engine::proxies::{Answering, Visit};
use system::host::LiveHost;
use tests::{Case, Server};

const CFG: &str = "/etc/haproxy/haproxy.cfg";

/// As many configurations are made, each another by its number alone.
const ROUNDS: u32 = 10;

const NAMES: [&str; 6] = ["a.test", "www.a.test", "b.test", "A.test", "c.example.test", "nobody.test"];
const ADDRESSES: [&str; 3] = ["127.0.0.1", "203.0.113.9", "::1"];
const PORTS: [u16; 3] = [8081, 8082, 8083];

const CONDITIONS: [&str; 14] = [
    "{ hdr(host),field(1,:) -i a.test }",
    "{ hdr(host),field(1,:) a.test }",
    "{ hdr(host) a.test }",
    "{ hdr_end(host) -i .a.test:8081 }",
    "{ hdr_dom(host) -i test }",
    "{ req.hdr(host),lower -m reg ^a\\.test:8082$ }",
    "{ hdr(host),field(1,:) -m sub example }",
    "{ dst_port 8081 } two",
    "two or { hdr_beg(host) -i www. }",
    "!two",
    "!{ hdr_beg(host) www } !two",
    "{ ssl_fc }",
    "TRUE",
    "FALSE",
];

pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("answering_haproxy::as_the_real_server", as_the_real_server)]
}

/// The next number of a sequence that looks like chance (xorshift), below a limit.
struct Chance(u32);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % limit
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// Frontends, each with a backend that says whose it is.
fn generated(chance: &mut Chance) -> String {
    let mut text = String::from(
        "defaults\n    mode http\n    timeout client 5s\n    timeout connect 1s\n    timeout server 5s\n",
    );
    let mut free: Vec<String> = PORTS
        .iter()
        .flat_map(|port| ["*", "203.0.113.9", "::"].map(|address| format!("{address}:{port}")))
        .collect();
    for frontend in 0..3 + chance.below(2) {
        text += &format!("frontend f{frontend}\n");
        for _ in 0..1 + chance.below(2) {
            let bind = free.remove(chance.below(free.len()));
            let v6only = if bind.starts_with("::") { " v6only" } else { "" };
            text += &format!("    bind {bind}{v6only}\n");
        }
        text += "    acl two hdr(host),field(1,:) -i b.test\n    acl two hdr_beg(host) c.\n";
        for _ in 0..chance.below(6) {
            let condition = chance.of(&CONDITIONS);
            let word = chance.of(&["if", "if", "if", "unless"]);
            let rule = chance.of(&[
                "use_backend b{}",
                "use_backend b{}",
                "use_backend b{}",
                "use_backend %[req.hdr(host),field(1,:),lower,map(/etc/haproxy/hosts{}.map)]",
                "use_backend %[req.hdr(host),lower,map_beg(/etc/haproxy/hosts{}.map,b{})]",
                "use_backend %[req.hdr(host),lower,map_dom(/etc/haproxy/hosts{}.map)]",
                "http-request deny",
                "http-request return status 200 content-type text/plain string f{}",
                "http-request allow",
            ]);
            text += &format!("    {} {word} {condition}\n", rule.replace("{}", &frontend.to_string()));
        }
        if chance.below(2) == 0 {
            text += &format!("    default_backend b{frontend}\n");
        }
    }
    for backend in 0..4 {
        text += &format!(
            "backend b{backend}\n    http-request return status 200 content-type text/plain string f{backend}\n"
        );
    }
    text
}

fn facts() -> HostFacts {
    collect(&LiveHost::open().unwrap(), &Wanted::default())
}

/// The frontend that answers; nothing for a refusal.
fn asked(visit: &Visit) -> Option<String> {
    let mut stream = TcpStream::connect((visit.address, visit.port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let host = format!("{}:{}", visit.host, visit.port);
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| body.to_owned())
}

fn as_the_real_server() {
    let global = "global\n    stats socket /run/haproxy-test.sock\n";
    for frontend in 0..4 {
        let map = format!("# by name\na.test b{frontend}\nwww. b{frontend}\nwww.a.test none\nc none\n");
        fs::write(format!("/etc/haproxy/hosts{frontend}.map"), map).unwrap();
    }
    let (mut told, mut unclear) = (0, 0);
    for round in 1..=ROUNDS {
        let text = global.to_owned() + &generated(&mut Chance(round.wrapping_mul(2_654_435_769)));
        fs::write(CFG, &text).unwrap();
        let server = Server::of("haproxy");
        server.start();
        let facts = facts();
        let install = facts.installs.iter().find(|install| install.proxy == server.install.proxy).unwrap();
        assert_eq!(install.problems, [], "{text}");
        for address in ADDRESSES {
            for (port, name) in PORTS.iter().flat_map(|port| NAMES.map(|name| (*port, name))) {
                let address = address.parse().unwrap();
                let visit = Visit { address, port, sni: None, host: name.to_owned() };
                let real = asked(&visit);
                let expected = match install.proxy.proxy().answering(&facts, install, &visit) {
                    Answering::Site(index) => {
                        let line = text.lines().nth(install.sites[index].line - 1).unwrap();
                        Some(line.trim_start_matches("frontend ").to_owned())
                    }
                    Answering::Nobody => None,
                    Answering::Unclear { .. } => {
                        unclear += 1;
                        continue;
                    }
                };
                told += 1;
                assert_eq!(expected, real, "{visit:?}\n{text}");
            }
        }
        server.stop();
    }
    assert!(unclear * 20 < told, "{unclear} of {told} visits are not told");
}
