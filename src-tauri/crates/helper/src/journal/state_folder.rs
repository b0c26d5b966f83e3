use engine::names::AbsPath;

use super::change::{LOG, RESERVE};
use super::{Change, ChangeId, Intent, JournalError, Standing};
use crate::disk::{Appender, Disk, DiskError, Folder, NewFile, Reach, STATE_FOLDER};

const LOCK: &str = "lock";
const CHANGES: &str = "changes";
/// A change that is being written down. It has no number yet: nothing was done for it.
const UNBEGUN: &str = ".new";

/// The state folder, with the lock held: as long as this lives, nobody else changes the machine.
pub(crate) struct Journal {
    changes: Folder,
    _lock: Appender,
}

impl Journal {
    /// Opens the journal, which is made where there is none.
    pub(crate) fn open(disk: &Disk) -> Result<Self, JournalError> {
        let mut path: AbsPath = "/".parse().expect("a literal plain path");
        let mut folder = disk.folder_within(&path, Reach::State)?;
        for name in STATE_FOLDER.split('/').filter(|name| !name.is_empty()) {
            path = path.join(name).expect("parts of a literal plain path");
            let mode = if path.as_str() == STATE_FOLDER { 0o700 } else { 0o755 };
            folder.make_folder(name, mode)?;
            folder = disk.folder_within(&path, Reach::State)?;
        }
        folder.make_folder(CHANGES, 0o700)?;
        Self::lock(&folder)
    }

    /// Opens the journal; `None` where nothing was ever done on this machine.
    pub(crate) fn open_existing(disk: &Disk) -> Result<Option<Self>, JournalError> {
        match disk.folder(&state_folder()) {
            Ok(folder) if folder.names()?.iter().any(|name| name == CHANGES) => Self::lock(&folder).map(Some),
            Ok(_) => Ok(None),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Every change, oldest first.
    pub(crate) fn changes(&self) -> Result<Vec<Change>, JournalError> {
        self.ids()?.into_iter().map(|id| Change::open(self.changes.folder(&id.to_string())?)).collect()
    }

    /// The change that was interrupted, where there is one.
    pub(crate) fn unfinished(&self) -> Result<Option<Change>, JournalError> {
        let changes = self.changes()?;
        Ok(changes.into_iter().find(|change| change.standing() == Standing::Unfinished))
    }

    /// The number of the next change.
    pub(crate) fn next_id(&self) -> Result<ChangeId, JournalError> {
        Ok(self.ids()?.last().map_or(ChangeId::FIRST, |last| last.next()))
    }

    /// Writes down what shall be done. When this returns, whatever happens can be put back.
    pub(crate) fn begin(&self, intent: &Intent) -> Result<Change, JournalError> {
        self.sweep()?;
        let begun = self.number(intent);
        if begun.is_err() {
            // It was not begun, even where it has its number already. What cannot be swept away now is
            // swept away by the next one, or recovered as a change without steps.
            let _ = self.changes.rename(&intent.id.to_string(), UNBEGUN);
            let _ = self.sweep();
        }
        begun
    }

    fn number(&self, intent: &Intent) -> Result<Change, JournalError> {
        let number = intent.id.to_string();
        let json = serde_json::to_vec(intent).expect("an intent is plain data with text for keys");
        self.write_down(&json)?;
        self.changes.rename(UNBEGUN, &number)?;
        Change::open(self.changes.folder(&number)?)
    }

    fn write_down(&self, intent: &[u8]) -> Result<(), DiskError> {
        self.changes.make_folder(UNBEGUN, 0o700)?;
        let folder = self.changes.folder(UNBEGUN)?;
        folder.appender(LOG)?;
        // As much as putting everything back can need, so that a full disk does not stand in its way.
        folder.reserve(RESERVE, intent.len() as u64 + (64 << 10))?;
        let file = NewFile { bytes: intent, mode: 0o600, owner: None, labels: None, changed: None };
        folder.write(super::change::INTENT, &file).map(|_| ())
    }

    fn sweep(&self) -> Result<(), DiskError> {
        if !self.changes.names()?.iter().any(|name| name == UNBEGUN) {
            return Ok(());
        }
        let folder = self.changes.folder(UNBEGUN)?;
        folder.names()?.iter().try_for_each(|name| folder.remove(name))?;
        self.changes.remove_folder(UNBEGUN).map(|_| ())
    }

    fn ids(&self) -> Result<Vec<ChangeId>, JournalError> {
        let mut ids: Vec<ChangeId> =
            self.changes.names()?.iter().filter_map(|name| name.parse().ok()).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    fn lock(folder: &Folder) -> Result<Self, JournalError> {
        let lock = folder.appender(LOCK)?;
        match lock.file().try_lock() {
            Ok(()) => Ok(Self { changes: folder.folder(CHANGES)?, _lock: lock }),
            Err(std::fs::TryLockError::WouldBlock) => Err(JournalError::Busy),
            Err(std::fs::TryLockError::Error(error)) => {
                Err(DiskError::system("lock", &folder.below(LOCK)?, error).into())
            }
        }
    }
}

fn state_folder() -> AbsPath {
    STATE_FOLDER.parse().expect("a literal plain path")
}
