//! The regular expressions of nginx and Apache, which are PCRE's.

use fancy_regex::{BytesMode, RegexBuilder};

/// Steps of a search that goes back: a name has 253 characters, and a pattern that takes more is hostile.
const STEPS_LIMIT: usize = 100_000;

/// In bytes: a pattern that becomes larger would take its time for each name.
const SIZE_LIMIT: usize = 128 << 10;

/// What counts as the same letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Only itself.
    Exact,
    /// Capital and small.
    Ignored,
}

/// Whether a pattern is found in a text of ASCII; `None` where the pattern is
/// not understood as PCRE would have it.
pub(super) fn is_found(pattern: &str, text: &str, case: Case) -> Option<bool> {
    if !text.is_ascii() || !means_the_same(pattern) {
        return None;
    }
    let ignored = case == Case::Ignored;
    let mut builder = RegexBuilder::new(pattern);
    // Bytes, as both servers have it compiled: `\w` is no letter of another alphabet, and soon made.
    builder.bytes_mode(BytesMode::Ascii).case_insensitive(ignored);
    builder.backtrack_limit(STEPS_LIMIT).delegate_size_limit(SIZE_LIMIT);
    builder.build().ok()?.is_match(text.as_bytes()).ok()
}

/// Whether everything in a pattern means the same to PCRE and to the library that stands for it here.
fn means_the_same(pattern: &str) -> bool {
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c == '(' && !in_class && !is_known_group(&chars.clone().take(40).collect::<String>()) {
            return false;
        }
        match (c, next) {
            ('\\', Some(escaped)) => {
                // `\h`, `\R`, `\<` and others differ; `\x41` and back references do not.
                let known = "dDwWsSbBAztnrx123456789.-_/+*?()[]{}|^$\\:@,=~!&%#\"'";
                if !known.contains(escaped) {
                    return false;
                }
                chars.next();
            }
            ('[', Some(':')) if in_class => {
                chars.find(|c| *c == ']');
            }
            // Sets in sets, and what is done with two of them, are the library's own.
            ('[', _) if in_class => return false,
            ('&' | '~' | '-', Some(same)) if in_class && same == c => return false,
            ('[', _) => {
                in_class = true;
                chars.next_if_eq(&'^');
                chars.next_if_eq(&']');
            }
            (']', _) => in_class = false,
            // PCRE takes what is no count for plain characters, in some versions.
            ('{', Some(next)) if !in_class && !next.is_ascii_digit() => return false,
            _ => {}
        }
    }
    true
}

/// Whether what follows a `(` is a plain group, a look-around, a named capture, or a group that is never gone
/// back into. Recursion, conditions, verbs and settings are not looked at.
fn is_known_group(after: &str) -> bool {
    let Some(kind) = after.strip_prefix('?') else { return !after.starts_with('*') };
    let name = kind.strip_prefix('<').or_else(|| kind.strip_prefix("P<"));
    let is_named = name.and_then(|name| name.split_once('>')).is_some_and(|(name, _)| {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        plain && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
    });
    is_named || [":", "=", "!", "<=", "<!", ">"].iter().any(|known| kind.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::{Case, is_found};

    #[test]
    fn patterns_are_found_as_pcre_finds_them() {
        for (pattern, name, found) in [
            (r"^www\d+\.example\.com$", "www12.example.com", Some(true)),
            (r"^www\d+\.example\.com$", "www.example.com", Some(false)),
            (r"^(?<user>.+)\.example\.com$", "ann.example.com", Some(true)),
            (r"^(?P<user>[a-z]{2,3})\.", "ann.example.com", Some(true)),
            (r"^(?!www\.).*\.example\.com$", "www.example.com", Some(false)),
            (r"^(?!www\.).*\.example\.com$", "films.example.com", Some(true)),
            (r"(?<=a)b", "ab", Some(true)),
            (r"^(.)\1$", "aa", Some(true)),
            ("^WWW", "www.example.com", Some(true)),
            ("example", "www.example.com", Some(true)),
            (r"^[^.]+$", "localhost", Some(true)),
            (r"^[[:alpha:]]+$", "localhost", Some(true)),
            ("^[]x]", "x", Some(true)),
            ("^[a-", "a", None),
            (r"\h", "a", None),
            ("[a&&b]", "a", None),
            ("[[a]]", "a", None),
            ("a{,3}", "a", None),
            ("(?R)", "a", None),
            ("(?1)(a)", "a", None),
            ("(*ACCEPT)", "a", None),
            ("(?>a)(?:b)(?i)", "ab", None),
            ("(?>a)(?:b)", "ab", Some(true)),
            ("(", "a", None),
            ("a", "\u{e9}", None),
            ("((a{100}){100}){100}", "a", None),
            (r"^(?<a>\w+)\.(?<b>\W)\w+\.(?<c>.+)$", "films.-example.com", Some(true)),
            (r"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", Some(false)),
            (r"^(a|a)*\1(?=c)$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", None),
        ] {
            assert_eq!(is_found(pattern, name, Case::Ignored), found, "{pattern} in {name}");
        }
    }
}
