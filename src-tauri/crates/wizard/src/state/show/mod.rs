//! What is shown of the state.

mod certificate;
mod change;
mod computer;
mod domain;
mod health;
mod jellyfin;
mod proxy;
mod review;

pub(super) use change::{ahead, back, differs, notice, past_change, step_status, undone, unknown_line};

use super::Wizard;
use crate::view::{Problem, View};

impl Wizard {
    /// Everything that is shown now; the session gives it its turn.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            turn: 0,
            practice: self.circumstances.practice,
            beginning_practice: false,
            screen: self.screen,
            way: self.way(),
            can_back: self.place().is_some() && !self.is_changing(),
            changing: self.is_changing(),
            next_needs: self.next_needs(),
            computer: self.computer(),
            proxy: self.proxy(),
            providing: self.providing_view(),
            jellyfin: self.jellyfin_view(),
            domain: self.domain_view(),
            certificate: self.certificate_view(),
            review: self.review(),
            change: self.change.clone(),
            health: self.health_view(),
            history: self.history.clone(),
            notice: self.notice.clone(),
        }
    }

    /// What is wrong with a field, once something was typed into it.
    fn shown_problem(&self, field: &str, typed: &str) -> Option<Problem> {
        if typed.trim().is_empty() {
            return None;
        }
        let problems = self.answers.problems();
        let found = problems.into_iter().find(|problem| problem.field == field)?;
        Some(Problem { code: found.code, message: found.message })
    }
}
