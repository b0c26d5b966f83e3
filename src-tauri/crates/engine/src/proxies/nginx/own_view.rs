//! What the server itself reads, held against what was read here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::config::{Config, ConfigFile};
use crate::facts::Problem;
use crate::names::AbsPath;
use crate::proxies::glob;

/// Goes before each file in what `nginx -T` prints, and its name and a colon after it.
const HEADING: &str = "# configuration file ";

/// Where `nginx -T` and what was read differ: another file, or other bytes. Nothing of what it prints is
/// kept: keys and passwords may be among it. A relative of nginx's that prints nothing is taken at its word.
pub(super) fn disagreements(config: &Config, printed: &str) -> Vec<Problem> {
    let known = config.files.iter().map(|file| (file.path.as_str(), file));
    let mut view = OwnView { config, known: known.collect(), seen: BTreeSet::new(), problems: Vec::new() };
    let mut rest = printed;
    while let Some((name, text)) = rest.strip_prefix(HEADING).and_then(|rest| rest.split_once(":\n")) {
        rest = view.file(&plain(name), text);
    }
    if rest.len() < printed.len() {
        view.unseen();
    }
    view.problems
}

struct OwnView<'c> {
    config: &'c Config,
    known: BTreeMap<&'c str, &'c ConfigFile>,
    seen: BTreeSet<&'c str>,
    problems: Vec<Problem>,
}

impl<'c> OwnView<'c> {
    /// Compares one file, and returns what is printed after it.
    fn file<'p>(&mut self, name: &str, printed: &'p str) -> &'p str {
        let (known, next) = (self.known.get_key_value(name), after_file(printed));
        let Some((name, file)) = known.map(|(name, file)| (*name, *file)) else {
            if let (Ok(path), false) = (name.parse(), self.holds_values(name)) {
                self.differ(&path, 0, "nginx reads this file, which nothing leads to here");
            }
            return next;
        };
        self.seen.insert(name);
        let text = String::from_utf8_lossy(file.document.source());
        if let Some(rest) = printed.strip_prefix(&*text).and_then(|rest| rest.strip_prefix('\n')) {
            return rest;
        }
        let same = text.lines().zip(printed.lines()).take_while(|(here, there)| here == there).count();
        self.differ(&file.path, same + 1, "nginx reads something else here: was it changed just now?");
        next
    }

    /// A file of values (`include` in a `map` or in `types`) is the server's alone.
    fn holds_values(&self, name: &str) -> bool {
        self.config.values.iter().any(|include| {
            let below = name.strip_prefix(include.folder.as_str()).map(|below| below.trim_start_matches('/'));
            let parts: Vec<&str> = below.map(|below| below.split('/').collect()).unwrap_or_default();
            parts.len() == include.below.len()
                && parts.iter().zip(&include.below).all(|(part, pattern)| glob::matches(pattern, part))
        })
    }

    /// What was read here and not by the server.
    fn unseen(&mut self) {
        let unseen: Vec<&ConfigFile> =
            self.config.files.iter().filter(|file| !self.seen.contains(file.path.as_str())).collect();
        for file in unseen {
            self.differ(&file.path, 0, "nginx does not read this file, which something leads to here");
        }
    }

    fn differ(&mut self, file: &AbsPath, line: usize, message: &str) {
        self.problems.push(Problem::at("server_disagrees", file, line, message));
    }
}

/// What is printed after a file whose bytes are not known.
fn after_file(printed: &str) -> &str {
    let next = format!("\n{HEADING}");
    printed.find(&next).map_or("", |at| &printed[at + 1..])
}

/// A path without what says nothing (`//`, `/./`), and without `..`, which is followed only where it leads
/// to the folder above.
fn plain(name: &str) -> Cow<'_, str> {
    if !["//", "/./", "/../"].iter().any(|sign| name.contains(sign)) {
        return Cow::Borrowed(name);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Cow::Owned(parts.into_iter().map(|part| format!("/{part}")).collect())
}
