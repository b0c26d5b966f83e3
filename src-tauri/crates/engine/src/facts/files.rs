use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{Content, FileFacts, Readings};
use crate::names::AbsPath;

/// The files that were read or looked at, by path, with what was made of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Files {
    seen: BTreeMap<AbsPath, FileFacts>,
    #[serde(skip)]
    readings: Readings,
}

impl Files {
    /// The files, to be changed: nothing that was made of them before holds any longer.
    pub fn edit(&mut self) -> &mut BTreeMap<AbsPath, FileFacts> {
        self.readings = Readings::default();
        &mut self.seen
    }

    /// What was made of them.
    pub(crate) fn readings(&self) -> &Readings {
        &self.readings
    }

    /// Adds one that was looked at. What was made of the others stands: they were on the same machine.
    pub(super) fn add(&mut self, path: AbsPath, file: FileFacts) {
        self.seen.insert(path, file);
    }

    /// Adds the bytes of one that was looked at.
    pub(super) fn fill(&mut self, path: &AbsPath, content: Content) {
        if let Some(file) = self.seen.get_mut(path) {
            file.content = Some(content);
        }
    }
}

impl Deref for Files {
    type Target = BTreeMap<AbsPath, FileFacts>;

    fn deref(&self) -> &Self::Target {
        &self.seen
    }
}
