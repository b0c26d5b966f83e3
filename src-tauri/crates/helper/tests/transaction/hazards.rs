//! What may happen to a disk at any one change.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use helper::disk::{Deed, Hazard};
use serde::{Deserialize, Serialize};

/// What happens, and at which change of the disk, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// Nothing.
    Calm,
    /// The process ends at once, as at a loss of power.
    Dies(usize),
    /// The process ends while the log of a change gets its n-th addition.
    DiesInLog(usize),
    /// One change fails with this error number.
    Fails(usize, i32),
    /// From there on nothing new can be written: the disk is full.
    Full(usize),
    /// From there on nothing changes any more, as if the process had died.
    Ends(usize),
}

pub(crate) struct Fateful {
    fate: Fate,
    seen: AtomicUsize,
}

impl Fateful {
    pub(crate) fn new(fate: Fate) -> Self {
        Self { fate, seen: AtomicUsize::new(0) }
    }
}

impl Hazard for Fateful {
    fn before(&self, deed: &Deed<'_>) -> io::Result<()> {
        let in_log = deed.operation == "sync" && deed.path.file_name() == "log.jsonl";
        if matches!(self.fate, Fate::DiesInLog(_)) && !in_log {
            return Ok(());
        }
        let now = self.seen.fetch_add(1, Ordering::SeqCst);
        let needs_room = ["write", "link", "make the folder"].contains(&deed.operation);
        match self.fate {
            Fate::Dies(at) | Fate::DiesInLog(at) if now == at => std::process::abort(),
            Fate::Fails(at, errno) if now == at => Err(io::Error::from_raw_os_error(errno)),
            Fate::Full(from) if now >= from && needs_room => Err(rustix::io::Errno::NOSPC.into()),
            Fate::Ends(from) if now >= from => Err(rustix::io::Errno::IO.into()),
            Fate::Calm
            | Fate::Dies(_)
            | Fate::DiesInLog(_)
            | Fate::Fails(..)
            | Fate::Full(_)
            | Fate::Ends(_) => Ok(()),
        }
    }
}
