//! Arguments as Apache reads them back.

/// An argument that is read back as exactly this text: quoted where a blank, a mark or a backslash
/// asks for it.
///
/// `${NAME}` keeps its meaning: the server puts the value in before it splits a line into words, so a
/// value with blanks is one argument between quotation marks only.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !"\"'\\#<>{}".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, c) in text.char_indices() {
        // A backslash is taken as it stands, unless what follows it would be taken together with it.
        let followed = text[at + c.len_utf8()..].chars().next();
        let is_escape = c == '\\' && matches!(followed, None | Some('\\' | '"'));
        if c == '"' || is_escape {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::syntax::words;
    use super::quoted;

    #[test]
    fn only_what_needs_it_is_quoted() {
        for (text, written) in [
            ("/", "/"),
            ("http://127.0.0.1:8096/", "http://127.0.0.1:8096/"),
            ("${PAGE}", "\"${PAGE}\""),
            ("/srv/my films", "\"/srv/my films\""),
            (r"^/(?!\.well-known/)", r#""^/(?!\.well-known/)""#),
            (r#"a "b" \"#, r#""a \"b\" \\""#),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(text), written);
        }
    }

    proptest! {
        #[test]
        fn it_is_read_back(text in "[^\\n\\r]{0,30}") {
            prop_assert_eq!(words(&quoted(&text)), vec![text]);
        }
    }
}
