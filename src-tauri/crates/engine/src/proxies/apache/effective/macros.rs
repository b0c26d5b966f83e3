use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::super::quote::quoted;
use super::super::syntax::{Document, LogicalLine, Raw, first_word, words};

/// In bytes: what a line counts for besides its text.
const LINE: usize = 16;

/// A `<Macro>`: lines with parameters, put in wherever it is used (`mod_macro`).
#[derive(Debug)]
pub(super) struct Macro {
    parameters: Parameters,
    body: Vec<LogicalLine>,
}

/// Why a macro is not put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotPutIn {
    /// It takes another number of arguments.
    Arguments,
    /// There would be more than may be read.
    TooMuch,
}

impl Macro {
    /// Its name in lower case, and the macro; the server takes the name in any case.
    pub(super) fn define(section: &Raw, argument: &str) -> (String, Arc<Self>) {
        let (name, rest) = first_word(argument);
        let found = Self { parameters: Parameters::of(words(rest)), body: section.body.clone() };
        (name.to_ascii_lowercase(), Arc::new(found))
    }

    /// What it stands for with these arguments, and for how many bytes that counts: `most` at the most.
    pub(super) fn put_in(&self, args: &[String], most: usize) -> Result<(Document, usize), NotPutIn> {
        let values = self.parameters.values(args).ok_or(NotPutIn::Arguments)?;
        let mut taken = LINE;
        let mut lines = Vec::new();
        for line in &self.body {
            taken += LINE;
            let room = most.checked_sub(taken).ok_or(NotPutIn::TooMuch)?;
            let text = self.parameters.put_in(&line.text, &values, room).ok_or(NotPutIn::TooMuch)?;
            taken += text.len();
            lines.push(LogicalLine { text, ..line.clone() });
        }
        Ok((Document::of_lines(lines), taken))
    }
}

/// The names that arguments stand in for.
#[derive(Debug)]
struct Parameters {
    names: Vec<String>,
    /// `None` where nothing is to be found.
    finder: Option<AhoCorasick>,
}

impl Parameters {
    /// No server starts with a name that is empty, or there twice.
    fn of(names: Vec<String>) -> Self {
        let mut builder = AhoCorasick::builder();
        // Most macros are used a few times: what is made soonest is best.
        builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::NoncontiguousNFA));
        let finder = (!names.is_empty()).then(|| builder.build(&names).ok()).flatten();
        Self { names, finder }
    }

    /// What is put in for each; `None` where there are not as many arguments. A parameter whose name begins with `@`
    /// brings its value as one quoted word.
    fn values(&self, args: &[String]) -> Option<Vec<String>> {
        let value = |(name, value): (&String, &String)| {
            if name.starts_with('@') { quoted(value) } else { value.clone() }
        };
        (args.len() == self.names.len()).then(|| self.names.iter().zip(args).map(value).collect())
    }

    /// The text with every parameter's value in its place: the first that stands there, of those that begin at the same
    /// place the longest, and what was put in is not looked at again. `None` where it would be longer than `most`.
    fn put_in(&self, text: &str, values: &[String], most: usize) -> Option<String> {
        let mut result = String::new();
        match &self.finder {
            None => result.push_str(text),
            Some(finder) => finder.replace_all_with(text, &mut result, |found, _, result| {
                result.push_str(&values[found.pattern().as_usize()]);
                result.len() <= most
            }),
        }
        (result.len() <= most).then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put_in(text: &str, most: usize) -> Option<String> {
        let names = ["$a", "$ab", "%c", "@d", "$b"].map(str::to_owned);
        let parameters = Parameters::of(names.to_vec());
        let values = parameters.values(&["$b", "2", "x y", "x y", "no"].map(str::to_owned)).unwrap();
        parameters.put_in(text, &values, most)
    }

    #[test]
    fn the_longest_parameter_that_stands_there_is_put_in_once() {
        for (text, expected) in [
            ("$a $ab $abc", "$b 2 2c"),
            ("*.%c", "*.x y"),
            ("ServerName @d", "ServerName \"x y\""),
            ("$ % \u{e9}", "$ % \u{e9}"),
        ] {
            assert_eq!(put_in(text, 100).as_deref(), Some(expected));
        }
    }

    #[test]
    fn no_more_is_put_in_than_may_be() {
        assert_eq!(put_in("%c%c", 6).as_deref(), Some("x yx y"));
        assert_eq!(put_in("%c%c", 5), None);
        assert_eq!(put_in("plain", 4), None);
    }
}
