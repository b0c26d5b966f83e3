use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::config::{Config, ConfigFile};
use crate::names::AbsPath;
use crate::text::MarkedBlock;

/// A directive in its place.
#[derive(Clone, Copy)]
pub(super) struct Node<'c> {
    config: &'c Config,
    file: usize,
    directive: usize,
}

/// Where in a configuration a directive stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    file: usize,
    directive: usize,
}

impl<'c> Node<'c> {
    /// The directive that stands there.
    pub(super) fn at(config: &'c Config, Position { file, directive }: Position) -> Self {
        Self { config, file, directive }
    }

    /// Where it stands.
    pub(super) fn position(&self) -> Position {
        Position { file: self.file, directive: self.directive }
    }

    /// Directives of a file, with every `include` replaced by what it names, in the server's order.
    pub(super) fn expanded(
        config: &'c Config,
        file: usize,
        directives: impl Iterator<Item = usize>,
    ) -> Vec<Self> {
        let mut all = Vec::new();
        let included = &config.files[file];
        for directive in directives {
            match included.includes.get(&directive) {
                Some(files) => {
                    for &file in files {
                        all.extend(Self::expanded(config, file, config.files[file].document.outermost()));
                    }
                }
                None => all.push(Self { config, file, directive }),
            }
        }
        all
    }

    /// Its name; bytes that are not UTF-8 as replacement marks.
    pub(super) fn name(&self) -> Cow<'c, str> {
        lossy(self.within().document.name(self.directive))
    }

    /// Whether it has that name.
    pub(super) fn is(&self, name: &str) -> bool {
        &*self.within().document.name(self.directive) == name.as_bytes()
    }

    /// Its arguments; bytes that are not UTF-8 as replacement marks.
    pub(super) fn args(&self) -> Vec<Cow<'c, str>> {
        self.within().document.args(self.directive).map(lossy).collect()
    }

    /// Its first argument.
    pub(super) fn first(&self) -> Option<Cow<'c, str>> {
        self.within().document.args(self.directive).next().map(lossy)
    }

    /// What is in its block, with what is included there.
    pub(super) fn inside(&self) -> Vec<Self> {
        Self::expanded(self.config, self.file, self.within().document.inside(self.directive))
    }

    /// What is written in its block itself, with each `include` as it stands there.
    pub(super) fn written_inside(&self) -> Vec<Self> {
        let directives = self.within().document.inside(self.directive);
        directives.map(|directive| Self { directive, ..*self }).collect()
    }

    /// What an `include` brings in; `None` for every other directive.
    pub(super) fn included(&self) -> Option<Vec<Self>> {
        let files = self.within().includes.get(&self.directive)?;
        let nodes =
            |file: &usize| Self::expanded(self.config, *file, self.config.files[*file].document.outermost());
        Some(files.iter().flat_map(nodes).collect())
    }

    /// Its text as it is written; `None` for one that is not UTF-8.
    pub(super) fn text(&self) -> Option<&'c str> {
        std::str::from_utf8(&self.within().document.source()[self.span()]).ok()
    }

    /// The places in the file of its arguments, with their quotes.
    pub(super) fn arg_spans(&self) -> Vec<Range<usize>> {
        self.within().document.arg_spans(self.directive)
    }

    /// Everything in its block at any depth, with what is included there, in the server's order.
    pub(super) fn below(&self) -> Vec<Self> {
        let document = &self.within().document;
        Self::expanded_below(self.config, self.file, self.directive + 1..document.after(self.directive))
    }

    /// The file it stands in, as it was included.
    pub(super) fn file(&self) -> &'c AbsPath {
        &self.within().path
    }

    /// Its line, counted from 1.
    pub(super) fn line(&self) -> usize {
        self.within().document.line(self.directive)
    }

    /// Its bytes' places in the file.
    pub(super) fn span(&self) -> Range<usize> {
        self.within().document.span(self.directive)
    }

    /// This product's marked block that it stands in.
    pub(super) fn mark(&self) -> Option<&'c MarkedBlock> {
        let (marks, start) = (&self.within().marks, self.span().start);
        let begun = marks.partition_point(|mark| mark.span.start <= start);
        marks[..begun].last().filter(|mark| mark.span.contains(&start))
    }

    /// The file it stands in.
    pub(super) fn within(&self) -> &'c ConfigFile {
        &self.config.files[self.file]
    }

    fn expanded_below(config: &'c Config, file: usize, range: Range<usize>) -> Vec<Self> {
        let mut all = Vec::new();
        let included = &config.files[file];
        for directive in range {
            match included.includes.get(&directive) {
                Some(files) => {
                    for &file in files {
                        let range = 0..config.files[file].document.len();
                        all.extend(Self::expanded_below(config, file, range));
                    }
                }
                None => all.push(Self { config, file, directive }),
            }
        }
        all
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{})", self.name(), self.file(), self.line())
    }
}

fn lossy(word: Cow<'_, [u8]>) -> Cow<'_, str> {
    match word {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}
