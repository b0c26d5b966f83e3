//! What can go wrong before and while a sandbox is set up.

use std::io;
use std::path::PathBuf;

use rustix::io::Errno;
use serde::{Deserialize, Serialize};

/// A sandbox that was asked for cannot be set up as asked.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A layer or kept folder is missing, is no folder or cannot be read.
    #[error("the sandbox cannot use the folder {}: {source}", path.display())]
    Folder {
        /// The folder as it was given.
        path: PathBuf,
        /// What opening it answered.
        source: io::Error,
    },
    /// A layer has nothing to lay over the machine.
    #[error("the layer {} has none of the folders etc, usr and var", path.display())]
    EmptyLayer {
        /// The layer.
        path: PathBuf,
    },
    /// A folder name that is not UTF-8.
    #[error("the sandbox cannot be told its folders: {source}")]
    Name {
        /// What cannot be written down.
        source: serde_json::Error,
    },
}

impl SandboxError {
    /// Stable name of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "sandbox_folder_unusable",
            Self::EmptyLayer { .. } => "sandbox_layer_empty",
            Self::Name { .. } => "sandbox_folder_not_utf8",
        }
    }
}

/// A step of the set-up that failed, on what, and what the machine answered.
#[derive(Debug, thiserror::Error)]
#[error("{step} ({subject}): {source}")]
pub struct SetupError {
    /// The step.
    pub step: SetupStep,
    /// The file, folder, process or interface it was about.
    pub subject: String,
    /// The machine's answer.
    pub source: io::Error,
}

impl SetupError {
    pub(super) fn new(step: SetupStep, subject: impl Into<String>, source: io::Error) -> Self {
        Self { step, subject: subject.into(), source }
    }
}

/// Names the step and its subject on what a system call answered.
pub(super) trait Failing<T> {
    fn failing(self, step: SetupStep, subject: impl AsRef<std::path::Path>) -> Result<T, SetupError>;
}

impl<T, E: Into<io::Error>> Failing<T> for Result<T, E> {
    fn failing(self, step: SetupStep, subject: impl AsRef<std::path::Path>) -> Result<T, SetupError> {
        self.map_err(|source| SetupError::new(step, subject.as_ref().display().to_string(), source.into()))
    }
}

/// The steps of setting up a sandbox, in the order in which they happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupStep {
    /// Reading what was asked for.
    Order,
    /// Tying the sandbox's life to its caller's and to its outer stage's.
    Lifeline,
    /// Leaving the machine's namespaces.
    Unshare,
    /// Becoming root inside, as a plain user.
    MapUser,
    /// Starting the next stage.
    Start,
    /// Reading what is mounted, and detaching it from the machine's mounts.
    Mounts,
    /// Mounting the sandbox's own `/proc`.
    Proc,
    /// Making the machine's mounts read-only.
    ReadOnly,
    /// Laying a writable overlay over a folder.
    Overlay,
    /// Copying files, folders and accounts into the sandbox.
    Copy,
    /// Mounting an empty folder in memory.
    Memory,
    /// Showing a kept folder.
    Keep,
    /// Leaving the machine's root for another one.
    Root,
    /// Bringing up `lo` and its addresses.
    Loopback,
    /// Letting servers drop root without effect, as a plain user.
    Privileges,
    /// Starting the program.
    Program,
}

impl std::fmt::Display for SetupStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Order => "reading what was asked for",
            Self::Lifeline => "watching the process it belongs to",
            Self::Unshare => "leaving the machine's namespaces",
            Self::MapUser => "becoming root inside",
            Self::Start => "starting its first process",
            Self::Mounts => "detaching the mounts",
            Self::Proc => "mounting /proc",
            Self::ReadOnly => "making the machine's files read-only",
            Self::Overlay => "laying a writable folder over the machine's",
            Self::Copy => "copying the machine's files",
            Self::Memory => "mounting a folder in memory",
            Self::Keep => "showing a kept folder",
            Self::Root => "moving into another root",
            Self::Loopback => "bringing up the network interface lo",
            Self::Privileges => "letting servers drop root",
            Self::Program => "starting the program",
        })
    }
}

/// The error number of a system call, where there was one.
pub(super) fn errno(error: &io::Error) -> Option<Errno> {
    Errno::from_io_error(error)
}
