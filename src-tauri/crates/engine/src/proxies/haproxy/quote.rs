/// A word as the dialect reads it back: as it stands, in single quotes where nothing is special, or
/// with backslashes where it holds such a quote or what ends a line.
pub(super) fn quote(word: &str) -> String {
    let special = |c: char| c.is_whitespace() || matches!(c, '#' | '"' | '\'' | '\\');
    if !word.is_empty() && !word.contains(special) {
        return word.to_owned();
    }
    if !word.contains(['\'', '\r', '\n', '\t']) {
        return format!("'{word}'");
    }
    let mut quoted = String::new();
    for c in word.chars() {
        match c {
            '\r' => quoted.push_str("\\r"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if special(c) => quoted.extend(['\\', c]),
            c => quoted.push(c),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proxies::haproxy::syntax::{ConfigFile, Environment};

    #[test]
    fn plain_words_stay_plain() {
        for (word, quoted) in [
            ("*:443", "*:443"),
            ("hdr(host),field(1,:)", "hdr(host),field(1,:)"),
            ("", "''"),
            ("/a b.pem", "'/a b.pem'"),
            ("/a#\"b\".pem", "'/a#\"b\".pem'"),
            ("/it's a.pem", r"/it\'s\ a.pem"),
            ("HTTP/1.1\r\nHost: x", r"HTTP/1.1\r\nHost:\ x"),
        ] {
            assert_eq!(quote(word), quoted);
        }
    }

    proptest! {
        #[test]
        fn any_path_is_read_back_as_one_word(word in "[ -~\t\r\né€]{0,40}") {
            let line = format!("crt {} x", quote(&word));
            let path = "/h.cfg".parse().unwrap();
            let file = ConfigFile::parse(&path, line.as_bytes(), &mut Environment::default());
            prop_assert_eq!(file.lines()[0].texts(), ["crt", word.as_str(), "x"]);
        }
    }
}
