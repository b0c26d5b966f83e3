use engine::names::AbsPath;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::log::Log;
use super::{Course, Event, Intent, JournalError, Receipt, ReceiptState, ReceiptStep};
use crate::disk::{DiskError, Folder, NewFile};
use crate::protocol::{StepStatus, Trouble};

pub(super) const INTENT: &str = "intent.json";
pub(super) const LOG: &str = "log.jsonl";
pub(super) const RESERVE: &str = "reserve";
const RECEIPT: &str = "receipt.json";
const OVERWRITTEN: &str = "overwritten";

/// A change in the journal: what was intended, how far it came, how it ended.
pub(crate) struct Change {
    folder: Folder,
    log: Log,
    pub(crate) intent: Intent,
    pub(crate) course: Course,
    ended: Option<Receipt>,
}

/// How a change stands, by its journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It was interrupted, or so was its undoing.
    Unfinished,
    /// It is in effect.
    Active,
    /// Everything was put back.
    Undone,
}

impl Change {
    pub(super) fn open(folder: Folder) -> Result<Self, JournalError> {
        let intent = match folder.read(INTENT)? {
            Some(json) => parse(&json, &folder.below(INTENT)?)?,
            None => {
                let reason = "it is missing".to_owned();
                return Err(JournalError::NotUnderstood { path: folder.below(INTENT)?, reason });
            }
        };
        let ended = match folder.read(RECEIPT)? {
            Some(json) => Some(parse(&json, &folder.below(RECEIPT)?)?),
            None => None,
        };
        let course = Course::read(&folder.read(LOG)?.unwrap_or_default());
        let log = Log::new(folder.appender(LOG)?);
        Ok(Self { folder, log, intent, course, ended })
    }

    pub(crate) fn standing(&self) -> Standing {
        match self.ended.as_ref().map(|receipt| receipt.state) {
            Some(ReceiptState::Undone) => Standing::Undone,
            Some(ReceiptState::Active) if self.course.undoing.is_none() => Standing::Active,
            Some(ReceiptState::Active | ReceiptState::Interrupted) | None => Standing::Unfinished,
        }
    }

    /// Whether it was never closed, so that a crash now leads to its recovery by itself.
    pub(crate) fn never_took_effect(&self) -> bool {
        self.ended.is_none()
    }

    /// Writes events to the log. They count as happened even where that fails: what is put back is
    /// found by looking at the disk as well.
    pub(crate) fn record(&mut self, events: Vec<Event>) -> Result<(), DiskError> {
        let written = self.log.append(&events);
        events.into_iter().for_each(|event| self.course.take(event));
        written
    }

    /// The change is carried out and seen to be good: from here on it is in effect.
    pub(crate) fn close(&mut self, warnings: Vec<String>) -> Result<Receipt, DiskError> {
        let receipt = Receipt { warnings, ..self.draft(ReceiptState::Active) };
        self.write_receipt(&receipt)?;
        self.free_reserve()?;
        self.ended = Some(receipt.clone());
        Ok(receipt)
    }

    /// Everything is put back.
    pub(crate) fn close_undone(&mut self, at: Timestamp, why: Option<Trouble>) -> Result<(), DiskError> {
        let base = self.ended.clone().unwrap_or_else(|| self.draft(ReceiptState::Undone));
        let receipt = Receipt { state: ReceiptState::Undone, undone_at: Some(at), why, ..base };
        self.write_receipt(&receipt)?;
        self.ended = Some(receipt);
        Ok(())
    }

    /// The change for people.
    pub(crate) fn receipt(&self) -> Receipt {
        let receipt = self.ended.clone().unwrap_or_else(|| self.draft(ReceiptState::Interrupted));
        match self.standing() {
            Standing::Unfinished => Receipt { state: ReceiptState::Interrupted, ..receipt },
            Standing::Active | Standing::Undone => receipt,
        }
    }

    /// Gives back the room that was set aside for putting things back.
    pub(crate) fn free_reserve(&self) -> Result<(), DiskError> {
        self.folder.remove(RESERVE)
    }

    /// Keeps a file's bytes that are about to be overwritten; says where.
    pub(crate) fn keep_copy(&self, path: &AbsPath, bytes: &[u8]) -> Result<AbsPath, DiskError> {
        self.folder.make_folder(OVERWRITTEN, 0o700)?;
        let folder = self.folder.folder(OVERWRITTEN)?;
        let taken = folder.names()?.len() + 1;
        let name = format!("{taken}-{}", path.file_name());
        folder.write(&name, &NewFile { bytes, mode: 0o600, owner: None, labels: None, changed: None })?;
        folder.below(&name)
    }

    fn draft(&self, state: ReceiptState) -> Receipt {
        let step = |(index, step): (usize, &super::IntentStep)| {
            let (status, seconds) = match self.course.steps.get(&index) {
                Some(Some((seconds, _))) => (StepStatus::Done, *seconds),
                Some(None) => (StepStatus::Failed, 0.0),
                None => (StepStatus::Skipped, 0.0),
            };
            ReceiptStep { summary: step.summary.clone(), status, seconds }
        };
        Receipt {
            schema: 1,
            id: self.intent.id,
            when: self.intent.when,
            plan_id: self.intent.plan_id.clone(),
            proxy: self.intent.proxy.clone(),
            url: self.intent.url.clone(),
            state,
            steps: self.intent.steps.iter().enumerate().map(step).collect(),
            warnings: Vec::new(),
            undone_at: None,
            why: None,
        }
    }

    fn write_receipt(&self, receipt: &Receipt) -> Result<(), DiskError> {
        let json = serde_json::to_vec_pretty(receipt).expect("a receipt is plain data");
        let file = NewFile { bytes: &json, mode: 0o600, owner: None, labels: None, changed: None };
        self.folder.write(RECEIPT, &file).map(|_| ())
    }
}

fn parse<T: DeserializeOwned>(json: &[u8], path: &AbsPath) -> Result<T, JournalError> {
    serde_json::from_slice(json)
        .map_err(|error| JournalError::NotUnderstood { path: path.clone(), reason: error.to_string() })
}
