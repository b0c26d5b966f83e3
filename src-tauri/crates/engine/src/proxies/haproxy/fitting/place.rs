use crate::proxies::haproxy::syntax::{Line, Section};

/// Places between the lines of a section, as bytes of its file; none lies inside an `.if` block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    /// Behind its last line.
    pub(super) end: usize,
    /// Before the first `use_backend` that may take the visits; those for challenges of certificates
    /// stay before it.
    pub(super) before_choice: Option<usize>,
}

impl Places {
    /// Looks for them, where these lines may take the visits.
    pub(super) fn find(section: &Section<'_>, may_take: impl Fn(&Line) -> bool) -> Self {
        let mut places = Self { end: section.header_end(), before_choice: None };
        for (line, outside) in outside_blocks(section) {
            if places.before_choice.is_none() && may_take(line) {
                places.before_choice = Some(outside);
            }
            places.end = line.span.end;
        }
        places
    }

    /// The place before a line of the section.
    pub(super) fn before(section: &Section<'_>, wanted: &Line) -> Option<usize> {
        let mut lines = outside_blocks(section).into_iter();
        lines.find(|(line, _)| line.number == wanted.number).map(|(_, outside)| outside)
    }
}

/// The lines of a section, each with the nearest place before it that is in no `.if` block. A block
/// that was open before the section began ends it.
fn outside_blocks<'f>(section: &Section<'f>) -> Vec<(&'f Line, usize)> {
    let mut lines = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in section.keywords() {
        let outside = open.first().copied().unwrap_or(line.span.start);
        match line.word(0) {
            ".if" => open.push(line.span.start),
            ".elif" | ".else" if open.is_empty() => break,
            ".endif" if open.pop().is_none() => break,
            _ => {}
        }
        lines.push((line, outside));
    }
    lines
}
