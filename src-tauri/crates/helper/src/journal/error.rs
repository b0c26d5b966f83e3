use engine::names::AbsPath;

use super::ChangeId;
use crate::disk::DiskError;

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// Somebody else is at it.
    #[error("another run is changing this machine right now")]
    Busy,
    /// A file in it is not what this version writes.
    #[error("{path} is not understood: {reason}")]
    NotUnderstood {
        /// The file.
        path: AbsPath,
        /// Why not.
        reason: String,
    },
    /// There is no such change.
    #[error("there is no change number {0}")]
    UnknownChange(ChangeId),
}

impl JournalError {
    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Disk(error) => error.code(),
            Self::Busy => "busy",
            Self::NotUnderstood { .. } => "journal_not_understood",
            Self::UnknownChange(_) => "unknown_change",
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> String {
        match self {
            Self::Disk(error) => error.next(),
            Self::Busy => "wait until it is done and try again".to_owned(),
            Self::NotUnderstood { path, .. } => {
                format!("see {path}; it may come from a newer version of this program, which can undo it")
            }
            Self::UnknownChange(_) => "see the numbers with: jellyfin-proxy history".to_owned(),
        }
    }
}
