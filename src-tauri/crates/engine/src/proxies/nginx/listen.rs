use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use crate::facts::Listen;

/// A `listen` directive: where, and what holds for everybody who listens there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListenLine {
    /// Where, with what stands in this line; `ssl on` is for the survey to add.
    pub(super) at: Listen,
    /// Whether an IPv6 address takes IPv4 as well (`ipv6only=off`).
    pub(super) dual_stack: bool,
}

/// Why a `listen` tells no addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoListen {
    /// It is not understood.
    Unclear,
    /// There are more of them than are wanted.
    TooMany,
}

/// The port of a `listen` with an address only.
const DEFAULT_PORT: u16 = 80;

impl ListenLine {
    /// What a server without any `listen` does, where root starts it.
    pub(super) fn implied() -> Self {
        Self::plain("*".to_owned(), DEFAULT_PORT)
    }

    /// Every address and port of a `listen`: one, or one for each port of a range. None for what is
    /// no TCP (`udp`, `quic`).
    pub(super) fn parse(args: &[impl AsRef<str>], most: usize) -> Result<Vec<Self>, NoListen> {
        let (place, options) = args.split_first().ok_or(NoListen::Unclear)?;
        let has = |wanted: &str| options.iter().any(|option| option.as_ref() == wanted);
        if has("udp") || has("quic") {
            return Ok(Vec::new());
        }
        let (address, ports) = places(place.as_ref()).ok_or(NoListen::Unclear)?;
        if ports.len() > most {
            return Err(NoListen::TooMany);
        }
        let mut line = Self::plain(address, *ports.start());
        line.at.tls = has("ssl");
        line.at.default = has("default_server") || has("default");
        line.at.http2 = has("http2");
        line.at.proxy_protocol = has("proxy_protocol");
        line.dual_stack = has("ipv6only=off");
        Ok(ports.map(|port| Self { at: Listen { port, ..line.at.clone() }, ..line }).collect())
    }

    fn plain(address: String, port: u16) -> Self {
        let at = Listen { address, port, tls: false, default: false, http2: false, proxy_protocol: false };
        Self { at, dual_stack: false }
    }
}

/// `80`, `*:80`, `192.0.2.1`, `name:8000-8010`, `[::]:80`, `unix:/path`.
fn places(place: &str) -> Option<(String, RangeInclusive<u16>)> {
    if place.starts_with("unix:/") {
        return Some((place.to_owned(), 0..=0));
    }
    let (address, ports_given) = match place.rfind(':') {
        _ if place.starts_with('[') => {
            let (inside, after) = place[1..].split_once(']')?;
            let address = format!("[{}]", inside.parse::<Ipv6Addr>().ok()?);
            (address, if after.is_empty() { None } else { Some(after.strip_prefix(':')?) })
        }
        Some(colon) => (host(&place[..colon])?, Some(&place[colon + 1..])),
        None if ports(place).is_some() => ("*".to_owned(), Some(place)),
        None => (host(place)?, None),
    };
    Some((address, ports_given.map_or(Some(DEFAULT_PORT..=DEFAULT_PORT), ports)?))
}

fn ports(text: &str) -> Option<RangeInclusive<u16>> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port != 0);
    let range = port(low)?..=port(high)?;
    (!range.is_empty()).then_some(range)
}

/// An IPv4 address or a name; all addresses are written `*`, as they are one place to the server.
fn host(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    match text {
        "*" | "0.0.0.0" => Some("*".to_owned()),
        "" => None,
        text if text.parse::<Ipv4Addr>().is_ok() => Some(text.to_owned()),
        text => {
            let is_name = text.bytes().all(plain) && text.bytes().any(|byte| byte.is_ascii_alphabetic());
            is_name.then(|| text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Vec<ListenLine>, NoListen> {
        ListenLine::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>(), 11)
    }

    #[test]
    fn every_form_of_an_address_is_known() {
        for (line, address, port) in [
            ("80", "*", 80),
            ("*:8080", "*", 8080),
            ("0.0.0.0:443 ssl", "*", 443),
            ("192.0.2.1", "192.0.2.1", 80),
            ("192.0.2.1:81", "192.0.2.1", 81),
            ("localhost:8000", "localhost", 8000),
            ("localhost", "localhost", 80),
            ("[::]:443 ssl", "[::]", 443),
            ("[0:0::0]:443", "[::]", 443),
            ("[::1]", "[::1]", 80),
            ("unix:/run/x.sock", "unix:/run/x.sock", 0),
        ] {
            let lines = read(line).unwrap();
            assert_eq!(lines.len(), 1, "{line}");
            assert_eq!((lines[0].at.address.as_str(), lines[0].at.port), (address, port), "{line}");
        }
        assert_eq!(read("8000-8010").unwrap().len(), 11);
        assert_eq!(read("8000-8011"), Err(NoListen::TooMany));
        assert!(read("443 quic reuseport").unwrap().is_empty());
        for line in
            ["", "$port", "80:", ":80", "*:0", "1-70000", "9-8", "[::", "[::]x", "[1.2.3.4]:80", "a;b:1"]
        {
            assert_eq!(read(line), Err(NoListen::Unclear), "{line:?}");
        }
    }

    #[test]
    fn options_are_read_in_old_and_new_spelling() {
        let line = &read("443 default ssl http2 proxy_protocol backlog=511").unwrap()[0];
        assert!(
            line.at.default && line.at.tls && line.at.http2 && line.at.proxy_protocol && !line.dual_stack
        );
        assert!(read("[::]:80 default_server ipv6only=off").unwrap()[0].dual_stack);
    }
}
