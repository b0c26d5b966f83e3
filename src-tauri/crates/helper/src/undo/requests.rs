use std::collections::BTreeSet;

use engine::names::AbsPath;

use super::aftermath::Reread;
use super::differs::difference;
use super::item::{Item, items};
use super::put_back::{put_back, take_back};
use super::way::Told;
use crate::disk::{Disk, DiskError};
use crate::fault::Fault;
use crate::journal::{Change, ChangeId, Event, Journal, JournalError, Receipt, Standing};
use crate::machine::Machine;
use crate::protocol::{Differs, Undone};

/// What became of a wish to put something back.
pub(crate) enum Answer {
    Undone(Box<Undone>),
    /// Nothing was done.
    Differs(Differs),
}

/// Every change, oldest first.
pub(crate) fn history(machine: &Machine) -> Result<Vec<Receipt>, Fault> {
    let Some(journal) = Journal::open_existing(&machine.disk)? else { return Ok(Vec::new()) };
    Ok(journal.changes()?.iter().map(Change::receipt).collect())
}

/// Undoes a change, or the latest one.
pub(crate) fn undo(
    machine: &Machine,
    id: Option<ChangeId>,
    overwrite: bool,
    told: Told<'_>,
) -> Result<Answer, Fault> {
    let journal = Journal::open_existing(&machine.disk)?.ok_or(Fault::NothingToUndo)?;
    let mut changes = journal.changes()?;
    if let Some(unfinished) = changes.iter().find(|change| change.standing() == Standing::Unfinished) {
        return Err(Fault::RecoverFirst(unfinished.intent.id));
    }
    let at = choose(&changes, id)?;
    let (newer, change) = (changes.split_off(at + 1), changes.pop().ok_or(Fault::NothingToUndo)?);
    if let Some(newer) = newer.iter().find(|newer| in_the_way(newer, &change)) {
        return Err(Fault::NewerChangeFirst { id: change.intent.id, newer: newer.intent.id });
    }
    undo_or_differ(machine, change, overwrite, Reread::WhatWasReloaded, told)
}

/// Puts back what an interrupted change left.
pub(crate) fn recover(machine: &Machine, overwrite: bool, told: Told<'_>) -> Result<Answer, Fault> {
    let journal = Journal::open_existing(&machine.disk)?.ok_or(Fault::NothingToRecover)?;
    let change = journal.unfinished()?.ok_or(Fault::NothingToRecover)?;
    // Who undid over somebody's changes once has agreed to it.
    let agreed = change.course.undoing.as_ref().is_some_and(|(overwrite, _)| *overwrite);
    undo_or_differ(machine, change, overwrite || agreed, Reread::Anyhow, told)
}

fn undo_or_differ(
    machine: &Machine,
    mut change: Change,
    overwrite: bool,
    reread: Reread,
    told: Told<'_>,
) -> Result<Answer, Fault> {
    let why = change.course.undoing.as_ref().and_then(|(_, why)| why.clone());
    let mut found = items(&machine.disk, &change);
    // What is in effect stays so, rather than being put back in part.
    if change.standing() == Standing::Active
        && let Some(error) = found.errors.pop()
    {
        return Err(error.into());
    }
    if overwrite {
        return take_back(machine, &mut change, why, reread, told).map(Answer::Undone);
    }
    let differences = differing(&machine.disk, &change, &found.items)?;
    if !differences.is_empty() {
        return Ok(Answer::Differs(Differs { id: change.intent.id, differences }));
    }
    change.record(vec![Event::Undoing { overwrite: false, why: why.clone() }])?;
    put_back(machine, &mut change, &found, why, reread, told).map(Answer::Undone)
}

fn differing(
    disk: &Disk,
    change: &Change,
    items: &[Item],
) -> Result<Vec<crate::protocol::Difference>, DiskError> {
    items
        .iter()
        .filter(|item| !item.by_tool && item.differs(disk))
        .map(|item| difference(disk, change, item))
        .collect()
}

fn choose(changes: &[Change], id: Option<ChangeId>) -> Result<usize, Fault> {
    let Some(id) = id else {
        let latest = changes.iter().rposition(|change| change.standing() == Standing::Active);
        return latest.ok_or(Fault::NothingToUndo);
    };
    let at = changes.iter().position(|change| change.intent.id == id);
    let at = at.ok_or(JournalError::UnknownChange(id))?;
    match changes[at].standing() {
        Standing::Undone => Err(Fault::AlreadyUndone(id)),
        Standing::Active | Standing::Unfinished => Ok(at),
    }
}

/// Whether a later change that is in effect has to do with the same files, or lives on what the older
/// one brought for all sites: Jellyfin's trust in the proxy, without which a stranger can restart it
/// through the later site, the authority that signs, and what SELinux and the firewall allow.
fn in_the_way(newer: &Change, older: &Change) -> bool {
    let paths = |change: &Change| change.course.left().into_keys().collect::<BTreeSet<AbsPath>>();
    let (newer_paths, older_paths) = (paths(newer), paths(older));
    let for_all = |path: &AbsPath| {
        path.file_name() == "network.xml" || path.as_path().starts_with("/etc/jellyfin-proxy/ca")
    };
    let allows = older.intent.steps.iter().any(|step| step.is_kept_by_a_tool());
    newer.standing() == Standing::Active
        && (allows || older_paths.iter().any(for_all) || !newer_paths.is_disjoint(&older_paths))
}
