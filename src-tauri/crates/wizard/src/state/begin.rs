use super::{Answers, Asked, Wizard};
use crate::view::Screen;
use crate::work::{Ticket, Work};

/// What the wizard runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// Whether nothing real is touched.
    pub practice: bool,
    /// Whether a password is asked for before anything is changed.
    pub asks_password: bool,
}

/// A name that no real site has (RFC 6761), to practise with.
const PRACTICE_DOMAIN: &str = "jellyfin.practice.test";

impl Wizard {
    /// A wizard that has seen nothing yet, and what it wants to see first.
    #[must_use]
    pub fn begin(circumstances: Circumstances) -> (Self, Vec<Work>) {
        let domain = if circumstances.practice { PRACTICE_DOMAIN.to_owned() } else { String::new() };
        let wizard = Self {
            circumstances,
            turn: 0,
            screen: Screen::Computer,
            reached: 1,
            latest_ticket: Ticket::default(),
            machine: None,
            looking: true,
            answers: Answers { domain, ..Answers::default() },
            jellyfin: Asked::default(),
            name: Asked::default(),
            certificate: Asked::default(),
            plan: Asked::default(),
            planned_by_root: false,
            change: None,
            health: None,
            history: None,
            notice: None,
        };
        (wizard, vec![Work::Look])
    }
}
