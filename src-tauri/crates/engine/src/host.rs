//! A machine as the engine sees it: read-only, and given from outside.
//!
//! `system` has the real one and the tree of `--root`; `testkit` has one made from a folder and
//! recorded answers.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{Listener, Process};
use crate::names::AbsPath;

/// Everything that can be asked of a machine without changing it.
pub trait Host {
    /// The time of the look.
    fn now(&self) -> Timestamp;
    /// Whether root is looking, so that what cannot be read is an exception and not the rule.
    fn is_privileged(&self) -> bool;
    /// Whether the machine runs, so that processes, ports and programs can be asked.
    fn is_live(&self) -> bool;
    /// What lies at a path, a link not followed; `None` where nothing does.
    ///
    /// # Errors
    /// When the folder above cannot be searched.
    fn entry(&self, path: &AbsPath) -> Result<Option<Entry>, HostError>;
    /// A file's bytes, links followed.
    ///
    /// # Errors
    /// When it is not there, may not be read, is no regular file, or is over [`FILE_LIMIT`] bytes.
    fn read(&self, path: &AbsPath) -> Result<Vec<u8>, HostError>;
    /// The names in a folder, sorted by byte.
    ///
    /// # Errors
    /// When it is not there, may not be read or is no folder.
    fn list(&self, path: &AbsPath) -> Result<Vec<String>, HostError>;
    /// The path with every link resolved, as the kernel would.
    ///
    /// # Errors
    /// When it does not lead anywhere.
    fn resolve(&self, path: &AbsPath) -> Result<AbsPath, HostError>;
    /// Where a program lies, looked for as root's PATH has it.
    fn find_program(&self, name: &str) -> Option<AbsPath>;
    /// Runs a program that only reads, with a clean environment and a deadline.
    ///
    /// # Errors
    /// When it cannot be started, does not end in time, or this host is a tree whose programs are
    /// never run ([`HostError::NotRun`]).
    fn ask(&self, call: &ToolCall) -> Result<ToolAnswer, HostError>;
    /// The listening TCP sockets.
    ///
    /// # Errors
    /// When the kernel's tables cannot be read.
    fn listeners(&self) -> Result<Vec<Listener>, HostError>;
    /// The processes that run.
    ///
    /// # Errors
    /// When they cannot be listed.
    fn processes(&self) -> Result<Vec<Process>, HostError>;
    /// Which of this machine's addresses would be used to talk to that one; no packet is sent.
    fn source_address(&self, to: IpAddr) -> Option<IpAddr>;
}

/// Half as much again as the largest file that is to be answered (ten megabytes, in two seconds and 256 MB). A larger one
/// is not read into memory, and what includes it is said to be a problem.
pub const FILE_LIMIT: u64 = 16 << 20;

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// File, folder, link or something else.
    pub kind: EntryKind,
    /// Permission bits, `0o7777` at most.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
}

/// The kind of an [`Entry`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A regular file of that many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link and what it says.
    Link(PathBuf),
    /// A device, socket or pipe.
    Other,
}

/// A program and its arguments; there is no shell in between.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolCall {
    /// The program's file.
    pub program: AbsPath,
    /// What it is given.
    pub args: Vec<String>,
}

impl ToolCall {
    /// A call of `program` with `args`.
    pub fn new(program: &AbsPath, args: &[&str]) -> Self {
        Self { program: program.clone(), args: args.iter().map(|&arg| arg.to_owned()).collect() }
    }
}

impl std::fmt::Display for ToolCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.program.file_name())?;
        self.args.iter().try_for_each(|arg| write!(f, " {arg}"))
    }
}

/// What a program said. Text that is not UTF-8 is taken with replacement marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolAnswer {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Why the machine did not answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostError {
    /// Nothing is there.
    #[error("{} is not there", .0.display())]
    Missing(PathBuf),
    /// It is there, and may not be read by whoever looks.
    #[error("{} may not be read without root", .0.display())]
    Denied(PathBuf),
    /// It is there, and is not what was expected (a folder where a file was, say).
    #[error("{} is not of the expected kind", .0.display())]
    WrongKind(PathBuf),
    /// Over [`FILE_LIMIT`].
    #[error("{} is too large to be a configuration file", .0.display())]
    TooLarge(PathBuf),
    /// A tree that is only read: its programs are never run.
    #[error("{0} was not run: a tree is only read")]
    NotRun(String),
    /// It did not end before its deadline.
    #[error("{0} did not answer in time")]
    TimedOut(String),
    /// The system's own words for anything else.
    #[error("{operation} {}: {reason}", path.display())]
    Io {
        /// What was being done.
        operation: String,
        /// To what.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
}

impl HostError {
    /// Sorts the system's error for an operation on a path.
    pub fn from_io(operation: &str, path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Self::Missing(path.into()),
            std::io::ErrorKind::PermissionDenied => Self::Denied(path.into()),
            std::io::ErrorKind::IsADirectory => Self::WrongKind(path.into()),
            _ => Self::Io { operation: operation.to_owned(), path: path.into(), reason: error.to_string() },
        }
    }
}
