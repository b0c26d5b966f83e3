use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Environment;
use super::limits::Limits;

/// What `${NAME}` stands for, as far as the reading has come: `Define` counts before the environment.
pub(super) struct Variables {
    defined: BTreeMap<String, String>,
    environment: Environment,
}

impl Variables {
    pub(super) fn new<'n>(defines: impl IntoIterator<Item = &'n String>, environment: Environment) -> Self {
        Self { defined: defines.into_iter().map(|name| (name.clone(), String::new())).collect(), environment }
    }

    pub(super) fn define(&mut self, name: &str, value: &str) {
        self.defined.insert(name.to_owned(), value.to_owned());
    }

    pub(super) fn undefine(&mut self, name: &str) {
        self.defined.remove(name);
    }

    /// Whether `<IfDefine>` holds: the environment does not count.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        self.defined.contains_key(name)
    }

    /// The text with variables put in. One that is not known stays as it is written, as the server
    /// leaves it; what is put in is not looked at again. It counts, and little more is made than may be.
    pub(super) fn put_in<'t>(&self, text: &'t str, limits: &mut Limits) -> Cow<'t, str> {
        if !text.contains("${") {
            return Cow::Borrowed(text);
        }
        let most = limits.left_to_put_in();
        let mut result = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let Some(length) = rest[at..].find('}') else { break };
            if result.len() > most {
                break;
            }
            let name = &rest[at + 2..at + length];
            result.push_str(&rest[..at]);
            match self.defined.get(name).map(String::as_str).or_else(|| self.environment.get(name)) {
                Some(value) => result.push_str(value),
                None => result.push_str(&rest[at..=at + length]),
            }
            rest = &rest[at + length + 1..];
        }
        result.push_str(rest);
        limits.take_put_in(result.len());
        Cow::Owned(result)
    }
}

/// Whether a variable in it has no known value.
pub(super) fn has_unknown(text: &str) -> bool {
    text.find("${").is_some_and(|at| text[at..].contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_variables_are_put_in_once() {
        let mut variables = Variables::new([], Environment::parse("export LOGS=/var/log\n"));
        variables.define("ROOT", "/srv/${LOGS}");
        for (text, put_in) in [
            ("${LOGS}/a.log", "/var/log/a.log"),
            ("${ROOT}", "/srv/${LOGS}"),
            ("${NOT}${LOGS}", "${NOT}/var/log"),
            ("^/x$", "^/x$"),
            ("${open", "${open"),
            ("%{HTTP_HOST} $1", "%{HTTP_HOST} $1"),
        ] {
            assert_eq!(variables.put_in(text, &mut Limits::default()), put_in);
        }
        assert!(has_unknown("a${NOT}") && !has_unknown("^/x$ %{a}"));
    }
}
