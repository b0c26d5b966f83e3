use std::ops::Range;

/// A line as the server sees it: a backslash at the very end joins the next one to it, also in a
/// comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct LogicalLine {
    /// Its first line in the file, counted from 1.
    pub(in crate::proxies::apache) number: usize,
    /// Its bytes in the file, line ends included. The spans of all lines are the whole file.
    pub(in crate::proxies::apache) span: Range<usize>,
    /// Its text without joints and without blanks at its ends. Bytes that are not UTF-8 are replaced:
    /// no name or path that is compared here can hold them.
    pub(in crate::proxies::apache) text: String,
}

/// The lines of a file, in order.
pub(super) fn logical_lines(source: &[u8]) -> Vec<LogicalLine> {
    let mut lines = Vec::new();
    let (mut start, mut first, mut joined) = (0, 1, Vec::new());
    let mut end = 0;
    for (index, physical) in source.split_inclusive(|byte| *byte == b'\n').enumerate() {
        end += physical.len();
        if let Some(text) = before_joint(physical) {
            joined.extend_from_slice(text);
            continue;
        }
        joined.extend_from_slice(physical);
        lines.push(logical_line(first, start..end, &joined));
        (start, first) = (end, index + 2);
        joined.clear();
    }
    if start < end {
        lines.push(logical_line(first, start..end, &joined));
    }
    lines
}

/// What stands before a backslash and a line end; `None` where the line ends here. Two backslashes
/// join as well, and one at the end of the file does not (httpd 2.4, `ap_cfg_getline`).
fn before_joint(physical: &[u8]) -> Option<&[u8]> {
    let text = physical.strip_suffix(b"\n")?;
    text.strip_suffix(b"\r").unwrap_or(text).strip_suffix(b"\\")
}

fn logical_line(number: usize, span: Range<usize>, joined: &[u8]) -> LogicalLine {
    let text = String::from_utf8_lossy(joined);
    LogicalLine { number, span, text: text.trim_matches(is_blank).to_owned() }
}

/// What C's `isspace` takes for a blank.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}
