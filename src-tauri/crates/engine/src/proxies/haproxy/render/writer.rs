use crate::proxies::haproxy::quote::quote;

/// Sections being written. Every word goes through the dialect's quoting, so that none becomes two,
/// a comment or another line.
#[derive(Debug, Default)]
pub(super) struct Writer(String);

impl Writer {
    /// The header of a section.
    pub(super) fn section(&mut self, words: &[&str]) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.words("", words);
    }

    /// A line of the section.
    pub(super) fn line(&mut self, words: &[&str]) {
        self.words("    ", words);
    }

    /// A comment for whoever reads the file.
    pub(super) fn comment(&mut self, text: &'static str) {
        self.0.push_str("    # ");
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn words(&mut self, indent: &str, words: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
        self.0.push_str(indent);
        self.0.push_str(&words.join(" "));
        self.0.push('\n');
    }
}
