use crate::names::AbsPath;

/// A path as one argument of a directive; `None` for one with a `$`, which nginx takes for a variable
/// and has no escape for.
pub(super) fn path(path: &AbsPath) -> Option<String> {
    let text = path.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@%=,:".contains(c);
    if text.contains('$') {
        None
    } else if text.chars().all(plain) {
        Some(text.to_owned())
    } else {
        Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_one_argument() {
        for (given, written) in [
            ("/etc/ssl/a.pem", Some("/etc/ssl/a.pem")),
            ("/etc/my ssl/a;b.pem", Some("\"/etc/my ssl/a;b.pem\"")),
            ("/etc/a\"b\\c", Some("\"/etc/a\\\"b\\\\c\"")),
            ("/etc/$host.pem", None),
        ] {
            assert_eq!(path(&given.parse().unwrap()).as_deref(), written, "{given}");
        }
    }
}
