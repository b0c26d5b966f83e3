//! How the names of several servers at one address are told apart.
use crate::proxies::pcre::{self, Case};

use std::collections::{BTreeMap, BTreeSet};

/// A word of `server_name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerName<'n> {
    /// One name; the empty one is that of visitors who say none.
    Exact(&'n str),
    /// `*.example.com`: everything below it.
    Below(&'n str),
    /// `.example.com`: itself and everything below it.
    SelfAndBelow(&'n str),
    /// `example.*`: itself with anything after it.
    Before(&'n str),
    /// `~…`
    Pattern(&'n str),
    /// `$hostname`: the machine's own name.
    Hostname,
}

/// Which of several servers has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// The one with this number.
    Server(usize),
    /// None of them.
    Nobody,
    /// That cannot be told: something is not understood.
    Unclear(String),
}

impl<'n> ServerName<'n> {
    /// Reads a word.
    pub(super) fn read(word: &'n str) -> Self {
        if let Some(pattern) = word.strip_prefix('~') {
            Self::Pattern(pattern)
        } else if let Some(name) = word.strip_prefix("*.") {
            Self::Below(name)
        } else if let Some(name) = word.strip_prefix('.') {
            Self::SelfAndBelow(name)
        } else if let Some(name) = word.strip_suffix(".*") {
            Self::Before(name)
        } else if word.eq_ignore_ascii_case("$hostname") {
            Self::Hostname
        } else {
            Self::Exact(word)
        }
    }

    /// Whether it takes a name of lower-case letters; `None` where that cannot be told.
    pub(super) fn takes(self, name: &str) -> Option<bool> {
        match self {
            Self::Exact(own) => Some(own.eq_ignore_ascii_case(name)),
            Self::Below(base) => Some(is_below(name, base)),
            Self::SelfAndBelow(base) => Some(base.eq_ignore_ascii_case(name) || is_below(name, base)),
            Self::Before(start) => Some(begins_with(name, start)),
            Self::Pattern(pattern) => is_found(pattern, name),
            Self::Hostname => None,
        }
    }
}

/// nginx ignores case where there is a capital letter in the pattern (`ngx_http_core_server_name`).
fn is_found(pattern: &str, name: &str) -> Option<bool> {
    let capitals = pattern.bytes().any(|byte| byte.is_ascii_uppercase());
    pcre::is_found(pattern, name, if capitals { Case::Ignored } else { Case::Exact })
}

/// Finds the server of a name: one name goes before wildcards, the longest of those with the star in front
/// before the longest with the star behind, and those before the first pattern that fits. A second server
/// of the same name is passed over, which nginx only warns about (`ngx_hash_add_key`).
pub(super) fn named<'n>(servers: impl Iterator<Item = (usize, Vec<&'n str>)>, name: &str) -> Named {
    let (mut names, mut patterns) = (Names::of(name), Vec::new());
    for (server, words) in servers {
        for word in words {
            match ServerName::read(word) {
                ServerName::Pattern(pattern) => patterns.push((pattern, server)),
                word => names.add(word, server),
            }
        }
    }
    if let Some(server) = names.found() {
        return Named::Server(server);
    }
    if names.hostname {
        return Named::Unclear("a site has this machine's own name (`$hostname`)".to_owned());
    }
    // Patterns are not tried for a visitor who says no name.
    for (pattern, server) in patterns.into_iter().filter(|_| !name.is_empty()) {
        match is_found(pattern, name) {
            Some(true) => return Named::Server(server),
            Some(false) => {}
            None => return Named::Unclear(format!("the pattern {pattern} is not understood")),
        }
    }
    Named::Nobody
}

/// The names of an address that could have to do with the one that is looked for.
struct Names<'n> {
    wanted: &'n str,
    exact: Option<usize>,
    /// Exact names that are taken, also those that belong to a wildcard.
    taken: BTreeSet<String>,
    /// Wildcards with the star in front: the server, and whether the name itself counts.
    in_front: BTreeMap<String, (usize, bool)>,
    behind: BTreeMap<String, usize>,
    hostname: bool,
}

impl<'n> Names<'n> {
    fn of(wanted: &'n str) -> Self {
        let (taken, in_front, behind) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        Self { wanted, exact: None, taken, in_front, behind, hostname: false }
    }

    fn add(&mut self, name: ServerName<'_>, server: usize) {
        match name {
            ServerName::Exact(name) if self.could_be_in(name) => {
                let is_first = self.taken.insert(name.to_ascii_lowercase());
                if is_first && name.eq_ignore_ascii_case(self.wanted) {
                    self.exact = Some(server);
                }
            }
            ServerName::SelfAndBelow(base) if self.could_be_in(base) => {
                // It counts as taken even where the wildcard then is not.
                if self.taken.insert(base.to_ascii_lowercase()) {
                    self.in_front.entry(base.to_ascii_lowercase()).or_insert((server, true));
                }
            }
            ServerName::Below(base) if self.could_be_in(base) => {
                self.in_front.entry(base.to_ascii_lowercase()).or_insert((server, false));
            }
            ServerName::Before(start) if begins_with(self.wanted, start) => {
                self.behind.entry(start.to_ascii_lowercase()).or_insert(server);
            }
            ServerName::Hostname => self.hostname = true,
            ServerName::Exact(_)
            | ServerName::SelfAndBelow(_)
            | ServerName::Below(_)
            | ServerName::Before(_)
            | ServerName::Pattern(_) => {}
        }
    }

    fn could_be_in(&self, base: &str) -> bool {
        base.eq_ignore_ascii_case(self.wanted) || is_below(self.wanted, base)
    }

    fn found(&self) -> Option<usize> {
        let counts = |(base, (_, itself)): &(&String, &(usize, bool))| *itself || *base != self.wanted;
        let in_front = self.in_front.iter().filter(counts).max_by_key(|(base, _)| base.len());
        let behind = self.behind.iter().max_by_key(|(start, _)| start.len());
        self.exact.or(in_front.map(|(_, (server, _))| *server)).or(behind.map(|(_, server)| *server))
    }
}

fn is_below(name: &str, base: &str) -> bool {
    let Some(at) = name.len().checked_sub(base.len() + 1) else { return false };
    at > 0 && name.as_bytes()[at] == b'.' && name.as_bytes()[at + 1..].eq_ignore_ascii_case(base.as_bytes())
}

fn begins_with(name: &str, start: &str) -> bool {
    let name = name.as_bytes();
    name.len() > start.len() + 1
        && name[start.len()] == b'.'
        && name[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(servers: &[&str], name: &str) -> Named {
        named(servers.iter().map(|words| words.split(' ').collect()).enumerate(), name)
    }

    #[test]
    fn the_nearest_name_is_found() {
        for (servers, name, found) in [
            (&["a.test", "b.test"][..], "b.test", Some(1)),
            (&["A.Test"], "a.test", Some(0)),
            (&["*.test", "a.test"], "a.test", Some(1)),
            (&["*.test", "*.b.test"], "a.b.test", Some(1)),
            (&["*.test", "*.b.test"], "b.test", Some(0)),
            (&["*.test"], "test", None),
            (&[".test"], "test", Some(0)),
            (&["a.*", "*.test"], "a.test", Some(1)),
            (&["a.*", "a.b.*"], "a.b.test", Some(1)),
            (&["a.*"], "a", None),
            (&["~^a", "~t$"], "a.test", Some(0)),
            (&["~^a", "*.test"], "a.test", Some(1)),
            (&["_", "x"], "a.test", None),
            (&["~^$", "x"], "", None),
            (&["", "x"], "", Some(0)),
            // The second of two is passed over.
            (&["a.test", "a.test"], "a.test", Some(0)),
            (&["a.test", ".a.test"], "b.a.test", None),
            (&["*.a.test", ".a.test", "a.test"], "a.test", None),
        ] {
            let found = found.map_or(Named::Nobody, Named::Server);
            assert_eq!(find(servers, name), found, "{servers:?} {name}");
        }
        assert!(matches!(find(&["~(?R)", "~a"], "a.test"), Named::Unclear(_)));
        assert!(matches!(find(&["$hostname"], "a.test"), Named::Unclear(_)));
    }
}
