//! What one stage of the sandbox hands to the next.

use std::net::IpAddr;
use std::os::fd::RawFd;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::availability::Kind;
use super::error::{SandboxError, SetupError, SetupStep};

/// The order travels in the environment, not in an argument: whoever may start a program through sudo or pkexec
/// chooses its arguments, but both clear the environment, so nobody can have a root stage run a program of his.
pub(super) const VARIABLE: &str = "JELLYFIN_PROXY_SANDBOX";

/// Which sandbox to set up, and which part of it is this process's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    pub(super) stage: Stage,
    /// Another machine's root, to be taken in the place of this one's.
    pub(super) root: Option<PathBuf>,
    pub(super) layers: Vec<PathBuf>,
    pub(super) keep: Vec<PathBuf>,
    pub(super) addresses: Vec<IpAddr>,
    /// Report on stdout whether it worked (see [`super::availability::Answer`]) and run no program.
    pub(super) rehearse_only: bool,
}

/// The two processes between the caller and the program.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// Leaves the machine's namespaces, and stays outside of the new process namespace to watch over it.
    Outer {
        /// Process id of the caller; when it ends, the sandbox ends.
        caller: i32,
    },
    /// Process 1 of the sandbox.
    Init {
        /// Whether root or a plain user set it up.
        kind: Kind,
        /// Reading end of a pipe that hangs up when the outer stage ends.
        lifeline: RawFd,
    },
}

impl Order {
    /// `None` in a process that is no stage.
    pub(super) fn from_environment() -> Option<Result<Self, SetupError>> {
        let text = std::env::var_os(VARIABLE)?;
        let order = serde_json::from_slice(text.as_encoded_bytes());
        Some(order.map_err(|source| SetupError::new(SetupStep::Order, VARIABLE, source.into())))
    }

    pub(super) fn to_text(&self) -> Result<String, SandboxError> {
        serde_json::to_string(self).map_err(|source| SandboxError::Name { source })
    }
}
