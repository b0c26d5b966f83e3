use super::aftermath::{self, Reread};
use super::item::{Found, Item, items, touched};
use super::way::{Told, Way};
use super::withdraw::{read_again, reads_again, takes_back, withdraw};
use crate::disk::{Disk, DiskError, LastLink, Trace};
use crate::fault::Fault;
use crate::journal::{Change, Event};
use crate::machine::Machine;
use crate::protocol::{KeptCopy, Progress, ServerAfter, StepBack, StepStatus, Trouble, Undone};

/// Puts a change back, whatever is in the way: what somebody else wrote meanwhile is kept as a copy.
///
/// # Errors
/// When something could not be put back. The change then counts as unfinished.
pub(crate) fn take_back(
    machine: &Machine,
    change: &mut Change,
    why: Option<Trouble>,
    reread: Reread,
    told: Told<'_>,
) -> Result<Box<Undone>, Fault> {
    let found = items(&machine.disk, change);
    // Makes room for what is written on the way back. Where that fails there may be room anyway.
    let _ = change.free_reserve();
    let begun = change.record(vec![Event::Undoing { overwrite: true, why: why.clone() }]);
    if !change.never_took_effect() {
        begun?;
    }
    put_back(machine, change, &found, why, reread, told)
}

/// Puts the items back, and has the server and Jellyfin know.
pub(super) fn put_back(
    machine: &Machine,
    change: &mut Change,
    found: &Found,
    why: Option<Trouble>,
    reread: Reread,
    told: Told<'_>,
) -> Result<Box<Undone>, Fault> {
    let mut way = Way::begin(ahead(machine, change, found, reread), told);
    let mut undone = nothing_undone(change, why.clone());
    let mut failures: Vec<String> = found.errors.iter().map(DiskError::to_string).collect();
    // The tools first: they write their files again, which are then put back with their times.
    let go = || withdraw(machine, change, &found.foreign);
    let withdrawn = way.step(&StepBack::Withdraw {}, go, |gone| done_where(gone.failures.is_empty()));
    undone.withdrawn = withdrawn.calls;
    failures.extend(withdrawn.failures);
    failures.extend(files(machine, change, found, &mut undone, &mut way));
    let go = || aftermath::server(machine, change, reread);
    undone.server = way.step(&StepBack::Reload {}, go, after_reload);
    undone.restart_jellyfin = aftermath::jellyfin(change, undone.restored.iter());
    if !failures.is_empty() {
        return Err(Fault::Incomplete(failures));
    }
    // Everything is back. Where this cannot be written down (a full disk), the next run finds nothing
    // left to put back, and writes it down then.
    let _ = change.close_undone(machine.host.now(), why);
    Ok(undone)
}

/// Puts the files back; what could not be done is in the answer.
fn files(
    machine: &Machine,
    change: &Change,
    found: &Found,
    undone: &mut Undone,
    way: &mut Way<'_>,
) -> Vec<String> {
    let disk = &machine.disk;
    let mut failures = Vec::new();
    // First, since a folder that is taken away must be empty.
    for path in touched(change) {
        failures.extend(sweep(disk, &path).err().map(|error| error.to_string()));
    }
    for item in &found.items {
        let go = || one(disk, change, item, undone);
        let gone = way.step(&item.step_back(), go, |gone| *gone.as_ref().unwrap_or(&StepStatus::Failed));
        failures.extend(gone.err().map(|error| error.to_string()));
    }
    let go = || read_again(machine, change);
    failures.extend(way.step(&StepBack::ReadAgain {}, go, |gone| done_where(gone.is_empty())));
    // A tool that reads its files writes them again (seen of ufw 0.36.2): the bytes are the same, the times
    // are not.
    for item in found.items.iter().filter(|item| item.by_tool) {
        failures.extend(put_down(disk, item).err().map(|error| error.to_string()));
    }
    failures
}

fn one(disk: &Disk, change: &Change, item: &Item, undone: &mut Undone) -> Result<StepStatus, DiskError> {
    let place = disk.place(&item.path, LastLink::Taken)?;
    if item.differs(disk)
        && let Trace::File { .. } = item.now
        && let Some(bytes) = place.folder.read(&place.name)?
    {
        undone.kept.push(KeptCopy { path: item.path.clone(), copy: change.keep_copy(&item.path, &bytes)? });
    }
    match put_down(disk, item)? {
        true if item.is_back(disk) => {}
        true => undone.restored.push(item.path.clone()),
        false => {
            undone.left.push(item.path.clone());
            return Ok(StepStatus::Skipped);
        }
    }
    Ok(StepStatus::Done)
}

/// Puts back what was there, whatever is there now; `false` where a folder stays.
fn put_down(disk: &Disk, item: &Item) -> Result<bool, DiskError> {
    let place = disk.place(&item.path, LastLink::Taken)?;
    place.folder.put_back(&place.name, &item.before)
}

fn sweep(disk: &Disk, path: &engine::names::AbsPath) -> Result<(), DiskError> {
    match disk.place(path, LastLink::Taken) {
        Ok(place) => place.folder.remove_prepared(&place.name),
        Err(error) if error.is_missing() => Ok(()),
        Err(error) => Err(error),
    }
}

/// What will be done, in order.
fn ahead(machine: &Machine, change: &Change, found: &Found, reread: Reread) -> Vec<StepBack> {
    let jellyfin = aftermath::jellyfin(change, found.items.iter().map(|item| &item.path));
    let first = takes_back(machine, change).then_some(StepBack::Withdraw {});
    let then = [
        reads_again(machine, change).then_some(StepBack::ReadAgain {}),
        aftermath::concerns_server(machine, change, reread).then_some(StepBack::Reload {}),
        jellyfin.map(|_| StepBack::RestartJellyfin {}),
    ];
    first
        .into_iter()
        .chain(found.items.iter().map(Item::step_back))
        .chain(then.into_iter().flatten())
        .collect()
}

fn done_where(good: bool) -> StepStatus {
    if good { StepStatus::Done } else { StepStatus::Failed }
}

fn after_reload(server: &ServerAfter) -> StepStatus {
    match server {
        ServerAfter::Reloaded {} => StepStatus::Done,
        ServerAfter::Untouched {} | ServerAfter::NotRunning {} => StepStatus::Skipped,
        ServerAfter::CheckFailed { .. } | ServerAfter::ReloadFailed { .. } => StepStatus::Failed,
    }
}

fn nothing_undone(change: &Change, why: Option<Trouble>) -> Box<Undone> {
    Box::new(Undone {
        id: change.intent.id,
        why,
        steps: steps(change),
        restored: Vec::new(),
        left: Vec::new(),
        kept: Vec::new(),
        withdrawn: Vec::new(),
        server: ServerAfter::Untouched {},
        restart_jellyfin: None,
    })
}

fn steps(change: &Change) -> Vec<Progress> {
    let steps = change.receipt().steps.into_iter().enumerate();
    steps
        .map(|(step, done)| Progress {
            step,
            summary: done.summary,
            status: done.status,
            seconds: done.seconds,
        })
        .collect()
}
