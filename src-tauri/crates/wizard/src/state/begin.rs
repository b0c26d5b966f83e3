use engine::names::AbsPath;
use front::practice::DOMAIN;
use helper::client::RootBy;

use super::{Answers, Asked, Errand, Wizard};
use crate::view::Screen;
use crate::work::{Ticket, Work};

/// What the wizard runs in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// Whether nothing real is touched.
    pub practice: bool,
    /// How the root side gets its rights.
    pub root_by: RootBy,
    /// Jellyfin's configuration folder, where it is not in a usual place.
    pub jellyfin_config: Option<AbsPath>,
}

impl Wizard {
    /// A wizard that has seen nothing yet, and what it wants to see first.
    #[must_use]
    pub fn begin(circumstances: Circumstances) -> (Self, Vec<Work>) {
        let domain = if circumstances.practice { DOMAIN.to_owned() } else { String::new() };
        let wizard = Self {
            screen: Screen::Computer,
            reached: 1,
            latest_ticket: Ticket::default(),
            machine: None,
            looking: true,
            answers: Answers {
                domain,
                // A sandbox has a network of its own, which the machine's firewall does not guard.
                firewall: !circumstances.practice,
                jellyfin_config: circumstances.jellyfin_config.clone(),
                ..Answers::default()
            },
            jellyfin: Asked::default(),
            name: Asked::default(),
            certificate: Asked::default(),
            plan: Asked::default(),
            planned_by_root: false,
            change: None,
            errand: Errand::SetUp,
            providing: None,
            health: None,
            waiting_test: None,
            after_look: Vec::new(),
            history: None,
            notice: None,
            circumstances,
        };
        (wizard, vec![Work::Look])
    }
}
