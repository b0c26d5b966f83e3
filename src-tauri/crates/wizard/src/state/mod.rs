//! The state itself: pure, so that every path of the wizard is a test without a world.

mod answers;
mod asked;
mod begin;
mod learn;
mod provide;
mod show;
mod take;
mod way;

use engine::facts::{CertificateFacts, CertificateFault, HostFacts};
use engine::plan::PlanView;
use engine::verdict::{Check, JellyfinSeen, Verdict};

use crate::view::{ChangeView, HistoryView, Notice, PointsTo, Screen};
use crate::work::{Ticket, Work};
use answers::Answers;
use asked::Asked;
pub use begin::Circumstances;
use provide::Providing;

/// Where the wizard is, what it was told, and what it has found out.
#[derive(Debug)]
pub struct Wizard {
    circumstances: Circumstances,
    screen: Screen,
    /// How many stops of the way were reached.
    reached: usize,
    latest_ticket: Ticket,
    machine: Option<Box<HostFacts>>,
    looking: bool,
    answers: Answers,
    jellyfin: Asked<JellyfinSeen>,
    name: Asked<PointsTo>,
    certificate: Asked<Result<CertificateFacts, CertificateFault>>,
    plan: Asked<PlanView>,
    /// Whether the plan that is shown was made by root.
    planned_by_root: bool,
    change: Option<ChangeView>,
    /// What that change is for.
    errand: Errand,
    providing: Option<Providing>,
    health: Option<HealthTest>,
    /// The health test that waits for the first look at this computer.
    waiting_test: Option<Option<String>>,
    /// What waits for the present look, since it goes by what is found.
    after_look: Vec<Work>,
    history: Option<HistoryView>,
    notice: Option<Notice>,
}

/// What a change is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// To set a site up.
    SetUp,
    /// To take a change back.
    Undo,
    /// To put back what an interrupted change left.
    Recover,
}

/// The health test of a site, and its latest result.
#[derive(Debug)]
struct HealthTest {
    url: String,
    test: Asked<(Verdict, f64)>,
    /// What is settled of the latest one, and how long each took.
    settled: Vec<(Check, f64)>,
}

impl HealthTest {
    fn of(url: String) -> Self {
        Self { url, test: Asked::default(), settled: Vec::new() }
    }
}

impl Wizard {
    fn ticket(&mut self) -> Ticket {
        self.latest_ticket = self.latest_ticket.next();
        self.latest_ticket
    }
}
