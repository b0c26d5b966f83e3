use std::collections::BTreeMap;

use crate::facts::HostFacts;
use crate::names::AbsPath;
use crate::plan::{Owner, Step};
use crate::text::{Edit, apply_edits};

/// What changes in files of the configuration: however many changes a file has, it is written once. Where a
/// link leads to it, it is written through the link.
#[derive(Debug)]
pub(super) struct FileEdits<'f> {
    facts: &'f HostFacts,
    files: BTreeMap<AbsPath, Vec<Edit>>,
}

impl<'f> FileEdits<'f> {
    /// None yet.
    pub(super) fn of(facts: &'f HostFacts) -> Self {
        Self { facts, files: BTreeMap::new() }
    }

    /// What they are made on.
    pub(super) fn facts(&self) -> &'f HostFacts {
        self.facts
    }

    /// A change of a file, which is a new one where nothing is there.
    pub(super) fn add(&mut self, path: &AbsPath, edit: Edit) {
        self.files.entry(path.clone()).or_default().push(edit);
    }

    /// The steps that make them.
    pub(super) fn steps(self) -> impl Iterator<Item = Step> {
        let Self { facts, files } = self;
        files.into_iter().map(|(path, edits)| {
            let content = apply_edits(facts.content(&path).unwrap_or_default(), edits);
            Step::WriteFile { path, content: content.into(), mode: 0o644, owner: Owner::Writer }
        })
    }
}
