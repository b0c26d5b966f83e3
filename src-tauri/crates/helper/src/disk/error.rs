use std::io;

use engine::names::AbsPath;
use rustix::io::Errno;

/// A file or folder that could not be looked at or changed.
#[derive(Debug, thiserror::Error)]
#[error("could not {operation} {path}: {cause}")]
pub struct DiskError {
    operation: &'static str,
    path: AbsPath,
    #[source]
    cause: DiskCause,
}

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum DiskCause {
    /// The system's own words.
    #[error(transparent)]
    System(io::Error),
    /// A link on the way leads out of the folders that may be changed, or somebody else made it.
    #[error("{link} is a link that leads out of the folders that may be changed")]
    LinkOutOfTree {
        /// The link.
        link: AbsPath,
    },
    /// Somebody but root could exchange files there while they are written.
    #[error("{folder} may be written by others than root")]
    WritableByOthers {
        /// The folder or file.
        folder: AbsPath,
    },
    /// It lies outside the folders that may be changed.
    #[error("it lies outside the folders that may be changed")]
    Outside,
    /// A folder where a file was expected, or the like.
    #[error("it is not of the expected kind")]
    WrongKind,
    /// The file has a second name, which a replaced file would lose.
    #[error("the file has a second name (a hard link)")]
    HardLinked,
    /// No configuration file is as large.
    #[error("it is too large to be a configuration file")]
    TooLarge,
    /// What was read back is not what was written.
    #[error("what was read back is not what was written")]
    NotAsWritten,
}

impl DiskError {
    pub(crate) fn new(operation: &'static str, path: &AbsPath, cause: DiskCause) -> Self {
        Self { operation, path: path.clone(), cause }
    }

    pub(crate) fn system(operation: &'static str, path: &AbsPath, error: impl Into<io::Error>) -> Self {
        Self::new(operation, path, DiskCause::System(error.into()))
    }

    /// The file or folder it is about.
    pub fn path(&self) -> &AbsPath {
        &self.path
    }

    /// Whether nothing lies there.
    pub fn is_missing(&self) -> bool {
        self.errno() == Some(Errno::NOENT)
    }

    pub(super) fn says_not_empty(&self) -> bool {
        matches!(self.errno(), Some(Errno::NOTEMPTY | Errno::EXIST))
    }

    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match &self.cause {
            DiskCause::System(_) => match self.errno() {
                Some(Errno::NOSPC | Errno::DQUOT) => "disk_full",
                Some(Errno::ROFS) => "read_only",
                Some(Errno::ACCESS | Errno::PERM) => "permission_denied",
                Some(Errno::NOENT | Errno::NOTDIR) => "folder_missing",
                Some(Errno::FBIG) => "file_too_large",
                _ => "disk_error",
            },
            DiskCause::LinkOutOfTree { .. } => "link_out_of_tree",
            DiskCause::WritableByOthers { .. } => "folder_writable_by_others",
            DiskCause::Outside => "outside_managed_folders",
            DiskCause::WrongKind => "wrong_kind",
            DiskCause::HardLinked => "hard_linked",
            DiskCause::TooLarge => "file_too_large",
            DiskCause::NotAsWritten => "not_as_written",
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> String {
        match self.code() {
            "disk_full" => "make room on that disk and try again".to_owned(),
            "read_only" => "mount that file system writable and try again".to_owned(),
            "permission_denied" => {
                "run it with sudo; where that was done, see who may write there (ls -ld, lsattr)".to_owned()
            }
            "folder_missing" => format!("see that the folder of {} is there and try again", self.path),
            "link_out_of_tree" => {
                "put a real folder or file in the link's place, or set the site up by hand".to_owned()
            }
            "folder_writable_by_others" => {
                "take away the right to write for everybody but root (chmod go-w, chown root) and try again"
                    .to_owned()
            }
            "hard_linked" => format!(
                "make {0} a file of its own (cp {0} {0}.new && mv {0}.new {0}) and try again",
                self.path
            ),
            "wrong_kind" => format!("see what {} is and move it out of the way", self.path),
            _ => "see the system's log (dmesg) for the state of that disk".to_owned(),
        }
    }

    fn errno(&self) -> Option<Errno> {
        match &self.cause {
            DiskCause::System(error) => Errno::from_io_error(error),
            DiskCause::LinkOutOfTree { .. }
            | DiskCause::WritableByOthers { .. }
            | DiskCause::Outside
            | DiskCause::WrongKind
            | DiskCause::HardLinked
            | DiskCause::TooLarge
            | DiskCause::NotAsWritten => None,
        }
    }
}
