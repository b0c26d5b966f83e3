//! What `apache2ctl` and `httpd` print when they are asked.

use std::collections::{BTreeMap, BTreeSet};

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

/// What `-S` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct VirtualHosts {
    /// The virtual hosts: file and line, with the name that the server has for each.
    pub(super) places: BTreeMap<(String, usize), String>,
    /// What is defined, on the command line or by `Define`.
    pub(super) defines: BTreeSet<String>,
}

impl VirtualHosts {
    /// Reads what `-S` printed; `None` where it is no list of virtual hosts.
    pub(super) fn parse(printed: &str) -> Option<Self> {
        let list = printed.split_once("VirtualHost configuration:")?.1;
        let mut seen = Self::default();
        for line in list.lines() {
            if let Some(define) = line.strip_prefix("Define: ") {
                // The two that asking itself brings along.
                if !define.starts_with("DUMP_") {
                    seen.defines.insert(define.split('=').next().unwrap_or(define).to_owned());
                }
            } else if let Some((name, place)) = place(line) {
                seen.places.insert(place, name);
            }
        }
        Some(seen)
    }
}

/// `… NAME (FILE:LINE)`
fn place(line: &str) -> Option<(String, (String, usize))> {
    let (before, place) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let (file, number) = place.rsplit_once(':')?;
    let name = before.split_whitespace().next_back()?;
    file.starts_with('/').then(|| Some((name.to_owned(), (file.to_owned(), number.parse().ok()?))))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_virtual_hosts_is_read_past_its_noise() {
        let printed = "AH00558: apache2: Could not reliably determine the server's name\n\
VirtualHost configuration:\n\
*:443                  jellyfin.example.com (/etc/apache2/sites-enabled/jellyfin.conf:10)\n\
*:80                   is a NameVirtualHost\n\
         default server 127.0.0.1 (/etc/apache2/sites-enabled/000-default.conf:1)\n\
         port 80 namevhost 127.0.0.1 (/etc/apache2/sites-enabled/000-default.conf:1)\n\
                 alias www.other.example.org\n\
ServerRoot: \"/etc/apache2\"\n\
Define: DUMP_VHOSTS\nDefine: ENABLE_X\nDefine: Y=1\nUser: name=\"www-data\" id=33 not_used\n";
        let seen = VirtualHosts::parse(printed).unwrap();
        let places: Vec<(&str, usize, &str)> =
            seen.places.iter().map(|((file, line), name)| (file.as_str(), *line, name.as_str())).collect();
        assert_eq!(
            places,
            [
                ("/etc/apache2/sites-enabled/000-default.conf", 1, "127.0.0.1"),
                ("/etc/apache2/sites-enabled/jellyfin.conf", 10, "jellyfin.example.com"),
            ]
        );
        assert_eq!(seen.defines, BTreeSet::from(["ENABLE_X".to_owned(), "Y".to_owned()]));
        assert_eq!(VirtualHosts::parse("apache2: Syntax error on line 3"), None);
    }
}
