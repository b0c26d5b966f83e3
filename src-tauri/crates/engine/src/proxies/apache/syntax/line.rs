use std::ops::Range;

/// A line as the server sees it: a backslash at the very end joins the next one to it, also in a
/// comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct LogicalLine {
    /// Its first line in the file, counted from 1.
    pub(in crate::proxies::apache) number: usize,
    /// Its last line in the file: the one that the server itself names (seen on 2.4.71).
    pub(in crate::proxies::apache) last: usize,
    /// Its bytes in the file, line ends included. The spans of all lines are the whole file.
    pub(in crate::proxies::apache) span: Range<usize>,
    /// Its text without joints and without blanks at its ends. Bytes that are not UTF-8 are replaced:
    /// no name or path that is compared here can hold them.
    pub(in crate::proxies::apache) text: String,
}

/// The lines of a file, in order.
pub(in crate::proxies::apache) struct Lines<'s> {
    source: &'s [u8],
    at: usize,
    number: usize,
}

impl<'s> Lines<'s> {
    pub(in crate::proxies::apache) fn of(source: &'s [u8]) -> Self {
        Self { source, at: 0, number: 1 }
    }

    /// The next line of the file itself, its end included.
    fn physical(&mut self) -> Option<&'s [u8]> {
        let rest = &self.source[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        (length > 0).then_some(&rest[..length])
    }
}

impl Iterator for Lines<'_> {
    type Item = LogicalLine;

    fn next(&mut self) -> Option<LogicalLine> {
        let (start, first) = (self.at, self.number);
        let mut joined = Vec::new();
        let mut is_any = false;
        while let Some(physical) = self.physical() {
            is_any = true;
            self.number += 1;
            match before_joint(physical) {
                Some(text) => joined.extend_from_slice(text),
                None if joined.is_empty() => return Some(line(first..self.number, start..self.at, physical)),
                None => {
                    joined.extend_from_slice(physical);
                    break;
                }
            }
        }
        is_any.then(|| line(first..self.number, start..self.at, &joined))
    }
}

/// What stands before a backslash and a line end; `None` where the line ends here. Two backslashes
/// join as well, and one at the end of the file does not (httpd 2.4, `ap_cfg_getline`).
fn before_joint(physical: &[u8]) -> Option<&[u8]> {
    let text = physical.strip_suffix(b"\n")?;
    text.strip_suffix(b"\r").unwrap_or(text).strip_suffix(b"\\")
}

fn line(numbers: Range<usize>, span: Range<usize>, joined: &[u8]) -> LogicalLine {
    let text = String::from_utf8_lossy(joined);
    let text = text.trim_matches(is_blank).to_owned();
    LogicalLine { number: numbers.start, last: numbers.end - 1, span, text }
}

/// What C's `isspace` takes for a blank.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}
