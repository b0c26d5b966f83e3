use engine::facts::HostFacts;
use engine::names::{AbsPath, Upstream};
use engine::plan::{Observation, PlanView};
use engine::request::FieldProblem;
use serde::{Deserialize, Serialize};

use super::{Trouble, WayBack};
use crate::journal::{ChangeId, Receipt};

/// What the root side says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "report", deny_unknown_fields)]
pub enum Report {
    /// The answer to the front's `Hello`.
    Hello {
        /// The root side's [`VERSION`](super::VERSION).
        version: u32,
    },
    /// What is known of the machine; the contents of files stay on the root side.
    Facts {
        /// The facts.
        facts: Box<HostFacts>,
    },
    /// What would be done.
    Planned {
        /// The plan for people; its id is what `Apply` names.
        view: Box<PlanView>,
    },
    /// Why there is no plan.
    Refused {
        /// The refusal for people.
        view: Box<PlanView>,
    },
    /// What is wrong with the form.
    FieldProblems {
        /// Each with its field.
        problems: Vec<FieldProblem>,
    },
    /// A step begins or has ended.
    Progress(Progress),
    /// The front does this step and answers with `Seen`.
    YourTurn {
        /// The step's place in the plan, counted from 0.
        step: usize,
        /// What there is to do.
        turn: Turn,
    },
    /// A change is being undone, for whatever reason.
    WayBack {
        /// How that goes.
        way: WayBack,
    },
    /// The plan was carried out and seen to be good.
    Done {
        /// What was done.
        receipt: Box<Receipt>,
    },
    /// Everything is as it was before.
    Undone(Box<Undone>),
    /// Somebody changed files since; nothing was done.
    Differs(Differs),
    /// A line that a package manager printed.
    Said {
        /// The line.
        line: String,
    },
    /// The proxy is installed and runs.
    Provided {},
    /// All changes, oldest first.
    History {
        /// Their receipts.
        receipts: Vec<Receipt>,
    },
    /// What was asked for could not be done.
    Error(Trouble),
}

/// A step begins or has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The step's place in the plan, counted from 0.
    pub step: usize,
    /// The step in a sentence.
    pub summary: String,
    /// How it stands.
    pub status: StepStatus,
    /// How long it took so far.
    pub seconds: f64,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// It begins.
    Started,
    /// It is done.
    Done,
    /// It failed, or what came of it is not good.
    Failed,
    /// It was never begun.
    Skipped,
}

/// A step that needs no root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do", deny_unknown_fields)]
pub enum Turn {
    /// Look at what the change did.
    Observe {
        /// At what.
        what: Observation,
    },
    /// Ask Jellyfin to restart and wait until it is ready.
    RestartJellyfin {
        /// Which Jellyfin.
        upstream: Upstream,
    },
}

/// A change that was put back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    /// Which.
    pub id: ChangeId,
    /// Why; `None` where the user asked for it.
    pub why: Option<Trouble>,
    /// The steps of a change that was never finished, for those that were begun how far they came.
    pub steps: Vec<Progress>,
    /// What was put back or taken away.
    pub restored: Vec<AbsPath>,
    /// Folders that the change had made and that stay, since something else is in them now.
    pub left: Vec<AbsPath>,
    /// The calls that took back what a tool had allowed.
    #[serde(default)]
    pub withdrawn: Vec<String>,
    /// Copies of what was overwritten on the way back.
    pub kept: Vec<KeptCopy>,
    /// What became of the server.
    pub server: ServerAfter,
    /// The Jellyfin that has read a network.xml which is gone now: it has to be restarted.
    pub restart_jellyfin: Option<Upstream>,
}

/// A version of a file that somebody else wrote and that was overwritten by an undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCopy {
    /// The file.
    pub path: AbsPath,
    /// Where its overwritten version is.
    pub copy: AbsPath,
}

/// What became of the server after files were put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum ServerAfter {
    /// It never had the change, or this is a tree without servers.
    Untouched {},
    /// It reads the old configuration again.
    Reloaded {},
    /// It does not run; it will read the old configuration when it is started.
    NotRunning {},
    /// It was not reloaded: the configuration that is there now does not pass its check.
    CheckFailed {
        /// Its words.
        errors: Vec<String>,
    },
    /// The reload failed.
    ReloadFailed {
        /// What was seen.
        trouble: Trouble,
    },
}

/// Somebody changed files since; nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    /// The change that was to be put back.
    pub id: ChangeId,
    /// What differs from what the change left.
    pub differences: Vec<Difference>,
}

/// A file that somebody changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The file.
    pub path: AbsPath,
    /// What is different, in a sentence.
    pub summary: String,
    /// From what the change left to what is there now; not for keys and for what is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}
