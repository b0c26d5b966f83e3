//! Contents that are hostile in more than one dialect.

use crate::case::Outcome::{Answered, Refused};
use crate::case::{Case, Hostile, Outcome};
use crate::tree::Dialect;

/// The largest file that is to be answered.
pub(crate) const LARGE: usize = 10_000_000;

/// A content with its name, and what comes of it in nginx, Apache and HAProxy.
type Row = (&'static str, fn() -> Vec<u8>, [Outcome; 3]);

const ROWS: [Row; 6] = [
    ("one_comment", || [b"#", " comment".repeat(LARGE / 8).as_bytes()].concat(), [Answered; 3]),
    ("many_comments", || "# x\n".repeat(LARGE / 4).into_bytes(), [Answered, Refused, Answered]),
    ("empty_lines", || vec![b'\n'; LARGE], [Answered; 3]),
    ("blanks", || vec![b' '; LARGE], [Answered; 3]),
    ("quotes", || vec![b'"'; LARGE - 1], [Refused, Answered, Refused]),
    ("braces", || vec![b'{'; LARGE], [Refused, Answered, Answered]),
];

/// These contents in one dialect.
pub(crate) fn cases(dialect: Dialect) -> impl Iterator<Item = Case> {
    ROWS.iter().map(move |&(name, content, [nginx, apache, haproxy])| {
        let outcome = match dialect {
            Dialect::Nginx => nginx,
            Dialect::Apache => apache,
            Dialect::Haproxy => haproxy,
        };
        Case { dialect, name, outcome, hostile: Hostile::Before(content) }
    })
}

/// A text for each number.
pub(crate) fn each(count: usize, text: impl Fn(usize) -> String) -> Vec<u8> {
    (0..count).map(text).collect::<String>().into_bytes()
}
