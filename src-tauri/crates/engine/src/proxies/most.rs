use crate::facts::Problem;
use crate::names::AbsPath;

/// Addresses and ports that all sites of a configuration listen on together: more than any has. A few lines with ranges
/// of ports, or sites that are there for every port, could come to millions.
pub(super) const MOST_LISTENS: usize = 100_000;

/// Places that all sites of a configuration pass requests on to together: a group of many servers, named by many sites,
/// could come to millions.
pub(super) const MOST_UPSTREAMS: usize = 200_000;

/// How many certificates of the level around a site are told as its own: more than there are kinds of keys, of which a
/// site shows one each.
pub(super) const MOST_INHERITED: usize = 8;

/// What is said where reading ends early: from that line on, more follows.
pub(super) fn too_much(file: &AbsPath, line: usize, of: &str) -> Problem {
    Problem::at("too_much", file, line, format!("from here on there is more than is read: {of}"))
}
