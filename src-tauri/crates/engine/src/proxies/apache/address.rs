use std::net::IpAddr;

/// An address of a `<VirtualHost>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// What it is.
    pub(super) host: Host,
    /// The host as it is written, brackets included.
    pub(super) text: String,
    /// The port; `None` for `*` or none at all, which both mean any port.
    pub(super) port: Option<u16>,
}

/// What a virtual host's address is for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Host {
    /// It takes what no more exact address does.
    Any,
    /// One address.
    Ip(IpAddr),
    /// A name, which the server looks up at its start.
    Name,
}

impl Address {
    /// Reads `host`, `host:port`, `[::1]:port`; `None` for a port that is no number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // Without brackets a colon can only stand before a port.
        let (host, port) = match text.rfind(']') {
            Some(end) => (&text[..=end], text[end + 1..].strip_prefix(':')),
            None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
        };
        let port = match port {
            None | Some("*") => None,
            Some(port) => Some(port.parse().ok()?),
        };
        Some(Self { host: Host::of(host), text: host.to_owned(), port })
    }

    /// Whether it takes what no more exact address does.
    pub(super) fn is_wildcard(&self) -> bool {
        self.host == Host::Any
    }
}

impl Host {
    /// `*`, `_default_` and the unspecified addresses of both families are one (seen on 2.4.71).
    pub(super) fn of(text: &str) -> Self {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        match bare.parse::<IpAddr>() {
            Ok(ip) if ip.is_unspecified() => Self::Any,
            Ok(_) if bare == "255.255.255.255" => Self::Any,
            Ok(ip) => Self::Ip(ip),
            Err(_) if bare == "*" || bare.eq_ignore_ascii_case("_default_") => Self::Any,
            Err(_) => Self::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let ip = |text: &str| Host::Ip(text.parse().unwrap());
        for (text, host, port) in [
            ("*:443", Host::Any, Some(443)),
            ("*", Host::Any, None),
            ("*:*", Host::Any, None),
            ("_default_:443", Host::Any, Some(443)),
            ("[::]:80", Host::Any, Some(80)),
            ("0.0.0.0:80", Host::Any, Some(80)),
            ("[2001:db8::1]:80", ip("2001:db8::1"), Some(80)),
            ("[2001:DB8:0::1]", ip("2001:db8::1"), None),
            ("192.0.2.1:80", ip("192.0.2.1"), Some(80)),
            ("www.example.com:80", Host::Name, Some(80)),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.host, address.port), (host, port), "{text}");
        }
        assert_eq!(Address::parse("*:http"), None);
    }
}
