use crate::facts::Problem;
use crate::names::AbsPath;

/// Addresses and ports that all sites of a configuration listen on together: more than any has. A few lines with ranges
/// of ports, or sites that are there for every port, could come to millions.
pub(super) const MOST_LISTENS: usize = 100_000;

/// What is said where reading ends early: from that line on, more follows.
pub(super) fn too_much(file: &AbsPath, line: usize, of: &str) -> Problem {
    Problem::at("too_much", file, line, format!("from here on there is more than is read: {of}"))
}
