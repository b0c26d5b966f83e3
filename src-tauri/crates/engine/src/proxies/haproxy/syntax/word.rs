//! One line of the dialect, cut into words as `parse_line` of HAProxy 2.2 to 3.2 does it (1.6 and
//! later took the same text).

use std::ops::Range;

use super::Environment;

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Word {
    /// Its bytes in the file, quotes and escapes included.
    pub(in crate::proxies::haproxy) span: Range<usize>,
    /// What the server takes it for; bytes that are not UTF-8 stand as `�`.
    pub(in crate::proxies::haproxy) text: String,
    /// Whether it names a variable whose value is not known here, so that `text` is not the whole of it.
    pub(in crate::proxies::haproxy) unknown_variable: bool,
}

/// What the server refuses in a line, as a sentence's end.
pub(super) type LineFault = &'static str;

/// The words of a line; its bytes begin at `offset` of the file. A comment belongs to no word.
pub(super) fn words(line: &[u8], offset: usize, environment: &Environment) -> Result<Vec<Word>, LineFault> {
    let mut reader = Reader { line, at: 0, quote: None, environment };
    let mut words = Vec::new();
    while let Some(word) = reader.next_word(offset)? {
        if words.len() == MOST_WORDS {
            return Err("it has more words than the server takes (64)");
        }
        words.push(word);
    }
    Ok(words)
}

/// `MAX_LINE_ARGS`: a line with more is refused (observed on 2.6.12).
const MOST_WORDS: usize = 64;

/// A word that grows beyond this by its variables is not read: some lines of `setenv` can double one without end.
const LONGEST: usize = 1 << 20;

const UNCLOSED: &str = "a variable's brace is not closed";

struct Reader<'l> {
    line: &'l [u8],
    at: usize,
    quote: Option<u8>,
    environment: &'l Environment,
}

#[derive(Default)]
struct Building {
    text: Vec<u8>,
    unknown_variable: bool,
}

impl Reader<'_> {
    fn next_word(&mut self, offset: usize) -> Result<Option<Word>, LineFault> {
        while self.peek(0).is_some_and(is_blank) {
            self.at += 1;
        }
        if self.peek(0).is_none_or(|byte| matches!(byte, b'#' | b'\r' | b'\n')) {
            return Ok(None);
        }
        let start = self.at;
        let mut word = Building::default();
        while let Some(byte) = self.peek(0) {
            let bare = self.quote.is_none();
            match byte {
                b'\r' | b'\n' => break,
                0 => return Err("a NUL byte stands in it"),
                b'#' if bare => break,
                _ if bare && is_blank(byte) => break,
                b'"' | b'\'' if bare => {
                    self.quote = Some(byte);
                    self.at += 1;
                }
                _ if self.quote == Some(byte) => {
                    self.quote = None;
                    self.at += 1;
                }
                b'\\' if self.quote != Some(b'\'') => self.escape(&mut word)?,
                b'$' if self.quote == Some(b'"') => self.variable(&mut word)?,
                _ => {
                    word.text.push(byte);
                    self.at += 1;
                }
            }
        }
        if self.quote.is_some() {
            return Err("a quote is not closed");
        }
        Ok(Some(Word {
            span: offset + start..offset + self.at,
            text: String::from_utf8_lossy(&word.text).into_owned(),
            unknown_variable: word.unknown_variable,
        }))
    }

    /// A backslash and what it makes of the next byte; an unknown pair stands for itself.
    fn escape(&mut self, word: &mut Building) -> Result<(), LineFault> {
        let (byte, length) = match self.peek(1) {
            Some(byte @ (b' ' | b'\\' | b'#' | b'\'' | b'"')) => (byte, 2),
            Some(b'$') if self.quote == Some(b'"') => (b'$', 2),
            Some(b't') => (b'\t', 2),
            Some(b'n') => (b'\n', 2),
            Some(b'r') => (b'\r', 2),
            Some(b'x') => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                let (Some(high), Some(low)) = (digit(self.peek(2)), digit(self.peek(3))) else {
                    return Err("after \\x two hexadecimal digits are wanted");
                };
                ((high * 16 + low) as u8, 4)
            }
            _ => (b'\\', 1),
        };
        word.text.push(byte);
        self.at += length;
        Ok(())
    }

    /// `$NAME`, `${NAME}`, `${NAME-default}` or `${NAME[*]}` inside double quotes.
    fn variable(&mut self, word: &mut Building) -> Result<(), LineFault> {
        let braced = self.peek(1) == Some(b'{');
        let start = self.at + if braced { 2 } else { 1 };
        let in_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'.');
        let length = self.line[start..].iter().take_while(in_name).count();
        let name = String::from_utf8_lossy(&self.line[start..start + length]).into_owned();
        if name.is_empty() || name.as_bytes()[0].is_ascii_digit() {
            return Err("a variable has no name");
        }
        self.at = start + length;
        let mut default = None;
        if braced {
            let length = self.line[self.at..].iter().position(|byte| *byte == b'}');
            let rest = &self.line[self.at..self.at + length.ok_or(UNCLOSED)?];
            default = rest.strip_prefix(b"-");
            if default.is_none() && !matches!(rest, b"" | b"[*]") {
                return Err(UNCLOSED);
            }
            self.at += rest.len() + 1;
        }
        match (self.environment.get(&name), default) {
            (Some(value), _) if word.text.len() + value.len() > LONGEST => {
                return Err("with its variables it is longer than is read here");
            }
            (Some(value), _) => word.text.extend_from_slice(value.as_bytes()),
            (None, Some(default)) => {
                word.text.extend_from_slice(default);
                word.unknown_variable = true;
            }
            (None, None) => word.unknown_variable = true,
        }
        Ok(())
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.line.get(self.at + ahead).copied()
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Result<Vec<String>, LineFault> {
        let mut environment = Environment::default();
        environment.set("PORT", "8443");
        Ok(words(line.as_bytes(), 0, &environment)?.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn words_are_cut_as_the_server_cuts_them() {
        for (line, expected) in [
            ("", &[][..]),
            ("   \t \r\n", &[]),
            ("# bind :80", &[]),
            ("\tbind :80 # plain\n", &["bind", ":80"]),
            ("bind :80\r\n", &["bind", ":80"]),
            ("acl x path_beg /a#b", &["acl", "x", "path_beg", "/a"]),
            ("log-format 'a # \\ \"$PORT\"'", &["log-format", "a # \\ \"$PORT\""]),
            ("log-format \"a 'b' \\\"c\\\" # d\"", &["log-format", "a 'b' \"c\" # d"]),
            (r"crt /a\ b\#c\'d\\e", &["crt", r"/a b#c'd\e"]),
            (r"x a\r\n\tb\x41", &["x", "a\r\n\tbA"]),
            (r"rspirep ^(.*)\.x\1", &["rspirep", r"^(.*)\.x\1"]),
            ("bind \":$PORT\" \"*:${PORT}\"", &["bind", ":8443", "*:8443"]),
            ("bind :$PORT '$PORT'", &["bind", ":$PORT", "$PORT"]),
            ("a'b c'\"d e\"f", &["ab cd ef"]),
            ("x ''", &["x", ""]),
            (r"a b\", &["a", r"b\"]),
            ("monitor-uri \"\\$PORT\"", &["monitor-uri", "$PORT"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|&word| word.to_owned()).collect();
            assert_eq!(texts(line), Ok(expected), "{line:?}");
        }
    }

    #[test]
    fn what_the_server_refuses_is_a_fault() {
        for line in
            ["a 'b", "a \"b", "a \"${X\"", "a \"$ \"", "\"${X:-y}\"", "a \\xg0", "a \"b\\\"\n", "a\0b"]
        {
            assert!(texts(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn an_unknown_variable_is_told() {
        let words = words(b"bind \":${OTHER-80}\" \"$PORT\" :1", 10, &Environment::default()).unwrap();
        let unknown: Vec<(bool, &str)> =
            words.iter().map(|word| (word.unknown_variable, word.text.as_str())).collect();
        assert_eq!(unknown, [(false, "bind"), (true, ":80"), (true, ""), (false, ":1")]);
        assert_eq!(words[0].span, 10..14);
    }
}
