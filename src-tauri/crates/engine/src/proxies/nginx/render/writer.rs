use crate::names::AbsPath;
use crate::plan::Refusal;
use crate::proxies::nginx::adopt::kept;

/// Configuration text that is put together directive by directive: whatever comes from outside is an
/// argument and is quoted, so that it cannot become a directive.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// `name arg arg;`
    pub(super) fn line(&mut self, name: &'static str, args: &[&str]) {
        self.start(name, args);
        self.text.push_str(";\n");
    }

    /// `key value;` in a block of values.
    pub(super) fn value(&mut self, key: &str, value: &str) {
        self.indent();
        self.text.push_str(&format!("{} {};\n", quoted(key), quoted(value)));
    }

    /// `name arg { … }`, an empty line before it where it begins a part of the file.
    pub(super) fn part(&mut self, name: &'static str, args: &[&str], inside: impl FnOnce(&mut Self)) {
        self.gap();
        self.block(name, args, inside);
    }

    /// An empty line, save at the beginning and after an opening brace.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// `name arg { … }`
    pub(super) fn block(&mut self, name: &'static str, args: &[&str], inside: impl FnOnce(&mut Self)) {
        self.start(name, args);
        self.text.push_str(" {\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        self.text.push_str("}\n");
    }

    /// A line for whoever reads the file.
    pub(super) fn comment(&mut self, text: &'static str) {
        self.indent();
        self.text.push_str(&format!("# {text}\n"));
    }

    /// Lines of somebody else's that are whole directives, between comments; nothing where there are none.
    pub(super) fn kept(&mut self, heading: &'static str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.gap();
        self.comment(heading);
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.comment(kept::END);
    }

    /// The text so far.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn start(&mut self, name: &'static str, args: &[&str]) {
        self.indent();
        self.text.push_str(name);
        for arg in args {
            self.text.push(' ');
            self.text.push_str(&quoted(arg));
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"    ".repeat(self.depth));
    }
}

/// A path in the configuration. nginx takes `$` for the beginning of a variable in every path and has
/// no way to write it otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct NginxPath(String);

impl NginxPath {
    /// A path that can be written.
    ///
    /// # Errors
    /// When there is a `$` in it.
    pub(in super::super) fn new(path: &AbsPath) -> Result<Self, Refusal> {
        if path.as_str().contains('$') {
            return Err(Refusal::Certificate(crate::facts::CertificateFault::Unreadable {
                path: path.clone(),
                reason: "nginx takes the `$` in its path for a variable".to_owned(),
            }));
        }
        Ok(Self(path.as_str().to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A word as nginx reads it back, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,~^*|!?&<>()[]$".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let quote = if word.contains('"') && !word.contains('\'') { '\'' } else { '"' };
    let mut text = String::from(quote);
    for c in word.chars() {
        if c == quote || c == '\\' {
            text.push('\\');
        }
        text.push(c);
    }
    text.push(quote);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::syntax;
    use super::*;

    #[test]
    fn quotes_only_where_they_are_needed() {
        for (word, text) in [
            ("443", "443"),
            ("^(GET|HEAD)$)", "^(GET|HEAD)$)"),
            ("", "\"\""),
            ("a b", "\"a b\""),
            ("a; }", "\"a; }\""),
            ("say \"x\"", "'say \"x\"'"),
            ("both \" and '", "\"both \\\" and '\""),
            ("back\\slash", "\"back\\\\slash\""),
            ("{", "\"{\""),
            ("#", "\"#\""),
        ] {
            assert_eq!(quoted(word), text);
        }
    }

    proptest! {
        #[test]
        fn no_argument_becomes_a_directive(args in proptest::collection::vec("\\PC{0,20}|[;{}#\"'\\\\$ \n]{0,8}", 0..4)) {
            let mut writer = Writer::default();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            writer.block("server", &args, |inside| inside.line("root", &args));
            let parsed = syntax::Document::read(writer.finish().into());
            prop_assert_eq!(&parsed.fault, &None);
            prop_assert_eq!(parsed.outermost().collect::<Vec<_>>(), [0]);
            prop_assert_eq!(parsed.inside(0).collect::<Vec<_>>(), [1]);
            for directive in [0, 1] {
                let read: Vec<_> = parsed.args(directive).map(|arg| arg.into_owned()).collect();
                let words: Vec<&[u8]> = args.iter().map(|arg| arg.as_bytes()).collect();
                prop_assert_eq!(read, words);
            }
        }
    }
}
