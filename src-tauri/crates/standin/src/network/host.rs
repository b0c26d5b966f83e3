//! The value of a Host field.

/// The text is not a host with an optional port; an empty one is (a client may not know the name).
pub(crate) fn is_valid(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let (name, port) = split(text);
    let port_fits = port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok());
    port_fits && if name.starts_with('[') { is_bracketed_ipv6(name) } else { is_name(name) }
}

/// The name without its port, and the port's text where there is a colon.
pub(crate) fn split(text: &str) -> (&str, Option<&str>) {
    let end_of_name = text.rfind(']').map_or(0, |bracket| bracket + 1);
    match text[end_of_name..].rfind(':') {
        Some(colon) => (&text[..end_of_name + colon], Some(&text[end_of_name + colon + 1..])),
        None => (text, None),
    }
}

fn is_bracketed_ipv6(name: &str) -> bool {
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-._~!$&'()*+,;=%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_hosts_from_nonsense() {
        for right in ["", "jf.test", "jf.test:8443", "[::1]:8096", "192.0.2.1", "a_b.test", "[2001:db8::7]"] {
            assert!(is_valid(right), "{right}");
        }
        for wrong in ["a b", "a.test:x", "[::1", "a/b", "a.test:99999", "::1", ":80", "[::1]x"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }

    #[test]
    fn splits_name_and_port() {
        assert_eq!(split("[::1]:8096"), ("[::1]", Some("8096")));
        assert_eq!(split("jf.test"), ("jf.test", None));
    }
}
