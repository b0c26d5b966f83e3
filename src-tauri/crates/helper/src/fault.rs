use engine::host::HostError;
use engine::names::AbsPath;

use crate::disk::DiskError;
use crate::journal::{ChangeId, JournalError};
use crate::protocol::Trouble;
use crate::stop::Stop;
use crate::tools::ToolError;

/// Why something was not done, or was undone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Tool(#[from] ToolError),
    #[error(transparent)]
    Stop(#[from] Stop),
    #[error("no plan of that id was shown")]
    UnknownPlan,
    #[error("everything is there already: there is nothing to do")]
    NothingToDo,
    #[error("{path} is no longer as it was when the plan was made")]
    ChangedSincePlanned { path: AbsPath },
    #[error("change {0} was interrupted, and what it left has to be put back first")]
    RecoverFirst(ChangeId),
    #[error("the server does not take the new configuration: {}", errors.join(" / "))]
    CheckFailed { errors: Vec<String> },
    #[error("{call} ended well, and {missing} is not there")]
    NotEnabled { call: String, missing: AbsPath },
    #[error("{path} could not be used: {reason}")]
    Certificate { path: AbsPath, reason: String },
    #[error("a certificate could not be made: {0}")]
    Making(#[from] rcgen::Error),
    #[error("the file with the certificate or its key could not be read: {0}")]
    Source(HostError),
    #[error("the process to be reloaded was not found by {pid_file}: {reason}")]
    NoProcess { pid_file: AbsPath, reason: String },
    #[error("a tree has no servers, and the plan asks for one ({summary})")]
    NoServerInTree { summary: String },
    #[error("{proxy} cannot be installed by this program here")]
    NoInstaller { proxy: &'static str },
    #[error("{proxy} cannot be started by this program here")]
    NoStarter { proxy: &'static str },
    #[error("{call} ended well, and {proxy} is not there")]
    NotInstalled { proxy: &'static str, call: String },
    #[error("{proxy} was started, and does not run")]
    NotStarted { proxy: &'static str },
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("no change was interrupted: there is nothing to recover")]
    NothingToRecover,
    #[error("change {0} is undone already")]
    AlreadyUndone(ChangeId),
    #[error("change {newer} came later, and changed the same files as change {id} or relies on what it left")]
    NewerChangeFirst { id: ChangeId, newer: ChangeId },
    /// What was put back is back; these could not be.
    #[error("not everything could be put back: {}", .0.join(" / "))]
    Incomplete(Vec<String>),
    #[error("{first}; and {second}")]
    UndoFailed { first: Box<Fault>, second: Box<Fault> },
}

impl Fault {
    /// The stable word for it.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Disk(error) => error.code(),
            Self::Journal(error) => error.code(),
            Self::Tool(error) => error.code(),
            Self::Stop(stop) => stop.code(),
            Self::UnknownPlan => "unknown_plan",
            Self::NothingToDo => "nothing_to_do",
            Self::ChangedSincePlanned { .. } => "changed_since_planned",
            Self::RecoverFirst(_) => "recover_first",
            Self::CheckFailed { .. } => "config_check_failed",
            Self::NotEnabled { .. } => "not_enabled",
            Self::Certificate { .. } => "certificate_unusable",
            Self::Making(_) => "certificate_not_made",
            Self::Source(_) => "certificate_unreadable",
            Self::NoProcess { .. } => "server_process_not_found",
            Self::NoServerInTree { .. } => "no_server_in_tree",
            Self::NoInstaller { .. } => "no_installer",
            Self::NoStarter { .. } => "no_starter",
            Self::NotInstalled { .. } => "not_installed",
            Self::NotStarted { .. } => "not_started",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToRecover => "nothing_to_recover",
            Self::AlreadyUndone(_) => "already_undone",
            Self::NewerChangeFirst { .. } => "newer_change_first",
            Self::Incomplete(_) | Self::UndoFailed { .. } => "undo_incomplete",
        }
    }

    /// What the user can do about it.
    pub(crate) fn next(&self) -> String {
        match self {
            Self::Disk(error) => error.next(),
            Self::Journal(error) => error.next(),
            Self::Tool(error) => error.next(),
            Self::Stop(stop) => stop.next().to_owned(),
            Self::UnknownPlan | Self::ChangedSincePlanned { .. } => "look at the plan again".to_owned(),
            Self::NothingToDo => "see how the site does with: jellyfin-proxy check".to_owned(),
            Self::RecoverFirst(_) => "put it back with: jellyfin-proxy recover".to_owned(),
            Self::CheckFailed { .. } => {
                "please report this with the server's words: the site was not written for your configuration"
                    .to_owned()
            }
            Self::NotEnabled { call, .. } => format!("see what this prints: sudo {call}"),
            Self::Certificate { path, .. } => format!("see {path}, or use another certificate"),
            Self::Making(_) => "please report this".to_owned(),
            Self::Source(_) => "see that the files are there and readable for root".to_owned(),
            Self::NoProcess { .. } => {
                "see that the server runs, and where it writes its process id".to_owned()
            }
            Self::NoServerInTree { .. } => "please report this".to_owned(),
            Self::NoInstaller { .. } => "install it as this system does it, then look again".to_owned(),
            Self::NoStarter { .. } => "start it as this system does it, then look again".to_owned(),
            Self::NotInstalled { call, .. } => format!("see what this prints: sudo {call}"),
            Self::NotStarted { .. } => "see in its log why it ended".to_owned(),
            Self::NothingToUndo | Self::NothingToRecover | Self::AlreadyUndone(_) => {
                "see what was done with: jellyfin-proxy history".to_owned()
            }
            Self::NewerChangeFirst { newer, .. } => {
                format!("undo that one first: jellyfin-proxy undo {newer}")
            }
            Self::Incomplete(_) | Self::UndoFailed { .. } => {
                "mend what is in the way, then: jellyfin-proxy recover".to_owned()
            }
        }
    }

    /// Whether the front's session is over with it.
    pub(crate) fn end_of_session(&self) -> Option<Stop> {
        match self {
            Self::Stop(stop) => stop.ends_the_session().then(|| stop.clone()),
            Self::UndoFailed { first, .. } => first.end_of_session(),
            _ => None,
        }
    }

    /// The same for the other side of the border.
    pub(crate) fn trouble(&self) -> Trouble {
        Trouble { code: self.code().to_owned(), message: self.to_string(), next: self.next() }
    }
}
