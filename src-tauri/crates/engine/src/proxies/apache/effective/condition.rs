use std::collections::BTreeSet;

use super::variables::Variables;
use crate::names::Version;

/// What conditions are decided by.
pub(super) struct Known<'k> {
    pub(super) modules: &'k BTreeSet<String>,
    pub(super) variables: &'k Variables,
    pub(super) version: Version,
}

impl Known<'_> {
    /// Whether what stands in the section is in force; `None` where that cannot be told. The outer
    /// `None` is for a section that is no such condition.
    pub(super) fn decide(&self, section: &str, argument: &str) -> Option<Option<bool>> {
        let (negated, bare) = match argument.strip_prefix('!') {
            Some(bare) => (true, bare),
            None => (false, argument),
        };
        let holds = match section {
            "ifmodule" => Some(self.modules.contains(module_of(bare))),
            "ifdefine" => Some(self.variables.is_defined(bare)),
            "ifversion" => self.version_fits(bare),
            // These ask what a file system or a directive's place says while the server reads.
            "iffile" | "ifdirective" | "ifsection" => None,
            _ => return None,
        };
        Some(holds.map(|holds| holds != negated))
    }

    /// `>= 2.4`, `2.4.6`, `= 2.4`; a pattern is not decided.
    fn version_fits(&self, argument: &str) -> Option<bool> {
        let mut words = argument.split_whitespace();
        let (operator, wanted) = match (words.next()?, words.next()) {
            (wanted, None) => ("=", wanted),
            (operator, Some(wanted)) => (operator, wanted),
        };
        let padded = if wanted.contains('.') { wanted.to_owned() } else { format!("{wanted}.0") };
        let wanted: Version = padded.parse().ok()?;
        Some(match operator {
            "=" | "==" => self.version == wanted,
            ">" => self.version > wanted,
            ">=" => self.version >= wanted,
            "<" => self.version < wanted,
            "<=" => self.version <= wanted,
            _ => return None,
        })
    }
}

/// The module that is meant, without `_module`: conditions name it (`ssl_module`) or the file of its
/// source (`mod_ssl.c`).
fn module_of(argument: &str) -> &str {
    match argument {
        "http_core.c" => "http",
        "event.c" => "mpm_event",
        "worker.c" => "mpm_worker",
        "prefork.c" => "mpm_prefork",
        "util_ldap.c" => "ldap",
        _ => match argument.strip_suffix(".c") {
            Some(file) => file.strip_prefix("mod_").unwrap_or(file),
            None => argument.strip_suffix("_module").unwrap_or(argument),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::Environment;
    use super::*;

    #[test]
    fn conditions_are_decided_as_the_server_does() {
        let modules = BTreeSet::from(["ssl".to_owned(), "mpm_event".to_owned()]);
        let defines = ["SSL".to_owned()];
        let variables = Variables::new(&defines, Environment::parse("export ENV=1"));
        let known = Known { modules: &modules, variables: &variables, version: Version::new(2, 4, 38) };
        for (section, argument, holds) in [
            ("ifmodule", "mod_ssl.c", Some(Some(true))),
            ("ifmodule", "ssl_module", Some(Some(true))),
            ("ifmodule", "!ssl_module", Some(Some(false))),
            ("ifmodule", "event.c", Some(Some(true))),
            ("ifmodule", "mod_gnutls.c", Some(Some(false))),
            ("ifdefine", "SSL", Some(Some(true))),
            ("ifdefine", "ENV", Some(Some(false))),
            ("ifdefine", "!SSL", Some(Some(false))),
            ("ifversion", ">= 2.4", Some(Some(true))),
            ("ifversion", "2.4.38", Some(Some(true))),
            ("ifversion", "< 2.4.17", Some(Some(false))),
            ("ifversion", "~ 2.4.*", Some(None)),
            ("iffile", "/etc/x", Some(None)),
            ("location", "/", None),
        ] {
            assert_eq!(known.decide(section, argument), holds, "{section} {argument}");
        }
    }
}
