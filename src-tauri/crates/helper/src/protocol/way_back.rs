use std::fmt;

use engine::names::AbsPath;
use serde::{Deserialize, Serialize};

use super::Progress;

/// How an undo goes, told while it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "told", deny_unknown_fields)]
pub enum WayBack {
    /// What will be done, in order: it is told first, and once.
    Ahead {
        /// The steps.
        steps: Vec<StepBack>,
    },
    /// One of these steps begins or has ended; its number is its place among them.
    Step {
        /// How it stands.
        progress: Progress,
    },
}

/// A step of an undo. It puts back what was there before, whatever step of the change was there last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step", deny_unknown_fields)]
pub enum StepBack {
    /// The tools take back what they were made to allow.
    Withdraw {},
    /// What lay there lies there again.
    PutBack {
        /// Where.
        path: AbsPath,
    },
    /// Nothing lay there.
    TakeAway {
        /// Where.
        path: AbsPath,
    },
    /// The tools read their files again.
    ReadAgain {},
    /// The server reads its old configuration.
    Reload {},
    /// Jellyfin reads its old settings: the front's own step, which comes last.
    RestartJellyfin {},
}

impl StepBack {
    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Withdraw {} => "withdraw",
            Self::PutBack { .. } => "put_back",
            Self::TakeAway { .. } => "take_away",
            Self::ReadAgain {} => "read_again",
            Self::Reload {} => "reload",
            Self::RestartJellyfin {} => "restart_jellyfin",
        }
    }

    /// What it is about.
    pub fn path(&self) -> Option<&AbsPath> {
        match self {
            Self::PutBack { path } | Self::TakeAway { path } => Some(path),
            Self::Withdraw {} | Self::ReadAgain {} | Self::Reload {} | Self::RestartJellyfin {} => None,
        }
    }
}

/// The step in a sentence.
impl fmt::Display for StepBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Withdraw {} => f.write_str("take back what SELinux and the firewall allowed"),
            Self::PutBack { path } => write!(f, "put back {path}"),
            Self::TakeAway { path } => write!(f, "take away {path}"),
            Self::ReadAgain {} => f.write_str("have SELinux and the firewall read their files again"),
            Self::Reload {} => f.write_str("check the old configuration and reload the server"),
            Self::RestartJellyfin {} => f.write_str("restart Jellyfin with its old settings"),
        }
    }
}
