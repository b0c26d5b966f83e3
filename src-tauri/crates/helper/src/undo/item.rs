use std::collections::BTreeSet;

use engine::names::AbsPath;

use crate::apply::entries;
use crate::disk::{Disk, DiskError, Image, Trace};
use crate::journal::Change;
use crate::protocol::StepBack;

/// A path that has to be put back.
pub(super) struct Item {
    pub(super) path: AbsPath,
    pub(super) before: Image,
    /// What the change left there; `None` where its step did not end, so that nobody knows.
    pub(super) left: Option<Trace>,
    pub(super) now: Trace,
    /// Whether it is a tool's own file, which is nobody's to decide on: others' changes stay in it.
    pub(super) by_tool: bool,
}

impl Item {
    /// Whether it is as it was already.
    pub(super) fn is_back(&self, disk: &Disk) -> bool {
        disk.is_same(&self.now, &self.before.trace)
    }

    /// What is done to put it back.
    pub(super) fn step_back(&self) -> StepBack {
        let path = self.path.clone();
        match self.before.trace {
            Trace::Absent {} => StepBack::TakeAway { path },
            Trace::File { .. } | Trace::Link { .. } | Trace::Folder { .. } => StepBack::PutBack { path },
        }
    }

    /// Whether somebody else changed it since.
    pub(super) fn differs(&self, disk: &Disk) -> bool {
        self.left.as_ref().is_some_and(|left| !disk.is_same(left, &self.now))
    }
}

/// What has to be put back, and what could not be looked at.
#[derive(Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) errors: Vec<DiskError>,
    /// Files of tools that stay, since somebody else changed them since: a rule of his for another port
    /// would get lost. The tool itself takes back what is ours in them.
    pub(super) foreign: BTreeSet<AbsPath>,
}

/// What has to be put back, last change first and what lies in a folder before the folder. Paths
/// that are as they were are left out, save a tool's own, and so are those that no step has come to.
pub(super) fn items(disk: &Disk, change: &Change) -> Found {
    let left = change.course.left();
    let mut seen = BTreeSet::new();
    let mut found = Found::default();
    for (&index, ended) in change.course.steps.iter().rev() {
        let Some(step) = change.intent.steps.get(index) else { continue };
        let mut paths = step.touches.clone();
        match ended {
            Some((_, left)) => paths.extend(left.keys().cloned()),
            // Its tool may have changed anything in its folders.
            None => {
                for folder in &step.folders {
                    match entries(disk, folder, change) {
                        Ok(entries) => paths.extend(entries),
                        Err(error) => found.errors.push(error),
                    }
                }
            }
        }
        for path in paths.into_iter().rev().filter(|path| seen.insert(path.clone())) {
            let before = change.intent.before(&path);
            match disk.trace(&path) {
                // A tool that takes something back writes its file again.
                Ok(now) if !step.is_kept_by_a_tool() && disk.is_same(&now, &before.trace) => {}
                Ok(now) => {
                    let left = left.get(&path).filter(|_| ended.is_some()).cloned();
                    let item = Item { path, before, left, now, by_tool: step.is_kept_by_a_tool() };
                    // A tool that was interrupted while it took something back may have torn its file.
                    let torn = change.course.undoing.is_some() || item.is_back(disk);
                    if item.by_tool && item.differs(disk) && !torn {
                        found.foreign.insert(item.path);
                    } else {
                        found.items.push(item);
                    }
                }
                Err(error) => found.errors.push(error),
            }
        }
    }
    found
}

/// Every path that a begun step touches: something prepared may lie beside it.
pub(super) fn touched(change: &Change) -> BTreeSet<AbsPath> {
    let begun = change.course.steps.keys().filter_map(|&index| change.intent.steps.get(index));
    begun.flat_map(|step| step.touches.clone()).chain(change.course.left().into_keys()).collect()
}
