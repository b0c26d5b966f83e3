//! Shell patterns in a configuration that includes files, as glob(3) and APR take them.

/// Whether a text is a pattern and not a plain name.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Whether a file's name fits one part of a pattern. A dot at the beginning is matched by a dot only.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    if name.first() == Some(&b'.') && pattern.first() != Some(&b'.') {
        return false;
    }
    fits(pattern, name)
}

/// Goes on after the last `*` whenever the rest does not fit: no more than pattern times name steps.
fn fits(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        if pattern.get(p) == Some(&b'*') {
            retry = Some((p + 1, n));
            p += 1;
            continue;
        }
        match (name.get(n), one(&pattern[p..])) {
            (None, _) if p == pattern.len() => return true,
            (None, _) => return false,
            (Some(byte), Some((width, set))) if set.has(*byte) => {
                p += width;
                n += 1;
            }
            (Some(_), _) => {
                let Some((after_star, at)) = retry else { return false };
                retry = Some((after_star, at + 1));
                (p, n) = (after_star, at + 1);
            }
        }
    }
}

/// What stands for one character of the name.
enum One<'p> {
    Any,
    Exactly(u8),
    Set { ranges: &'p [u8], negated: bool },
}

impl One<'_> {
    fn has(&self, byte: u8) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(exact) => *exact == byte,
            Self::Set { ranges, negated } => {
                let mut found = false;
                let mut rest = *ranges;
                while let Some(&low) = rest.first() {
                    let (high, width) = match rest {
                        [_, b'-', high, ..] => (*high, 3),
                        _ => (low, 1),
                    };
                    found |= (low..=high).contains(&byte);
                    rest = &rest[width..];
                }
                found != *negated
            }
        }
    }
}

/// The first part of a pattern that is no star, and its width.
fn one(pattern: &[u8]) -> Option<(usize, One<'_>)> {
    match pattern {
        [] => None,
        [b'?', ..] => Some((1, One::Any)),
        [b'\\', byte, ..] => Some((2, One::Exactly(*byte))),
        [b'[', rest @ ..] => Some(set(rest).unwrap_or((1, One::Exactly(b'[')))),
        [byte, ..] => Some((1, One::Exactly(*byte))),
    }
}

/// `[a-z]`, `[!a]`, `[]a]`; `None` where no `]` closes it, so that the bracket is a plain character.
fn set(after_bracket: &[u8]) -> Option<(usize, One<'_>)> {
    let negated = matches!(after_bracket.first(), Some(b'!' | b'^'));
    let inside = &after_bracket[usize::from(negated)..];
    let close = inside.iter().skip(1).position(|byte| *byte == b']')? + 1;
    let width = 1 + usize::from(negated) + close + 1;
    Some((width, One::Set { ranges: &inside[..close], negated }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_as_the_shell_has_it() {
        for (pattern, name, fits) in [
            ("*", "default", true),
            ("*", "", true),
            ("*", ".hidden", false),
            (".*", ".hidden", true),
            ("*.conf", "a.conf", true),
            ("*.conf", "a.conf.bak", false),
            ("*.conf", ".conf", false),
            ("a*b*c", "axxbxbc", true),
            ("a*b*c", "axxbxb", false),
            ("site-?", "site-1", true),
            ("site-?", "site-", false),
            ("[0-9]*.conf", "10-a.conf", true),
            ("[0-9]*.conf", "a.conf", false),
            ("[!a]b", "ab", false),
            ("[!a]b", "cb", true),
            ("[]x]", "]", true),
            ("[x", "[x", true),
            (r"\*", "*", true),
            (r"\*", "a", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn a_hostile_pattern_ends_soon() {
        let (pattern, name) = ("*a".repeat(60), "a".repeat(4000) + "b");
        assert!(!matches(&pattern, &name));
    }
}
