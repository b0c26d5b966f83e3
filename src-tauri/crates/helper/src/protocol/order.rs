use engine::facts::Wanted;
use engine::names::{AbsPath, Fqdn, Upstream, Version};
use engine::plan::PlanId;
use engine::proxies::ProxyKind;
use engine::request::SetupForm;
use serde::{Deserialize, Serialize};

use crate::journal::ChangeId;

/// What the front can ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "order", deny_unknown_fields)]
pub enum Order {
    /// The first message of all.
    Hello {
        /// The front's [`VERSION`](super::VERSION).
        version: u32,
    },
    /// What is known of this machine. Answered by `Facts`.
    Inspect {
        /// What to look at besides the usual places.
        look: Look,
    },
    /// What would be done. Answered by `Planned`, `Refused` or `FieldProblems`.
    Plan {
        /// What was typed.
        form: Box<SetupForm>,
        /// The proxy's version, for a tree without a package database.
        proxy_version: Option<Version>,
    },
    /// Carry out the plan that was shown last. Answered by `Done`, `Undone` or `Error`, with
    /// `Progress` and `YourTurn` before.
    Apply {
        /// Which plan was approved.
        plan_id: PlanId,
    },
    /// The answer to `YourTurn`.
    Seen {
        /// Whether what was seen is good; if not, everything is undone.
        good: bool,
        /// What was seen, as a stable word.
        code: Option<String>,
    },
    /// Stop, and undo what was done so far.
    Abandon {},
    /// Put back what a change replaced. Answered by `Undone`, `Differs` or `Error`, with
    /// `WayBack` before.
    Undo {
        /// Which change; the latest that is not undone yet if not given.
        id: Option<ChangeId>,
        /// Whether what somebody else changed since is put back too.
        overwrite: bool,
    },
    /// Put back what an interrupted change left. Answered as `Undo` is.
    Recover {
        /// Whether what somebody else changed since is put back too.
        overwrite: bool,
    },
    /// Install a proxy by the machine's package manager, and start it. Answered by `Provided` or `Error`, with
    /// `Said` before.
    Install {
        /// Which.
        proxy: ProxyKind,
    },
    /// Start a proxy that is installed. Answered by `Provided` or `Error`.
    Start {
        /// Which.
        proxy: ProxyKind,
    },
    /// All changes. Answered by `History`.
    History {},
    /// The end.
    Quit {},
}

/// What to look at besides the usual places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Certificate and key files (the same path twice for a combined PEM).
    pub certificates: Vec<(AbsPath, AbsPath)>,
    /// The name whose sites' certificates are looked at.
    #[serde(default)]
    pub certificates_of: Option<Fqdn>,
    /// Where Jellyfin listens.
    pub upstream: Option<Upstream>,
    /// Jellyfin's configuration folder.
    pub jellyfin_config: Option<AbsPath>,
    /// The ports that visitors shall come to.
    #[serde(default)]
    pub ports: Vec<u16>,
    /// The proxy's version, for a tree without a package database.
    pub proxy_version: Option<Version>,
    /// Whether to have each server check its present configuration.
    pub check_configs: bool,
}

impl From<Look> for Wanted {
    fn from(look: Look) -> Self {
        Self {
            certificates: look.certificates,
            certificates_of: look.certificates_of,
            upstream: look.upstream,
            jellyfin_config: look.jellyfin_config,
            ports: look.ports,
            proxy_version: look.proxy_version,
            check_configs: look.check_configs,
        }
    }
}

impl From<Wanted> for Look {
    fn from(wanted: Wanted) -> Self {
        Self {
            certificates: wanted.certificates,
            certificates_of: wanted.certificates_of,
            upstream: wanted.upstream,
            jellyfin_config: wanted.jellyfin_config,
            ports: wanted.ports,
            proxy_version: wanted.proxy_version,
            check_configs: wanted.check_configs,
        }
    }
}
