//! What `apache2ctl` and `httpd` print of themselves.

use std::collections::BTreeSet;

use crate::names::Version;

/// What `-V` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BuildInfo {
    /// The version.
    pub(super) version: Version,
    /// `-D NAME` and `-D NAME="value"` as it was compiled, and its processing model (`MPM=event`).
    pub(super) options: BTreeSet<String>,
}

impl BuildInfo {
    /// Reads what `-V` printed; `None` where it names no version.
    pub(super) fn parse(printed: &str) -> Option<Self> {
        let field = |name: &str| {
            printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
        };
        let version = field("Server version")?.split_once('/')?.1.parse().ok()?;
        let compiled = printed.lines().filter_map(|line| line.trim().strip_prefix("-D "));
        let mut options: BTreeSet<String> = compiled.map(|option| option.replace('"', "")).collect();
        options.extend(field("Server MPM").map(|mpm| format!("MPM={}", mpm.to_ascii_lowercase())));
        Some(Self { version, options })
    }

    /// The value of an option that it was compiled with.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.options.iter().find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The modules that `-M` lists, without `_module`; `None` where it lists none.
pub(super) fn modules(printed: &str) -> Option<BTreeSet<String>> {
    let listed = printed.lines().filter_map(|line| {
        let (name, how) = line.trim().split_once(' ')?;
        ["(static)", "(shared)"].contains(&how).then_some(name)
    });
    let names: BTreeSet<String> =
        listed.map(|name| name.strip_suffix("_module").unwrap_or(name).to_owned()).collect();
    (!names.is_empty()).then_some(names)
}
