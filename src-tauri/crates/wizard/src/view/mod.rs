//! What a face shows. Codes cross this border, and sentences in English beside them for the words that a
//! face has no translation of.

mod certificate;
mod change;
mod computer;
mod domain;
mod health;
mod jellyfin;
mod providing;
mod proxy;
mod review;

pub use certificate::{CertificateOption, CertificateView, FileProblem};
pub use change::{ChangeState, ChangeView, HistoryView, PastChange, ProgressLine, UndoneView};
pub use computer::{ComputerView, FoundProxy, FoundSite, PortHolder};
pub use domain::{DomainView, PointsTo, Resolved};
pub use health::{CheckLine, HealthView};
pub use jellyfin::{FoundJellyfin, JellyfinTest, JellyfinView};
pub use providing::{ProvidingState, ProvidingView};
pub use proxy::{ProxyCard, ProxyView, Remedy, WhyNot};
pub use review::{FindingView, PlannedStep, PlanningState, RefusalText, ReviewView, StepGroup};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct View {
    /// Grows by one with each change, so that a face can drop what comes late.
    #[ts(type = "number")]
    pub turn: u64,
    /// Whether this is a practice run: nothing real is touched.
    pub practice: bool,
    /// Whether the practice run is being prepared, and nothing else can be done meanwhile but to leave it.
    pub beginning_practice: bool,
    /// The screen.
    pub screen: Screen,
    /// The way through the wizard, in order; empty at home.
    pub way: Vec<Stop>,
    /// Whether there is a screen before this one.
    pub can_back: bool,
    /// Whether something is being changed or undone, so that no other screen can be gone to.
    pub changing: bool,
    /// What keeps the way on closed, as a stable word; `None` where it is open.
    pub next_needs: Option<String>,
    /// What was found on this computer.
    pub computer: ComputerView,
    /// Which proxy.
    pub proxy: ProxyView,
    /// The proxy that is being installed or started, or could not be.
    pub providing: Option<ProvidingView>,
    /// Which Jellyfin.
    pub jellyfin: JellyfinView,
    /// Which name.
    pub domain: DomainView,
    /// Which certificate.
    pub certificate: CertificateView,
    /// What will change.
    pub review: ReviewView,
    /// The change that is carried out, or was.
    pub change: Option<ChangeView>,
    /// The health test.
    pub health: Option<HealthView>,
    /// What was changed before; `None` until it was asked for.
    pub history: Option<HistoryView>,
    /// Something that has to be said first.
    pub notice: Option<Notice>,
}

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum Screen {
    /// The sites that are served, and the health test.
    Home,
    /// This computer: what was found.
    Computer,
    /// Which proxy.
    Proxy,
    /// Which Jellyfin.
    Jellyfin,
    /// Which name.
    Domain,
    /// Which certificate.
    Certificate,
    /// What will change.
    Review,
    /// It is being changed.
    Apply,
    /// The health test of a site.
    Health,
    /// What was changed before.
    History,
}

/// A screen on the way through the wizard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct Stop {
    /// The screen.
    pub screen: Screen,
    /// How it stands.
    pub state: StopState,
}

/// How a [`Stop`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum StopState {
    /// It was passed, and can be gone back to.
    Passed,
    /// It was passed, and cannot be gone back to while something is changed.
    Closed,
    /// It is shown.
    Here,
    /// It comes later.
    Ahead,
}

/// Something that went wrong, or has to be said first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct Notice {
    /// A stable word.
    pub code: String,
    /// What was observed, in English.
    pub message: String,
    /// What to do about it, in English.
    pub next: String,
}

/// What is wrong with something typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct Problem {
    /// A stable word.
    pub code: String,
    /// The same in English.
    pub message: String,
}
