use std::collections::BTreeSet;

use super::{Content, FileFacts, Files};
use crate::host::{EntryKind, Host, HostError};
use crate::names::AbsPath;

/// A look at a machine that keeps what it saw: whatever a survey reads becomes part of the facts, so
/// that a plan is made from exactly those bytes.
pub struct Evidence<'h> {
    host: &'h dyn Host,
    files: Files,
    unread: BTreeSet<HostError>,
}

impl<'h> Evidence<'h> {
    /// An empty notebook on a machine.
    pub fn new(host: &'h dyn Host) -> Self {
        Self { host, files: Files::default(), unread: BTreeSet::new() }
    }

    /// The machine itself, for what leaves no trace in the facts.
    pub fn host(&self) -> &'h dyn Host {
        self.host
    }

    /// The bytes of a configuration file, links followed, or `None` where there is none or it may
    /// not be read; the latter is noted.
    pub fn read(&mut self, path: &AbsPath) -> Option<&Content> {
        if self.files.get(path).is_none_or(|file| file.content.is_none()) {
            self.take(path);
        }
        self.files.get(path)?.content.as_ref()
    }

    /// Looks at what lies at a path without opening it.
    pub fn look(&mut self, path: &AbsPath) -> Option<&FileFacts> {
        if !self.files.contains_key(path) {
            match self.host.entry(path) {
                Ok(Some(entry)) => {
                    self.files.add(path.clone(), FileFacts { entry, content: None });
                }
                Ok(None) | Err(HostError::Missing(_)) => {}
                Err(error) => self.note(error),
            }
        }
        self.files.get(path)
    }

    /// The names in a folder; none where there is no folder. One that may not be read is noted.
    pub fn list(&mut self, folder: &AbsPath) -> Vec<String> {
        match self.host.list(folder) {
            Ok(names) => names,
            Err(HostError::Missing(_)) => Vec::new(),
            Err(error) => {
                self.note(error);
                Vec::new()
            }
        }
    }

    /// What was read so far.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// Notes something that should have been read and could not be.
    pub fn note(&mut self, error: HostError) {
        self.unread.insert(error);
    }

    /// What was seen, and what could not be, in an order that depends on nothing else.
    pub fn into_parts(self) -> (Files, Vec<HostError>) {
        (self.files, self.unread.into_iter().collect())
    }

    fn take(&mut self, path: &AbsPath) {
        let Some(kind) = self.look(path).map(|file| file.entry.kind.clone()) else { return };
        if matches!(kind, EntryKind::Folder | EntryKind::Other) {
            return;
        }
        match self.host.read(path) {
            Ok(bytes) => self.files.fill(path, bytes.into()),
            Err(HostError::Missing(_)) => {}
            Err(error) => self.note(error),
        }
    }
}
