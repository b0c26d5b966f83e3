//! Addresses of `bind` lines.

use std::ops::RangeInclusive;

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

/// A `bind` line: where it listens, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bind<'l> {
    /// TCP and unix sockets, with their ports (0 for a unix socket).
    pub(super) sockets: Vec<(String, RangeInclusive<u16>)>,
    /// Whether TLS is spoken.
    pub(super) tls: bool,
    /// Whether HTTP/2 is offered, or spoken outright.
    pub(super) http2: bool,
    /// Whether a connection has to begin with a PROXY line.
    pub(super) proxy_protocol: bool,
    /// Whether `[::]` takes IPv6 only.
    pub(super) v6only: bool,
    /// Whether a visitor has to show a certificate of his own.
    pub(super) wants_certificate: bool,
    /// Whether a name without a certificate is refused.
    pub(super) strict_sni: bool,
    /// The values of `crt` and `crt-list`, each with the place of its word in the line.
    pub(super) certificates: Vec<(Shown, usize, &'l str)>,
    /// The place of the word `ssl`.
    pub(super) tls_word: usize,
}

/// How a certificate is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// By a file or a folder.
    Crt,
    /// By a list of them.
    List,
}

/// The options of a `bind` line that take a value, in any of HAProxy 1.7 to 3.2.
const VALUED: [&str; 52] = [
    "accept-netscaler-cip",
    "alpn",
    "backlog",
    "ca-file",
    "ca-ignore-err",
    "ca-sign-file",
    "ca-sign-pass",
    "ca-verify-file",
    "cc",
    "ciphers",
    "ciphersuites",
    "client-sigalgs",
    "crl-file",
    "crt",
    "crt-ignore-err",
    "crt-list",
    "curves",
    "default-crt",
    "ecdhe",
    "gid",
    "group",
    "guid-prefix",
    "id",
    "idle-ping",
    "interface",
    "ktls",
    "label",
    "level",
    "maxconn",
    "mode",
    "mss",
    "name",
    "namespace",
    "nbconn",
    "nice",
    "npn",
    "ocsp-update",
    "process",
    "proto",
    "quic-cc-algo",
    "quic-socket",
    "severity-output",
    "shards",
    "sigalgs",
    "ssl-max-ver",
    "ssl-min-ver",
    "tcp-md5sig",
    "tcp-ut",
    "thread",
    "tls-ticket-keys",
    "uid",
    "user",
];

impl<'l> Bind<'l> {
    /// Reads a line of that keyword; `alpn_by_default` for a version that offers HTTP/2 unasked (2.8).
    pub(super) fn read(line: &'l Line, alpn_by_default: bool) -> Result<Self, BindFault> {
        if line.words.get(1).is_some_and(|word| word.unknown_variable) {
            return Err(BindFault::Variable);
        }
        let mut bind = Self::default();
        for address in line.word(1).split(',') {
            let found = sockets(address).ok_or_else(|| BindFault::Malformed(address.to_owned()))?;
            bind.sockets.extend(found);
        }
        let mut alpn = alpn_by_default.then_some("h2");
        let mut at = 2;
        while at < line.words.len() {
            let (word, value) = (line.word(at), line.word(at + 1));
            match word {
                "ssl" => (bind.tls, bind.tls_word) = (true, at),
                "accept-proxy" | "accept-netscaler-cip" => bind.proxy_protocol = true,
                "v6only" => bind.v6only = true,
                "strict-sni" => bind.strict_sni = true,
                "verify" => bind.wants_certificate = value == "required",
                "no-alpn" => alpn = None,
                "alpn" => alpn = Some(value),
                "proto" => bind.http2 = value == "h2",
                "crt" | "default-crt" => bind.certificates.push((Shown::Crt, at + 1, value)),
                "crt-list" => bind.certificates.push((Shown::List, at + 1, value)),
                _ => {}
            }
            at += if word == "verify" || VALUED.contains(&word) { 2 } else { 1 };
        }
        let offers = |list: &str| list.split(',').any(|protocol| protocol == "h2");
        bind.http2 |= bind.tls && alpn.is_some_and(offers);
        Ok(bind)
    }

    /// The same as facts; `default` for one whose section also answers names that it does not list.
    pub(super) fn listens(&self, default: bool, proxy_protocol: bool) -> impl Iterator<Item = Listen> {
        let places =
            self.sockets.iter().flat_map(|(address, ports)| ports.clone().map(move |port| (address, port)));
        places.map(move |(address, port)| Listen {
            address: address.clone(),
            port,
            tls: self.tls,
            default,
            http2: self.http2,
            proxy_protocol: self.proxy_protocol || proxy_protocol,
        })
    }

    /// Whether it listens on that port.
    pub(super) fn is_on(&self, port: u16) -> bool {
        self.sockets.iter().any(|(_, own)| own.contains(&port))
    }
}

/// `[family@][address]:port[-port]`; `None` for what is none, and nothing inside for one of another protocol than TCP,
/// which holds no port of it.
fn sockets(text: &str) -> Option<Option<(String, RangeInclusive<u16>)>> {
    let (family, address) = text.split_once('@').unwrap_or(("", text));
    match family {
        "udp" | "udp4" | "udp6" | "quic4" | "quic6" => return Some(None),
        "unix" | "uxst" => return Some(Some((format!("unix:{address}"), 0..=0))),
        "abns" | "abnsz" | "fd" | "sockpair" | "rhttp" | "rev" => {
            return Some(Some((text.to_owned(), 0..=0)));
        }
        "" | "ipv4" | "ipv6" | "tcp" | "tcp4" | "tcp6" | "mptcp" | "mptcp4" | "mptcp6" => {}
        _ => return None,
    }
    if address.starts_with('/') {
        return Some(Some((format!("unix:{address}"), 0..=0)));
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
    (0 < first && first <= last).then_some(Some((host, first..=last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxies::haproxy::syntax::{ConfigFile, Environment};

    fn read(line: &str) -> Result<Vec<Listen>, BindFault> {
        let path = "/h.cfg".parse().unwrap();
        let file = ConfigFile::parse(&path, line.as_bytes(), &mut Environment::default());
        Ok(Bind::read(&file.lines()[0], false)?.listens(false, false).collect())
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
    fn options_are_told_from_their_values() {
        let path = "/h.cfg".parse().unwrap();
        for (line, since_28, expected) in [
            ("bind :443 ssl crt /x.pem alpn h2,http/1.1", false, (true, false, false)),
            ("bind :443 ssl crt /x.pem", false, (false, false, false)),
            ("bind :443 ssl crt /x.pem", true, (true, false, false)),
            ("bind :443 ssl crt /x.pem no-alpn", true, (false, false, false)),
            ("bind :443 ssl crt /x.pem alpn http/1.1", true, (false, false, false)),
            ("bind :80", true, (false, false, false)),
            ("bind :80 proto h2", false, (true, false, false)),
            ("bind :80 accept-proxy", false, (false, true, false)),
            ("bind :80 name accept-proxy", false, (false, false, false)),
            ("bind :443 ssl crt accept-proxy verify required ca-file /c", false, (false, false, true)),
        ] {
            let file = ConfigFile::parse(&path, line.as_bytes(), &mut Environment::default());
            let bind = Bind::read(&file.lines()[0], since_28).unwrap();
            assert_eq!((bind.http2, bind.proxy_protocol, bind.wants_certificate), expected, "{line}");
        }
    }

    #[test]
    fn what_tells_no_port_is_a_fault() {
        assert_eq!(read("bind \"${ADDR}:80\""), Err(BindFault::Variable));
        for line in ["bind", "bind 80", "bind :x", "bind :70000", "bind what@:80", "bind :0", "bind :90-80"] {
            assert!(matches!(read(line), Err(BindFault::Malformed(_))), "{line}");
        }
    }
}
