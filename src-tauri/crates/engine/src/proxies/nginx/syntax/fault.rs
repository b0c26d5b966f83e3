/// Why a file cannot be read any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Fault {
    /// The line, counted from 1.
    pub(in super::super) line: usize,
    /// What is the matter.
    pub(super) kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum FaultKind {
    /// Inside a directive, a quoted word or a block.
    #[error("the file ends before what began here is closed")]
    UnexpectedEnd,
    /// A character where the language has none.
    #[error("`{}` is not expected here", .0.escape_ascii())]
    Unexpected(u8),
    /// More than any real configuration has.
    #[error("the file holds more than {limit} directives", limit = super::reader::DIRECTIVE_LIMIT)]
    TooMany,
}

impl Fault {
    /// A stable word for it.
    pub(in super::super) fn code(&self) -> &'static str {
        match self.kind {
            FaultKind::UnexpectedEnd => "unexpected_end",
            FaultKind::Unexpected(_) => "unexpected_character",
            FaultKind::TooMany => "too_many_directives",
        }
    }

    /// What is the matter, for people.
    pub(in super::super) fn message(&self) -> String {
        self.kind.to_string()
    }
}
