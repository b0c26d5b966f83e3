use std::collections::BTreeMap;
use std::path::{Component, PathBuf};

use crate::facts::HostFacts;
use crate::host::EntryKind;
use crate::names::AbsPath;
use crate::plan::{Owner, Step};
use crate::text::{Edit, apply_edits};

/// Links that lead from one to the next, as many as Linux follows.
const LINKS_LIMIT: usize = 40;

/// What changes in files of the configuration: however many changes a file has, it is written once.
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

/// The path with its last part's link followed, as far as links were looked at.
pub(super) fn real_path(facts: &HostFacts, path: &AbsPath) -> AbsPath {
    let mut path = path.clone();
    for _ in 0..LINKS_LIMIT {
        let Some(EntryKind::Link(target)) = facts.entry(&path).map(|entry| &entry.kind) else { break };
        let Some(next) = led_to(&path, target) else { break };
        path = next;
    }
    path
}

/// Where a link's text, which may be relative to its folder, leads. A folder that is a link itself is not
/// looked at: what then lies elsewhere is told apart by its bytes.
pub(super) fn led_to(link: &AbsPath, target: &std::path::Path) -> Option<AbsPath> {
    let mut plain = PathBuf::new();
    for part in link.parent().as_path().join(target).components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    AbsPath::try_from(plain.as_path()).ok()
}
