use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use crate::facts::{Content, Evidence, HostFacts, Readings};
use crate::host::{EntryKind, HostError};
use crate::names::AbsPath;

/// Where a configuration's files come from: a machine that is looked at, or facts taken from one.
pub(crate) trait ConfigFiles {
    /// A file's bytes.
    ///
    /// # Errors
    /// Why there are none.
    fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes>;
    /// Whether a file is there, be it one that may not be read.
    fn is_file(&mut self, path: &AbsPath) -> bool {
        !matches!(self.bytes(path), Err(NoBytes::Unusable(_)))
    }
    /// Whether anything is there, a folder too.
    fn is_there(&mut self, path: &AbsPath) -> bool {
        self.is_file(path) || !self.names(path).is_empty()
    }
    /// Whether it is a folder, be it an empty one.
    fn is_folder(&mut self, path: &AbsPath) -> bool {
        !self.names(path).is_empty()
    }
    /// Whether it is a folder itself and no link to one, so that `..` after it leads back.
    fn is_no_link(&mut self, folder: &AbsPath) -> bool {
        self.is_folder(folder)
    }
    /// The names in a folder, sorted by byte; none where there is no such folder.
    fn names(&mut self, folder: &AbsPath) -> Vec<String>;
    /// What was made of them before, where that is kept.
    fn readings(&self) -> Option<&Readings> {
        None
    }
}

/// Somebody who makes a whole of a configuration's files. What it makes depends on them and on nothing but itself.
pub(crate) trait Reader: Send + Sync + 'static {
    /// What it makes of them.
    type Reading: Send + Sync + 'static;

    /// Reads them.
    fn read(&self, files: &mut dyn ConfigFiles) -> Self::Reading;

    /// What this one would make of the files, taken from what another one made of the same; `None` where that cannot
    /// be told from it.
    fn taken_from(&self, other: &Self, reading: &Arc<Self::Reading>) -> Option<Arc<Self::Reading>>;
}

/// What that reader makes of the files: read now, or by somebody who read them before.
pub(super) fn whole<R: Reader>(files: &mut dyn ConfigFiles, reader: R) -> Arc<R::Reading> {
    if let Some(known) = files.readings().and_then(|readings| readings.find(&reader)) {
        return known;
    }
    let reading = Arc::new(reader.read(files));
    if let Some(readings) = files.readings() {
        readings.keep(reader, reading.clone());
    }
    reading
}

/// Why a file has no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoBytes {
    /// It is there and may not be read by whoever looks; that is noted elsewhere.
    Hidden,
    /// It is not there, or is no file: the server would stop here.
    Unusable(String),
}

impl ConfigFiles for Evidence<'_> {
    fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes> {
        if let Some(bytes) = self.read(path) {
            return Ok(bytes.clone());
        }
        match self.host().read(path) {
            Ok(bytes) => Ok(bytes.into()),
            Err(HostError::Denied(_)) => Err(NoBytes::Hidden),
            Err(error) => Err(NoBytes::Unusable(error.to_string())),
        }
    }

    fn is_file(&mut self, path: &AbsPath) -> bool {
        self.read(path).is_some() || !matches!(self.bytes(path), Err(NoBytes::Unusable(_)))
    }

    fn is_there(&mut self, path: &AbsPath) -> bool {
        self.look(path).is_some()
    }

    fn is_folder(&mut self, path: &AbsPath) -> bool {
        self.host().list(path).is_ok()
    }

    fn is_no_link(&mut self, folder: &AbsPath) -> bool {
        self.look(folder).is_some_and(|file| file.entry.kind == EntryKind::Folder)
    }

    fn names(&mut self, folder: &AbsPath) -> Vec<String> {
        match self.host().list(folder) {
            Ok(names) => names,
            // A pattern for folders also fits files, which then hold nothing.
            Err(HostError::Missing(_) | HostError::WrongKind(_)) => Vec::new(),
            Err(error) => {
                self.note(error);
                Vec::new()
            }
        }
    }

    fn readings(&self) -> Option<&Readings> {
        Some(self.files().readings())
    }
}

/// What was read is all in the facts, so the same configuration can be read again from them.
impl ConfigFiles for &HostFacts {
    fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes> {
        self.files.get(path).and_then(|file| file.content.clone()).ok_or(NoBytes::Hidden)
    }

    fn is_file(&mut self, path: &AbsPath) -> bool {
        self.content(path).is_some() || self.names(path).is_empty()
    }

    fn is_there(&mut self, path: &AbsPath) -> bool {
        self.entry(path).is_some()
    }

    fn is_no_link(&mut self, folder: &AbsPath) -> bool {
        self.entry(folder).is_some_and(|entry| entry.kind == EntryKind::Folder)
    }

    fn names(&mut self, folder: &AbsPath) -> Vec<String> {
        let prefix = format!("{}/", folder.as_str().trim_end_matches('/'));
        let from = (Bound::Excluded(folder), Bound::Unbounded);
        // Beside the folder's own there may be others before them in the order (`conf.d-old/x` for `conf.d`).
        let near = self.files.range::<AbsPath, _>(from).map(|(path, _)| path.as_str());
        let below = near.take_while(|path| path.starts_with(folder.as_str()));
        let names = below.filter_map(|path| path.strip_prefix(&prefix)?.split('/').next());
        names.map(str::to_owned).collect::<BTreeSet<String>>().into_iter().collect()
    }

    fn readings(&self) -> Option<&Readings> {
        Some(self.files.readings())
    }
}
