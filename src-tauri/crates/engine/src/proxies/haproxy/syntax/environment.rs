use std::collections::BTreeMap;

/// The variables that a configuration can name, as far as they are known from its own `setenv` lines
/// and from the service that starts the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The value of a variable; `None` where nothing is known of it, which is not to say that it is
    /// unset.
    pub(in crate::proxies::haproxy) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Sets a variable, whatever it was.
    pub(in crate::proxies::haproxy) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    /// Makes the change that a line of a `global` section asks for.
    pub(super) fn obey(&mut self, words: &[&str]) {
        match words {
            ["setenv", name, value, ..] => self.set(name, value),
            // It sets what is not set yet, and whether it is set elsewhere is not known here.
            ["presetenv", name, value, ..] if self.get(name).is_none() => self.set(name, value),
            ["unsetenv", names @ ..] => names.iter().for_each(|name| self.set(name, "")),
            _ => {}
        }
    }
}
