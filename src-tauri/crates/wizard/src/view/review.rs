use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What will change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ReviewView {
    /// How far it is.
    pub state: PlanningState,
    /// The plan's id, which is agreed to.
    pub plan_id: Option<String>,
    /// The address that will answer.
    pub url: Option<String>,
    /// What is done, in order.
    pub steps: Vec<PlannedStep>,
    /// What one should know before agreeing.
    pub findings: Vec<FindingView>,
    /// Why there is no plan.
    pub refusal: Option<RefusalText>,
    /// Whether Jellyfin is told about its proxy.
    pub known_proxies: bool,
    /// Whether a hand-written site for Jellyfin of the same name gives way.
    pub adopt: bool,
    /// Whether the password will be asked for when it is carried out.
    pub asks_password: bool,
}

/// How far a plan is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum PlanningState {
    /// Nothing was planned yet.
    #[default]
    Open,
    /// It is being planned.
    Planning,
    /// There is a plan.
    Planned,
    /// Everything is there already.
    NothingToDo,
    /// There is none.
    Refused,
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct PlannedStep {
    /// Its kind: `write_file`, `reload` …; looking has two, `observe_site_answers` and `observe_healthy`.
    pub kind: String,
    /// What it belongs to.
    pub group: StepGroup,
    /// The file that it is about.
    pub path: Option<String>,
    /// A sentence in English.
    pub summary: String,
    /// A unified diff.
    pub diff: Option<String>,
}

/// What a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum StepGroup {
    /// The certificate.
    Certificate,
    /// The proxy's configuration.
    Proxy,
    /// Jellyfin.
    Jellyfin,
    /// Looking whether it works.
    Proof,
}

/// Something one should know before agreeing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct FindingView {
    /// Whether it needs the user's hand.
    pub warning: bool,
    /// A stable word.
    pub code: String,
    /// What is so, in English.
    pub message: String,
    /// What to do about it, in English.
    pub next: Option<String>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct RefusalText {
    /// A stable word.
    pub code: String,
    /// What is in the way, in English.
    pub message: String,
    /// What to do about it, in English.
    pub next: String,
    /// The command that does it, for a person to type.
    pub command: Option<String>,
    /// The ways out where there are several, best first, in English.
    pub ways: Vec<String>,
}
