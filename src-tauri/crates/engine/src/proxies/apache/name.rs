//! Names of sites, and names that visitors ask for.

/// Whether a site's name fits the wanted one: exactly, or as a pattern with `*` for any run and `?` for
/// one character, whatever the case. A dot at the end of a site's own name is part of it, so that nobody
/// fits it (seen on 2.4.71).
pub(super) fn matches(own: &str, wanted: &str) -> bool {
    if !is_pattern(own) {
        return own.eq_ignore_ascii_case(wanted);
    }
    let (pattern, name) = (own.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    fits(pattern.as_bytes(), name.as_bytes())
}

/// Whether it is a pattern and not a name.
pub(super) fn is_pattern(own: &str) -> bool {
    own.contains(['*', '?'])
}

/// Goes on after the last `*` whenever the rest does not fit: no more than pattern times name steps.
fn fits(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(p), name.get(n)) {
            (Some(b'*'), _) => {
                retry = Some((p + 1, n));
                p += 1;
            }
            (None, None) => return true,
            (Some(own), Some(byte)) if own == byte || *own == b'?' => {
                p += 1;
                n += 1;
            }
            (_, None) => return false,
            (_, Some(_)) => {
                let Some((after_star, at)) = retry else { return false };
                retry = Some((after_star, at + 1));
                (p, n) = (after_star, at + 1);
            }
        }
    }
}

/// `ServerName` may carry a scheme and a port: `https://www.example.com:443`.
pub(super) fn bare_name(name: &str) -> &str {
    let host = name.split_once("://").map_or(name, |(_, host)| host);
    host.split_once(':').map_or(host, |(host, _)| host)
}

/// Whether the server takes a request for that name at all: it refuses blanks and doubled dots. One of
/// HTTP/1.0 need not have any.
pub(super) fn is_usable(host: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    host.chars().all(plain) && !host.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_as_the_server_has_it() {
        for (own, wanted, fits) in [
            ("a.test", "A.TEST", true),
            ("a.test.", "a.test", false),
            ("*.a.test", "x.a.test", true),
            ("*.a.test", "x.y.a.test", true),
            ("*.a.test", "a.test", false),
            ("*", "anything", true),
            ("??.test", "ab.test", true),
            ("??.test", "a.test", false),
            ("*a*b", "xaxbxb", true),
            ("[ab].test", "a.test", false),
        ] {
            assert_eq!(matches(own, wanted), fits, "{own} {wanted}");
        }
        assert!(!matches(&("*a".repeat(60)), &("a".repeat(4000) + "b")), "and soon");
        for (host, usable) in
            [("a_b.test", true), ("a b", false), ("", true), ("x..y", false), ("[::1]", true)]
        {
            assert_eq!(is_usable(host), usable, "{host}");
        }
    }
}
