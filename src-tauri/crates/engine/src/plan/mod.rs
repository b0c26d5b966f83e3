//! From facts and a request to a plan: pure, deterministic, and complete, so that carrying it out
//! makes no choices.

mod adopted;
mod conflict;
mod finding;
mod firewall_side;
mod front_proxy;
mod id;
mod jellyfin_side;
mod permit;
mod planner;
mod refusal;
mod selinux_side;
mod standing;
mod step;
mod summary;
mod tls_side;

pub use conflict::{Conflict, ConflictKind};
pub use finding::{Finding, Severity};
pub use id::PlanId;
pub use permit::{Permission, Permit};
pub use planner::{not_installed, plan, usable};
pub use refusal::Refusal;
pub use step::{Enable, EnableKind, Observation, Owner, Step};
pub use summary::{PlanView, RefusalView, StepView};

use serde::{Deserialize, Serialize};

use crate::names::AbsPath;
use crate::proxies::ProxyKind;

/// What will be done, in order. Its id is a digest of everything else in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Which plan was approved is said by this alone.
    pub id: PlanId,
    /// Whose configuration changes.
    pub proxy: ProxyKind,
    /// The address that will answer.
    pub url: String,
    /// Where Jellyfin listens, as the proxy dials it.
    pub upstream: crate::names::Upstream,
    /// What must still be so when the plan is carried out.
    pub preconditions: Vec<Precondition>,
    /// What is done. Empty where everything is there already.
    pub steps: Vec<Step>,
    /// What the user should know before agreeing.
    pub findings: Vec<Finding>,
}

/// Something the plan was built on: when it no longer holds, the plan is void.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Precondition {
    /// The file has these bytes (SHA-256, hexadecimal).
    FileIs {
        /// The file.
        path: AbsPath,
        /// Its digest.
        digest: String,
    },
    /// It is a symbolic link that says this.
    LinkIs {
        /// The link.
        path: AbsPath,
        /// What it says.
        target: std::path::PathBuf,
    },
    /// Nothing is there.
    Absent {
        /// The path.
        path: AbsPath,
    },
}
