//! Addresses of `bind` lines.

use super::syntax::Line;
use crate::facts::Listen;

/// Why an address of a `bind` line tells nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BindFault {
    /// It holds a variable that is set elsewhere.
    Variable,
    /// It is none.
    Malformed(String),
}

/// The TCP and unix sockets that a `bind` line opens; `default` for one whose section also answers
/// names that it does not list.
pub(super) fn listens(line: &Line, default: bool) -> Result<Vec<Listen>, BindFault> {
    if line.words.get(1).is_some_and(|word| word.unknown_variable) {
        return Err(BindFault::Variable);
    }
    let tls = line.texts().iter().skip(2).any(|word| *word == "ssl");
    let mut listens = Vec::new();
    for address in line.word(1).split(',') {
        for (address, port) in sockets(address).ok_or_else(|| BindFault::Malformed(address.to_owned()))? {
            listens.push(Listen { address, port, tls, default, http2: false, proxy_protocol: false });
        }
    }
    Ok(listens)
}

/// `[family@][address]:port[-port]`; one of another protocol than TCP holds no port of it.
fn sockets(text: &str) -> Option<Vec<(String, u16)>> {
    let (family, address) = text.split_once('@').unwrap_or(("", text));
    match family {
        "udp" | "udp4" | "udp6" | "quic4" | "quic6" => return Some(Vec::new()),
        "unix" | "uxst" => return Some(vec![(format!("unix:{address}"), 0)]),
        "abns" | "abnsz" | "fd" | "sockpair" | "rhttp" | "rev" => return Some(vec![(text.to_owned(), 0)]),
        "" | "ipv4" | "ipv6" | "tcp" | "tcp4" | "tcp6" | "mptcp" | "mptcp4" | "mptcp6" => {}
        _ => return None,
    }
    if address.starts_with('/') {
        return Some(vec![(format!("unix:{address}"), 0)]);
    }
    let (host, ports) = address.rsplit_once(':')?;
    let host = match (host.trim_matches(['[', ']']), family.ends_with('6')) {
        ("" | "*" | "0.0.0.0", false) => "*".to_owned(),
        ("::", _) | ("" | "*", true) => "[::]".to_owned(),
        (host, _) if host.contains(':') => format!("[{host}]"),
        (host, _) => host.to_owned(),
    };
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
    (first..=last).map(|port| (first > 0).then(|| (host.clone(), port))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxies::haproxy::syntax::{ConfigFile, Environment};

    fn read(line: &str) -> Result<Vec<Listen>, BindFault> {
        let path = "/h.cfg".parse().unwrap();
        let file = ConfigFile::parse(&path, line.as_bytes(), &mut Environment::default());
        listens(&file.lines()[0], false)
    }

    #[test]
    fn addresses_are_read_as_the_server_reads_them() {
        for (line, expected) in [
            ("bind :80", &[("*", 80)][..]),
            ("bind *:80,:::80 v6only", &[("*", 80), ("[::]", 80)]),
            ("bind 0.0.0.0:80", &[("*", 80)]),
            ("bind [::]:80", &[("[::]", 80)]),
            ("bind ipv6@:80", &[("[::]", 80)]),
            ("bind tcp6@[2001:db8::1]:80", &[("[2001:db8::1]", 80)]),
            ("bind 2001:db8::1:80", &[("[2001:db8::1]", 80)]),
            ("bind 192.0.2.1:80-82", &[("192.0.2.1", 80), ("192.0.2.1", 81), ("192.0.2.1", 82)]),
            ("bind /run/h.sock mode 600", &[("unix:/run/h.sock", 0)]),
            ("bind unix@h.sock", &[("unix:h.sock", 0)]),
            ("bind fd@3", &[("fd@3", 0)]),
            ("bind abns@x", &[("abns@x", 0)]),
            ("bind quic4@:443 ssl crt /x alpn h3", &[]),
        ] {
            let found: Vec<(String, u16)> =
                read(line).unwrap().into_iter().map(|listen| (listen.address, listen.port)).collect();
            let expected: Vec<(String, u16)> =
                expected.iter().map(|(address, port)| ((*address).to_owned(), *port)).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn tls_is_seen() {
        assert!(read("bind :443 ssl crt /x.pem").unwrap()[0].tls);
        assert!(!read("bind :443 crt /ssl").unwrap()[0].tls);
    }

    #[test]
    fn what_tells_no_port_is_a_fault() {
        assert_eq!(read("bind \"${ADDR}:80\""), Err(BindFault::Variable));
        for line in ["bind", "bind 80", "bind :x", "bind :70000", "bind what@:80", "bind :0"] {
            assert!(matches!(read(line), Err(BindFault::Malformed(_))), "{line}");
        }
    }
}
