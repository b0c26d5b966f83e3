use std::collections::BTreeMap;

use crate::names::Version;
use crate::proxies::pcre::{self, Case};

/// More different questions than any configuration asks.
const MOST_ASKED: usize = 100;

/// What `<IfVersion>` asks of the server's version; each question is answered once, since patterns take their time.
pub(super) struct Versions {
    server: Version,
    asked: BTreeMap<String, Option<bool>>,
}

impl Versions {
    pub(super) fn of(server: Version) -> Self {
        Self { server, asked: BTreeMap::new() }
    }

    /// `>= 2.4`, `2.4.6`, `= 2.4`, `~ ^2\.4`, `/2\.4\.[0-9]/` (all seen on 2.4.71); `None` for what is not understood.
    pub(super) fn fits(&mut self, argument: &str) -> Option<bool> {
        if let Some(known) = self.asked.get(argument) {
            return *known;
        }
        if self.asked.len() >= MOST_ASKED {
            return None;
        }
        let fits = fits(self.server, argument);
        self.asked.insert(argument.to_owned(), fits);
        fits
    }
}

fn fits(server: Version, argument: &str) -> Option<bool> {
    let mut words = argument.split_whitespace();
    let (operator, wanted) = match (words.next()?, words.next()) {
        (wanted, None) => ("=", wanted),
        (operator, Some(wanted)) => (operator, wanted),
    };
    let between_slashes = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let pattern = match operator {
        "~" => Some(between_slashes.unwrap_or(wanted)),
        "=" | "==" => between_slashes,
        _ => None,
    };
    if let Some(pattern) = pattern {
        return pcre::is_found(pattern, &server.to_string(), Case::Exact);
    }
    let padded = if wanted.contains('.') { wanted.to_owned() } else { format!("{wanted}.0") };
    let wanted: Version = padded.parse().ok()?;
    Some(match operator {
        "=" | "==" => server == wanted,
        ">" => server > wanted,
        ">=" => server >= wanted,
        "<" => server < wanted,
        "<=" => server <= wanted,
        _ => return None,
    })
}
