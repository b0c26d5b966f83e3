use std::ops::Range;

use super::{ConfigFile, Line};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxies::haproxy) enum SectionKind {
    /// `global`: the process.
    Global,
    /// `defaults`: what the proxies after it begin with.
    Defaults,
    /// `frontend`.
    Frontend,
    /// `backend`.
    Backend,
    /// `listen`: both in one.
    Listen,
    /// Any other (`peers`, `resolvers`, `userlist` …).
    Other,
}

/// The keywords that begin a section of another kind in any of HAProxy 2.2 to 3.4 (asked of the
/// servers); a version that does not know one refuses the file.
const OTHERS: [&str; 16] = [
    "acme",
    "cache",
    "crt-store",
    "fcgi-app",
    "healthcheck",
    "http-errors",
    "log-forward",
    "log-profile",
    "mailers",
    "namespace_list",
    "peers",
    "program",
    "resolvers",
    "ring",
    "traces",
    "userlist",
];

impl SectionKind {
    /// The kind of section that a line's first word begins; `None` for a keyword within one.
    pub(in crate::proxies::haproxy) fn begun_by(word: &str) -> Option<Self> {
        Some(match word {
            "global" => Self::Global,
            "defaults" => Self::Defaults,
            "frontend" => Self::Frontend,
            "backend" => Self::Backend,
            "listen" => Self::Listen,
            word if OTHERS.contains(&word) => Self::Other,
            _ => return None,
        })
    }
}

/// A section of a file: its header and the lines below it.
#[derive(Debug, Clone, Copy)]
pub(in crate::proxies::haproxy) struct Section<'f> {
    /// What it is about.
    pub(in crate::proxies::haproxy) kind: SectionKind,
    /// The file it stands in.
    pub(in crate::proxies::haproxy) file: &'f ConfigFile,
    header: &'f Line,
    body: &'f [Line],
}

impl<'f> Section<'f> {
    pub(super) fn of(file: &'f ConfigFile, kind: SectionKind, lines: Range<usize>) -> Self {
        let (header, body) = (&file.lines()[lines.start], &file.lines()[lines.start + 1..lines.end]);
        Self { kind, file, header, body }
    }

    /// The keyword that begins it.
    pub(in crate::proxies::haproxy) fn word(&self) -> &'f str {
        self.header.word(0)
    }

    /// Whether it is certainly read.
    pub(in crate::proxies::haproxy) fn is_certain(&self) -> bool {
        self.header.certain
    }

    /// Its name, where it has one.
    pub(in crate::proxies::haproxy) fn name(&self) -> Option<&'f str> {
        match self.header.word(1) {
            "" | "from" => None,
            name => Some(name),
        }
    }

    /// The defaults section it names after `from` (2.4 and later).
    pub(in crate::proxies::haproxy) fn from(&self) -> Option<&'f str> {
        let mut words = self.header.words.iter().map(|word| word.text.as_str());
        words.find(|word| *word == "from")?;
        words.next()
    }

    /// The line it begins at, counted from 1.
    pub(in crate::proxies::haproxy) fn line(&self) -> usize {
        self.header.number
    }

    /// The byte it begins at.
    pub(in crate::proxies::haproxy) fn start(&self) -> usize {
        self.header.span.start
    }

    /// The byte that its header ends at.
    pub(in crate::proxies::haproxy) fn header_end(&self) -> usize {
        self.header.span.end
    }

    /// The lines below its header that hold a keyword.
    pub(in crate::proxies::haproxy) fn keywords(&self) -> impl Iterator<Item = &'f Line> {
        self.body.iter().filter(|line| !line.words.is_empty())
    }

    /// The lines of one keyword.
    pub(in crate::proxies::haproxy) fn lines_of(&self, keyword: &str) -> impl Iterator<Item = &'f Line> {
        self.keywords().filter(move |line| line.word(0) == keyword)
    }
}
