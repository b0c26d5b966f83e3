use std::rc::Rc;

use super::syntax::Line;

/// The ACLs and rules of a section, in order. What sections begin with is shared among them: a chain of
/// ten thousand `defaults` would otherwise hold each line thousands of times.
#[derive(Debug, Clone, Default)]
pub(super) struct RuleLines<'f> {
    inherited: Option<Rc<Link<'f>>>,
    own: Vec<&'f Line>,
}

/// What one `defaults` section adds to what it begins with itself.
#[derive(Debug)]
struct Link<'f> {
    before: Option<Rc<Link<'f>>>,
    lines: Vec<&'f Line>,
}

impl<'f> RuleLines<'f> {
    /// Adds a line of the section itself.
    pub(super) fn push(&mut self, line: &'f Line) {
        self.own.push(line);
    }

    /// The same for others to begin with.
    pub(super) fn shared(self) -> Self {
        if self.own.is_empty() {
            return self;
        }
        let link = Link { before: self.inherited, lines: self.own };
        Self { inherited: Some(Rc::new(link)), own: Vec::new() }
    }

    /// All of them, those of the first `defaults` first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'f Line> + '_ {
        let nearest = self.inherited.as_deref();
        let mut links: Vec<&Link<'f>> =
            std::iter::successors(nearest, |link| link.before.as_deref()).collect();
        links.reverse();
        links.into_iter().flat_map(|link| link.lines.iter().copied()).chain(self.own.iter().copied())
    }
}

/// One link after the other: by itself each would be dropped inside of the next, as deep as the chain is
/// long.
impl Drop for Link<'_> {
    fn drop(&mut self) {
        let mut before = self.before.take();
        while let Some(mut link) = before.and_then(Rc::into_inner) {
            before = link.before.take();
        }
    }
}
