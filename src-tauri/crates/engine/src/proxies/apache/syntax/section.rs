use std::ops::Range;

use super::line::LogicalLine;
use super::word::first_word;

/// What a file is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) enum Item {
    /// A comment.
    Comment(LogicalLine),
    /// A directive.
    Directive(Directive),
    /// A section and what is in it.
    Section(Section),
    /// A section whose lines are kept as they are.
    Raw(Raw),
}

#[cfg(any(test, fuzzing))]
impl Item {
    /// Its bytes in the file.
    pub(in crate::proxies::apache) fn span(&self) -> &Range<usize> {
        match self {
            Self::Comment(line) => &line.span,
            Self::Directive(directive) => &directive.line.span,
            Self::Section(section) => &section.span,
            Self::Raw(raw) => &raw.span,
        }
    }
}

/// A directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Directive {
    /// Its name in lower case: the server takes any.
    pub(in crate::proxies::apache) name: String,
    /// Where it stands, and its text: variables may change all of it before it is split into words.
    pub(in crate::proxies::apache) line: LogicalLine,
}

/// `<Name argument> … </Name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Section {
    /// Its name in lower case.
    pub(in crate::proxies::apache) name: String,
    /// What stands between the name and the closing bracket.
    pub(in crate::proxies::apache) argument: String,
    /// The line it begins at, counted from 1.
    pub(in crate::proxies::apache) line: usize,
    /// The last line of its beginning, where that is joined from several.
    pub(in crate::proxies::apache) last: usize,
    /// Its bytes in the file, from its first line to its last.
    pub(in crate::proxies::apache) span: Range<usize>,
    /// What is in it.
    pub(in crate::proxies::apache) items: Vec<Item>,
}

/// `<Macro name …> … </Macro>`, `<Perl> … </Perl>` and the like: what is in it is a text for something
/// else, or no directive of Apache's at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Raw {
    /// Its name in lower case.
    pub(in crate::proxies::apache) name: String,
    /// What stands between the name and the closing bracket.
    pub(in crate::proxies::apache) argument: String,
    /// The line it begins at, counted from 1.
    pub(in crate::proxies::apache) line: usize,
    /// Its bytes in the file, from its first line to its last.
    pub(in crate::proxies::apache) span: Range<usize>,
    /// The lines between its beginning and its end.
    pub(in crate::proxies::apache) body: Vec<LogicalLine>,
}

/// Whether what a section of that name holds is not to be read as directives where it stands.
pub(super) fn is_raw(name: &str) -> bool {
    name == "macro" || name == "perl" || name.starts_with("lua")
}

/// What a line does to the tree.
pub(super) enum Kind {
    Blank,
    Comment,
    Directive { name: String },
    Open { name: String, argument: String },
    Close { name: String },
    Unfinished(&'static str),
}

impl Kind {
    pub(super) fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::Blank;
        }
        if text.starts_with('#') {
            return Self::Comment;
        }
        let (word, rest) = first_word(text);
        if let Some(name) = word.strip_prefix("</") {
            let whole = name.strip_suffix('>').or(rest.starts_with('>').then_some(name));
            return match whole {
                Some(name) => Self::Close { name: name.to_ascii_lowercase() },
                None => Self::Unfinished("the end of a section lacks its closing bracket"),
            };
        }
        let Some(name) = word.strip_prefix('<') else {
            return Self::Directive { name: word.to_ascii_lowercase() };
        };
        let (name, argument) = match (name.strip_suffix('>'), rest.rfind('>')) {
            (Some(name), None) => (name, ""),
            (None, Some(end)) | (Some(_), Some(end)) => (name, rest[..end].trim_end()),
            (None, None) => return Self::Unfinished("the beginning of a section lacks its closing bracket"),
        };
        if name.is_empty() {
            return Self::Unfinished("a section without a name");
        }
        Self::Open { name: name.to_ascii_lowercase(), argument: argument.to_owned() }
    }
}
