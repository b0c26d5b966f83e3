//! The request target: its path as Kestrel decodes it, and its query.

/// A request target taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The host of an absolute target, or the whole target of CONNECT.
    pub(super) authority: Option<String>,
    pub(super) path: String,
    pub(super) query: String,
}

/// Takes a target apart; `None` is one that Kestrel rejects.
pub(super) fn parse(method: &str, target: &str) -> Option<Target> {
    if method == "CONNECT" {
        return Some(Target {
            authority: Some(target.to_owned()),
            path: String::new(),
            query: String::new(),
        });
    }
    if target == "*" {
        let allowed = method == "OPTIONS";
        return allowed.then(|| Target { authority: None, path: String::new(), query: String::new() });
    }
    let (authority, rest) = match target.starts_with('/') {
        true => (None, target),
        false => absolute(target)?,
    };
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    Some(Target { authority, path: without_dots(&decode_path(path)?), query: query.to_owned() })
}

/// Percent-decodes as far as the text allows; what is not valid stays as it is.
pub(super) fn decode(text: &str) -> String {
    decode_bytes(text, |_| true).unwrap_or_else(|| text.to_owned())
}

fn absolute(target: &str) -> Option<(Option<String>, &str)> {
    let rest = target.strip_prefix("http://").or_else(|| target.strip_prefix("https://"))?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = if path.is_empty() || path.starts_with('?') { "/" } else { path };
    Some((Some(authority.to_owned()), path))
}

/// An encoded slash stays encoded; an encoded NUL is refused.
fn decode_path(path: &str) -> Option<String> {
    let decoded = decode_bytes(path, |byte| byte != b'/').unwrap_or_else(|| path.to_owned());
    (!decoded.contains('\0')).then_some(decoded)
}

fn decode_bytes(text: &str, wanted: impl Fn(u8) -> bool) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = (*first == b'%').then(|| tail.get(..2).and_then(hex_byte)).flatten();
        match escaped.filter(|byte| wanted(*byte)) {
            Some(byte) => {
                out.push(byte);
                rest = &tail[2..];
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(out).ok()
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

/// Removes `.` and `..` segments after decoding, so that no path leaves the root.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if index == last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_and_cannot_climb() {
        for (sent, path) in [
            ("/web/%2e%2e%2fx", "/web/..%2fx"),
            ("/web/../../etc/passwd", "/etc/passwd"),
            ("/a/%2e%2e/b", "/b"),
            ("/a/./b/.", "/a/b/"),
            ("/caf%C3%A9", "/café"),
            ("/bad%zz", "/bad%zz"),
            ("//x", "//x"),
        ] {
            assert_eq!(parse("GET", sent).expect("accepted").path, path, "{sent}");
        }
        assert_eq!(parse("GET", "/a%00b"), None);
    }

    #[test]
    fn the_other_forms() {
        let absolute = parse("GET", "http://jf.test?x=1").expect("accepted");
        assert_eq!((absolute.authority.as_deref(), absolute.path.as_str()), (Some("jf.test"), "/"));
        assert_eq!(parse("OPTIONS", "*").expect("accepted").path, "");
        assert_eq!(parse("GET", "*"), None);
        assert_eq!(parse("GET", "health"), None);
    }
}
