/// An address of a `<VirtualHost>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// The host as it is written, brackets included.
    pub(super) host: String,
    /// The port; `None` for `*` or none at all, which both mean any port.
    pub(super) port: Option<u16>,
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
        Some(Self { host: host.to_owned(), port })
    }

    /// Whether it takes what no more exact address does.
    pub(super) fn is_wildcard(&self) -> bool {
        let wildcards = ["*", "_default_", "0.0.0.0", "[::]", "255.255.255.255"];
        wildcards.iter().any(|wildcard| self.host.eq_ignore_ascii_case(wildcard))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, host, port, wildcard) in [
            ("*:443", "*", Some(443), true),
            ("*", "*", None, true),
            ("*:*", "*", None, true),
            ("_default_:443", "_default_", Some(443), true),
            ("[::]:80", "[::]", Some(80), true),
            ("[2001:db8::1]:80", "[2001:db8::1]", Some(80), false),
            ("[2001:db8::1]", "[2001:db8::1]", None, false),
            ("192.0.2.1:80", "192.0.2.1", Some(80), false),
            ("www.example.com:80", "www.example.com", Some(80), false),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.host.as_str(), address.port, address.is_wildcard()), (host, port, wildcard));
        }
        assert_eq!(Address::parse("*:http"), None);
    }
}
