use engine::host::{EntryKind, Host, HostError};
use engine::names::AbsPath;
use engine::plan::{Plan, Precondition};
use engine::text::digest;

use crate::disk::Disk;
use crate::fault::Fault;
use crate::journal::Change;

/// Whether the machine is still as the plan takes it to be.
pub(super) fn preconditions_hold(plan: &Plan, host: &dyn Host) -> Result<(), Fault> {
    plan.preconditions.iter().try_for_each(|precondition| {
        let (path, holds) = match precondition {
            Precondition::FileIs { path, digest: wanted } => {
                (path, host.read(path).map(|bytes| &digest(&bytes) == wanted))
            }
            Precondition::LinkIs { path, target } => {
                let is_it = |kind: &EntryKind| matches!(kind, EntryKind::Link(to) if to == target);
                (path, host.entry(path).map(|entry| entry.is_some_and(|entry| is_it(&entry.kind))))
            }
            Precondition::Absent { path } => (path, host.entry(path).map(|entry| entry.is_none())),
        };
        match holds {
            Ok(true) => Ok(()),
            Ok(false) | Err(HostError::Missing(_)) => Err(changed(path)),
            Err(error) => Err(Fault::Source(error)),
        }
    })
}

/// Whether what a step is about to change is still what was written down as having been there.
/// Somebody else's change in between would otherwise be lost, and an undo would not know of it.
pub(super) fn unchanged(disk: &Disk, change: &Change, step: usize) -> Result<(), Fault> {
    let left = change.course.left();
    for path in &change.intent.steps[step].touches {
        let expected = left.get(path).cloned().unwrap_or_else(|| change.intent.before(path).trace);
        if !disk.is_same(&disk.trace(path)?, &expected) {
            return Err(changed(path));
        }
    }
    Ok(())
}

fn changed(path: &AbsPath) -> Fault {
    Fault::ChangedSincePlanned { path: path.clone() }
}
