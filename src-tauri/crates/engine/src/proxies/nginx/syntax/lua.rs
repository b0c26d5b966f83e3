//! Where a Lua program inside a configuration ends: its braces, strings and comments are Lua's own.

/// The bytes up to and with the `}` that closes a block whose `{` was just read; `None` where it is
/// never closed.
pub(super) fn block_length(source: &[u8]) -> Option<usize> {
    let mut depth = 1;
    let mut at = 0;
    while let Some(&byte) = source.get(at) {
        at += match byte {
            b'{' => {
                depth += 1;
                1
            }
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
                1
            }
            b'"' | b'\'' => string_length(&source[at..]),
            b'[' => long_bracket_length(&source[at..]).unwrap_or(1),
            b'-' if source[at..].starts_with(b"--") => {
                2 + long_bracket_length(&source[at + 2..]).unwrap_or_else(|| line_length(&source[at + 2..]))
            }
            _ => 1,
        };
    }
    None
}

/// A string in quotes; one that a line's end cuts short ends there, as Lua would complain about it.
fn string_length(source: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = source.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'\n' => break,
            byte if byte == source[0] => break,
            _ => {}
        }
    }
    at.min(source.len())
}

/// `[[ … ]]` or `[==[ … ]==]`; `None` where no such bracket opens here.
fn long_bracket_length(source: &[u8]) -> Option<usize> {
    let level = source.strip_prefix(b"[")?.iter().take_while(|byte| **byte == b'=').count();
    if source.get(level + 1) != Some(&b'[') {
        return None;
    }
    let closing = [b"]".as_slice(), &b"=".repeat(level), b"]"].concat();
    let inside = source.windows(closing.len()).position(|window| window == closing);
    Some(inside.map_or(source.len(), |start| start + closing.len()))
}

fn line_length(source: &[u8]) -> usize {
    source.iter().position(|byte| *byte == b'\n').unwrap_or(source.len())
}

#[cfg(test)]
mod tests {
    use super::block_length;

    #[test]
    fn only_luas_own_braces_count() {
        for program in [
            "}",
            " local t = { a = { 1 } } }",
            " ngx.say(\"}\") }",
            " ngx.say('}\\'}') }",
            " -- } in a comment\n}",
            " --[[ } \n } ]] }",
            " --[==[ } ]] } ]==] }",
            " local s = [[ } ]] }",
            " local s = [=[ }]] ]=] }",
            " local a = t[t[1]] }",
            " local x = a - -b }",
        ] {
            let source = format!("{program}after }}");
            assert_eq!(block_length(source.as_bytes()), Some(program.len()), "{program}");
        }
        for open in ["", " {}", " \"}", " --}", " [[ }"] {
            assert_eq!(block_length(open.as_bytes()), None, "{open}");
        }
    }
}
