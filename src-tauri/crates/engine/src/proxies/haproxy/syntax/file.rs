use std::ops::Range;

use super::branches::Branches;
use super::word::{LineFault, Word, words};
use super::{Environment, Section, SectionKind};
use crate::names::AbsPath;
use crate::proxies::haproxy::truth::Truth;
use crate::text::{Mark, MarkedBlock};

/// So many lines with words are read of a file. Ten thousand backends have a tenth of them, and what
/// is kept of a line takes a few hundred bytes.
const MOST_LINES: usize = 500_000;

/// A configuration file: its lines as spans over its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct ConfigFile {
    /// Where it lies.
    pub(in crate::proxies::haproxy) path: AbsPath,
    lines: Vec<Line>,
    /// The lines that a section begins with.
    headers: Vec<(usize, SectionKind)>,
    blocks: Vec<MarkedBlock>,
}

/// A line of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Line {
    /// Its number, counted from 1.
    pub(in crate::proxies::haproxy) number: usize,
    /// Its bytes in the file, with what ends it.
    pub(in crate::proxies::haproxy) span: Range<usize>,
    /// Its words; none for one with a fault.
    pub(in crate::proxies::haproxy) words: Vec<Word>,
    /// What the server refuses in it.
    pub(in crate::proxies::haproxy) fault: Option<LineFault>,
    /// Whether it is certainly read: not so in a branch of an `.if` that cannot be decided.
    pub(in crate::proxies::haproxy) certain: bool,
}

impl ConfigFile {
    /// Reads a file's bytes; `environment` follows the file's own `setenv` lines, as the server's does.
    pub(in crate::proxies::haproxy) fn parse(
        path: &AbsPath,
        bytes: &[u8],
        environment: &mut Environment,
    ) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut branches = Branches::default();
        let mut at = 0;
        for (index, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let span = at..at + text.len();
            at = span.end;
            // Half of a file is comments and empty lines.
            if matches!(text.trim_ascii_start().first(), None | Some(b'#')) {
                continue;
            }
            let (words, fault) = match words(text, span.start, environment) {
                _ if lines.len() >= MOST_LINES => (Vec::new(), Some("the file goes on beyond what is read")),
                Ok(words) => (words, None),
                Err(fault) => (Vec::new(), Some(fault)),
            };
            let mut line = Line { number: index + 1, span, words, fault, certain: true };
            if line.word(0).starts_with('.') {
                branches.follow(&line, environment);
            } else if branches.taken() == Truth::Unclear {
                environment.doubt(&line.words);
                line.certain = false;
            } else if branches.taken() == Truth::Yes {
                environment.obey(&line.words);
            } else {
                // Cut into words by the server too, and then thrown away.
                line.words.clear();
            }
            if !line.words.is_empty() || line.fault.is_some() {
                lines.push(line);
            }
            if lines.len() > MOST_LINES {
                break;
            }
        }
        let kinds = lines.iter().map(|line| SectionKind::begun_by(line.word(0))).enumerate();
        let headers = kinds.filter_map(|(index, kind)| Some((index, kind?))).collect();
        Self { path: path.clone(), lines, headers, blocks: Mark::find(bytes) }
    }

    /// Every line that is read and holds a word or a fault, in order.
    pub(in crate::proxies::haproxy) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// This product's own blocks, in order.
    pub(in crate::proxies::haproxy) fn blocks(&self) -> &[MarkedBlock] {
        &self.blocks
    }

    /// The block of this product's that a byte lies in.
    pub(in crate::proxies::haproxy) fn block_at(&self, at: usize) -> Option<&MarkedBlock> {
        MarkedBlock::around(&self.blocks, at)
    }

    /// The sections, in order.
    pub(in crate::proxies::haproxy) fn sections(&self) -> Vec<Section<'_>> {
        let ends = self.headers.iter().skip(1).map(|(index, _)| *index).chain([self.lines.len()]);
        self.headers
            .iter()
            .zip(ends)
            .map(|(&(start, kind), end)| Section::of(self, kind, start..end))
            .collect()
    }

    /// The lines above the first section.
    pub(in crate::proxies::haproxy) fn head(&self) -> &[Line] {
        let first = self.headers.first().map_or(self.lines.len(), |(index, _)| *index);
        &self.lines[..first]
    }
}

impl Line {
    /// A word's text; empty where there are fewer.
    pub(in crate::proxies::haproxy) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| &word.text)
    }

    /// Every word's text.
    pub(in crate::proxies::haproxy) fn texts(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::soundness::{assert_sound, print};
    use super::*;

    fn parse(bytes: &[u8]) -> ConfigFile {
        ConfigFile::parse(&"/etc/haproxy/haproxy.cfg".parse().unwrap(), bytes, &mut Environment::default())
    }

    #[test]
    fn sections_know_their_lines() {
        let file = parse(
            b"# head\nglobal\n    setenv PORT 81\n    log /dev/log local0\n\ndefaults base\n    mode http\n\
              frontend a from base\n    bind \":${PORT}\"\n\n    # end\nresolvers r\nlisten b\n",
        );
        let seen: Vec<_> = file
            .sections()
            .iter()
            .map(|section| {
                (section.kind, section.name(), section.from(), section.line(), section.keywords().count())
            })
            .collect();
        assert_eq!(
            seen,
            [
                (SectionKind::Global, None, None, 2, 2),
                (SectionKind::Defaults, Some("base"), None, 6, 1),
                (SectionKind::Frontend, Some("a"), Some("base"), 8, 1),
                (SectionKind::Other, Some("r"), None, 12, 0),
                (SectionKind::Listen, Some("b"), None, 13, 0),
            ]
        );
        assert_eq!(file.sections()[2].lines_of("bind").next().unwrap().word(1), ":81");
        assert_eq!(file.head().len(), 0);
    }

    #[test]
    fn a_faulty_line_is_kept_with_its_fault() {
        let bytes = b"global\n    user 'x\nfrontend a\n";
        let file = parse(bytes);
        assert_eq!(file.lines()[1].fault, Some("a quote is not closed"));
        assert_eq!(print(&file, bytes), bytes);
    }

    proptest! {
        #[test]
        fn printing_what_was_parsed_is_the_identity(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            assert_sound(&bytes);
        }

        #[test]
        fn ugly_lines_keep_their_words(
            lines in proptest::collection::vec(
                (proptest::collection::vec(ugly_word(), 0..5), "[ \t]{0,3}", "(#[ -~]{0,9})?", "\r?\n"), 0..12)
        ) {
            let mut text = String::new();
            for (words, blank, comment, end) in &lines {
                for (written, _) in words {
                    text.push_str(blank);
                    text.push_str(written);
                    text.push(' ');
                }
                text.push_str(comment);
                text.push_str(end);
            }
            let file = parse(text.as_bytes());
            prop_assert_eq!(print(&file, text.as_bytes()), text.as_bytes());
            let with_words = lines.iter().enumerate().filter(|(_, (words, ..))| !words.is_empty());
            prop_assert_eq!(file.lines().len(), with_words.clone().count());
            for (line, (index, (words, ..))) in file.lines().iter().zip(with_words) {
                let expected: Vec<&str> = words.iter().map(|(_, meant)| meant.as_str()).collect();
                prop_assert_eq!((line.number, line.texts()), (index + 1, expected));
            }
        }
    }

    /// A word as it is written and as it is meant.
    fn ugly_word() -> impl Strategy<Value = (String, String)> {
        let piece = prop_oneof![
            "[a-z0-9:/*@%.,(){}!-]{1,6}".prop_map(|plain| (plain.clone(), plain)),
            "[ -&(-~é]{0,6}".prop_map(|text| (format!("'{text}'"), text)),
            "[ !#%-\\[\\]-~é]{0,6}"
                .prop_map(|text| text.replace('$', ""))
                .prop_map(|text| (format!("\"{text}\""), text)),
            prop_oneof![Just(' '), Just('#'), Just('\\'), Just('\''), Just('"')]
                .prop_map(|c| (format!("\\{c}"), c.to_string())),
        ];
        proptest::collection::vec(piece, 1..4).prop_map(|pieces| {
            let (written, meant): (Vec<String>, Vec<String>) = pieces.into_iter().unzip();
            (written.concat(), meant.concat())
        })
    }
}
