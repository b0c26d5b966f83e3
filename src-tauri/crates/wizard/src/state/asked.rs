use crate::work::Ticket;

/// A question to the world, and its latest answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked<T> {
    waiting: Option<Ticket>,
    answer: Option<T>,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { waiting: None, answer: None }
    }
}

impl<T> Asked<T> {
    /// Asks anew; an answer to an earlier question no longer counts.
    pub(super) fn ask(&mut self, ticket: Ticket) {
        self.waiting = Some(ticket);
        self.answer = None;
    }

    /// Asks again, and shows the earlier answer meanwhile.
    pub(super) fn ask_again(&mut self, ticket: Ticket) {
        self.waiting = Some(ticket);
    }

    /// Takes the answer to the latest question; `false` for one that comes too late.
    pub(super) fn answered(&mut self, ticket: Ticket, answer: T) -> bool {
        let expected = self.waiting == Some(ticket);
        if expected {
            self.waiting = None;
            self.answer = Some(answer);
        }
        expected
    }

    /// Neither question nor answer.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether this is the question that is waited for.
    pub(super) fn waits_for(&self, ticket: Ticket) -> bool {
        self.waiting == Some(ticket)
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    pub(super) fn answer(&self) -> Option<&T> {
        self.answer.as_ref()
    }
}
