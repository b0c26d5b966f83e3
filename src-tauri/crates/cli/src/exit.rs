use std::process::ExitCode;

/// How a command ends. The numbers are a contract: scripts go by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and observed to be healthy.
    Done = 0,
    /// Something failed: a mistake of this program or a broken machine.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
    /// Refused before anything was changed; the user can mend it.
    Refused = 3,
    /// It was applied, found unhealthy, and undone.
    Undone = 4,
    /// `check` found a fault.
    FaultFound = 5,
    /// An earlier change is unfinished: run `recover`.
    Unfinished = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
