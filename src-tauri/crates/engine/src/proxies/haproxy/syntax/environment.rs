use std::collections::{BTreeMap, BTreeSet};

use super::word::Word;
use crate::names::Version;

/// What a configuration can ask of its surroundings: variables, as far as they are known from its own
/// `setenv` lines and from the service that starts the server, and the server's own version and build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Environment {
    /// `None` for one that is known to be unset.
    variables: BTreeMap<String, Option<String>>,
    /// The server's version, where it is known.
    pub(in crate::proxies::haproxy) version: Option<Version>,
    /// The OpenSSL that it runs with, where that is known.
    pub(in crate::proxies::haproxy) openssl: Option<Version>,
    /// What was built into it, as `+OPENSSL`; empty where that is not known.
    pub(in crate::proxies::haproxy) features: BTreeSet<String>,
}

impl Environment {
    /// The value of a variable; `None` where nothing is known of it, which is not to say that it is
    /// unset.
    pub(in crate::proxies::haproxy) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|value| value.as_deref().unwrap_or_default())
    }

    /// Whether a variable is set; `None` where nothing is known of it.
    pub(super) fn is_set(&self, name: &str) -> Option<bool> {
        self.variables.get(name).map(Option::is_some)
    }

    /// Sets a variable, whatever it was.
    pub(in crate::proxies::haproxy) fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), Some(value.to_owned()));
    }

    /// Makes the change that a line of a `global` section asks for.
    pub(super) fn obey(&mut self, words: &[Word]) {
        let Some((keyword, rest)) = words.split_first() else { return };
        match (keyword.text.as_str(), rest) {
            ("setenv", [name, value, ..]) => self.set(&name.text, &value.text),
            // It sets what is not set yet, and whether it is set elsewhere is not known here.
            ("presetenv", [name, value, ..]) if self.is_set(&name.text) == Some(false) => {
                self.set(&name.text, &value.text);
            }
            ("unsetenv", names) => {
                self.variables.extend(names.iter().map(|name| (name.text.clone(), None)));
            }
            _ => {}
        }
    }

    /// Forgets what a line would set that may or may not be obeyed.
    pub(super) fn doubt(&mut self, words: &[Word]) {
        let Some((keyword, rest)) = words.split_first() else { return };
        match (keyword.text.as_str(), rest) {
            ("setenv" | "presetenv", [name, ..]) => drop(self.variables.remove(&name.text)),
            ("unsetenv", names) => names.iter().for_each(|name| drop(self.variables.remove(&name.text))),
            _ => {}
        }
    }
}
