use super::super::quote::quoted;
use crate::facts::CertificateFault;
use crate::names::AbsPath;
use crate::plan::Refusal;

/// Configuration text that is put together directive by directive: whatever comes from outside is an
/// argument and is quoted, so that it cannot become a directive.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// `Name arg arg`
    pub(super) fn line(&mut self, name: &'static str, args: &[&str]) {
        self.indent();
        self.text.push_str(name);
        self.args(args);
        self.text.push('\n');
    }

    /// `<Name arg> … </Name>`
    pub(super) fn section(&mut self, name: &'static str, args: &[&str], inside: impl FnOnce(&mut Self)) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        self.args(args);
        self.text.push_str(">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// A line as somebody else wrote it, in a file of the same server.
    pub(super) fn carried(&mut self, line: &str) {
        self.depth -= usize::from(line.starts_with("</"));
        self.indent();
        self.text.push_str(line);
        self.text.push('\n');
        self.depth += usize::from(line.starts_with('<') && !line.starts_with("</"));
    }

    /// A line for whoever reads the file.
    pub(super) fn comment(&mut self, text: &'static str) {
        self.indent();
        self.text.push_str(&format!("# {text}\n"));
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The text so far.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn args(&mut self, args: &[&str]) {
        for arg in args {
            self.text.push(' ');
            self.text.push_str(&quoted(arg));
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"    ".repeat(self.depth));
    }
}

/// A path in the configuration. Apache puts in a variable's value for `${NAME}` wherever that stands,
/// and has no way to write it otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct ApachePath(String);

impl ApachePath {
    /// A path that can be written.
    ///
    /// # Errors
    /// When there is a `${` in it.
    pub(in super::super) fn new(path: &AbsPath) -> Result<Self, Refusal> {
        if path.as_str().contains("${") {
            return Err(Refusal::Certificate(CertificateFault::Unreadable {
                path: path.clone(),
                reason: "Apache takes the `${` in its path for a variable".to_owned(),
            }));
        }
        Ok(Self(path.as_str().to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::syntax::{Document, Item, first_word, words};
    use super::*;

    proptest! {
        #[test]
        fn no_argument_becomes_a_directive(args in proptest::collection::vec("[^\\r\\n\\x00]{0,20}", 0..4)) {
            let mut writer = Writer::default();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            writer.section("VirtualHost", &["*:80"], |writer| writer.line("ServerAlias", &args));
            let document = Document::parse(writer.finish().as_bytes());
            prop_assert_eq!(&document.faults, &[]);
            let [Item::Section(section)] = document.items.as_slice() else { panic!("{document:?}") };
            let [Item::Directive(directive)] = section.items.as_slice() else { panic!("{document:?}") };
            prop_assert_eq!(words(first_word(&directive.line.text).1), args);
        }
    }
}
