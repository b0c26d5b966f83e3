use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::syntax::{Document, LogicalLine, Raw, first_word, words};

/// More bytes than what a macro is put in for has.
const LONGEST: usize = 256 << 10;

/// A `<Macro>`: lines with parameters, put in wherever it is used (`mod_macro`).
#[derive(Debug)]
pub(super) struct Macro {
    parameters: Vec<String>,
    body: Vec<LogicalLine>,
}

impl Macro {
    /// Its name in lower case, and the macro; the server takes the name in any case.
    pub(super) fn define(section: &Raw, argument: &str) -> (String, Arc<Self>) {
        let (name, rest) = first_word(argument);
        let found = Self { parameters: words(rest), body: section.body.clone() };
        (name.to_ascii_lowercase(), Arc::new(found))
    }

    /// What it stands for with these arguments; `None` where there are not as many as parameters, or the
    /// text would be longer than any configuration.
    pub(super) fn put_in(&self, args: &[String]) -> Option<Document> {
        if args.len() != self.parameters.len() {
            return None;
        }
        let values: BTreeMap<&str, &str> =
            self.parameters.iter().map(String::as_str).zip(args.iter().map(String::as_str)).collect();
        let mut length = 0;
        let mut lines = Vec::new();
        for line in &self.body {
            let text = replaced(&line.text, &values)?;
            length += text.len();
            lines.push(LogicalLine { text, ..line.clone() });
            if length > LONGEST {
                return None;
            }
        }
        Some(Document::of_lines(lines))
    }

    /// About how many bytes are put in with these arguments.
    pub(super) fn weight(&self, args: &[String]) -> usize {
        let longest = args.iter().map(String::len).max().unwrap_or_default();
        self.body.iter().map(|line| line.text.len() + longest + 1).sum()
    }
}

/// The text with every parameter's value in its place: the first that stands there, of those that
/// begin at the same place the longest, and what was put in is not looked at again.
fn replaced(text: &str, values: &BTreeMap<&str, &str>) -> Option<String> {
    let mut result = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if result.len() > LONGEST {
            return None;
        }
        let longest = values
            .range::<str, _>((std::ops::Bound::Unbounded, std::ops::Bound::Included(rest)))
            .rev()
            .take_while(|(name, _)| name.starts_with(next))
            .find(|(name, _)| !name.is_empty() && rest.starts_with(**name));
        let width = match longest {
            Some((name, value)) => {
                result.push_str(&escaped(name, value));
                name.len()
            }
            None => {
                result.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[width..];
    }
    Some(result)
}

/// A parameter whose name begins with `@` brings its value as one quoted word.
fn escaped(name: &str, value: &str) -> String {
    if name.starts_with('@') { super::super::quote::quoted(value) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_parameter_that_stands_there_is_put_in_once() {
        let values = BTreeMap::from([("$a", "$b"), ("$ab", "2"), ("%c", "x y"), ("@d", "x y"), ("$b", "no")]);
        for (text, put_in) in [
            ("$a $ab $abc", "$b 2 2c"),
            ("*.%c", "*.x y"),
            ("ServerName @d", "ServerName \"x y\""),
            ("$ % \u{e9}", "$ % \u{e9}"),
        ] {
            assert_eq!(replaced(text, &values).as_deref(), Some(put_in));
        }
    }
}
