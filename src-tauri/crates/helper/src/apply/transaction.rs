use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use engine::names::AbsPath;
use engine::plan::{Plan, Step};

use super::{Front, carry_out, guard, touched};
use crate::disk::{Disk, DiskError, Trace};
use crate::fault::Fault;
use crate::journal::{Change, Event, Journal, Receipt};
use crate::machine::Machine;
use crate::protocol::{Progress, StepStatus, Turn, Undone};
use crate::stop::Stop;
use crate::undo::{self, Reread};

/// What became of a plan that was begun.
pub(crate) enum Applied {
    /// It is in effect.
    Done(Box<Receipt>),
    /// Everything is as it was. Where the front itself is at an end, its session ends too.
    Undone(Box<Undone>, Option<Stop>),
}

/// Carries out a plan: all of it, or nothing.
///
/// # Errors
/// When nothing was begun, or when not everything could be put back.
pub(crate) fn apply(
    machine: &Machine,
    plan: &Plan,
    known_warnings: &BTreeSet<String>,
    front: &mut dyn Front,
) -> Result<Applied, Fault> {
    if plan.steps.is_empty() {
        return Err(Fault::NothingToDo);
    }
    let journal = Journal::open(&machine.disk)?;
    if let Some(unfinished) = journal.unfinished()? {
        return Err(Fault::RecoverFirst(unfinished.intent.id));
    }
    let intent = touched::intent(&machine.disk, plan, journal.next_id()?, machine.host.now())?;
    guard::preconditions_hold(plan, machine.host.as_ref())?;
    let change = journal.begin(&intent)?;
    let run =
        Run { machine, plan, known_warnings, change, front, unwritten: Vec::new(), warnings: Vec::new() };
    run.run()
}

struct Run<'a> {
    machine: &'a Machine,
    plan: &'a Plan,
    known_warnings: &'a BTreeSet<String>,
    change: Change,
    front: &'a mut dyn Front,
    /// Events that become durable together with the next one.
    unwritten: Vec<Event>,
    warnings: Vec<String>,
}

impl Run<'_> {
    fn run(mut self) -> Result<Applied, Fault> {
        let done = self.all_steps();
        // What is not written now is known here all the same, and is put back from that.
        let written = self.change.record(std::mem::take(&mut self.unwritten));
        let warnings = std::mem::take(&mut self.warnings);
        let closed = done.and_then(|()| Ok(written?)).and_then(|()| Ok(self.change.close(warnings)?));
        match closed {
            Ok(receipt) => Ok(Applied::Done(Box::new(receipt))),
            Err(fault) => self.undo(fault),
        }
    }

    fn all_steps(&mut self) -> Result<(), Fault> {
        for (index, step) in self.plan.steps.iter().enumerate() {
            self.front.still_wanted()?;
            guard::unchanged(&self.machine.disk, &self.change, index)?;
            self.begin(index)?;
            let start = Instant::now();
            let done = self.one_step(index, step);
            let seconds = start.elapsed().as_secs_f64();
            let status = if done.is_ok() { StepStatus::Done } else { StepStatus::Failed };
            let told = self.tell(index, status, seconds);
            done?;
            let left = self.left_by(index)?;
            self.unwritten.push(Event::Finished { step: index, seconds, left });
            told?;
        }
        Ok(self.front.still_wanted()?)
    }

    fn begin(&mut self, index: usize) -> Result<(), Fault> {
        self.unwritten.push(Event::Started { step: index });
        self.change.record(std::mem::take(&mut self.unwritten))?;
        Ok(self.tell(index, StepStatus::Started, 0.0)?)
    }

    fn one_step(&mut self, index: usize, step: &Step) -> Result<(), Fault> {
        let deadlines = self.machine.deadlines;
        match step {
            Step::Observe { what } => {
                Ok(self.front.your_turn(index, Turn::Observe { what: *what }, deadlines.observe)?)
            }
            Step::RestartJellyfin { upstream } => {
                let turn = Turn::RestartJellyfin { upstream: upstream.clone() };
                Ok(self.front.your_turn(index, turn, deadlines.restart)?)
            }
            Step::CheckConfig { call, proxy } => {
                let warnings = super::check(self.machine, call, Some(*proxy))?;
                self.warnings =
                    warnings.into_iter().filter(|line| !self.known_warnings.contains(line)).collect();
                Ok(())
            }
            Step::Reload { how } => {
                super::reload(self.machine, how, self.change.intent.check.as_ref(), Some(self.plan.proxy))
            }
            Step::MakeFolder { .. }
            | Step::WriteFile { .. }
            | Step::Link { .. }
            | Step::Remove { .. }
            | Step::CombinePem { .. }
            | Step::IssueCertificate { .. }
            | Step::Enable(_)
            | Step::Permit(_) => carry_out::carry_out(self.machine, step),
        }
    }

    /// What the step has left at each path it touches, and wherever its tool has changed something.
    fn left_by(&self, index: usize) -> Result<BTreeMap<AbsPath, Trace>, DiskError> {
        let (disk, intent) = (&self.machine.disk, &self.change.intent);
        let step = &intent.steps[index];
        let mut left = BTreeMap::new();
        for path in &step.touches {
            left.insert(path.clone(), disk.trace(path)?);
        }
        for path in step
            .folders
            .iter()
            .map(|folder| entries(disk, folder, &self.change))
            .collect::<Result<Vec<_>, _>>()?
            .concat()
        {
            let now = disk.trace(&path)?;
            if !disk.is_same(&now, &intent.before(&path).trace) {
                left.insert(path, now);
            }
        }
        Ok(left)
    }

    fn tell(&mut self, step: usize, status: StepStatus, seconds: f64) -> Result<(), Stop> {
        let summary = self.change.intent.steps[step].summary.clone();
        self.front.progress(Progress { step, summary, status, seconds })
    }

    fn undo(mut self, fault: Fault) -> Result<Applied, Fault> {
        let (machine, reread) = (self.machine, Reread::WhatWasReloaded);
        let told = &mut |way| self.front.way_back(way);
        match undo::take_back(machine, &mut self.change, Some(fault.trouble()), reread, told) {
            Ok(undone) => Ok(Applied::Undone(undone, fault.end_of_session())),
            Err(second) => Err(Fault::UndoFailed { first: Box::new(fault), second: Box::new(second) }),
        }
    }
}

/// The paths in a folder: those that are there, and those that were.
pub(crate) fn entries(disk: &Disk, folder: &AbsPath, change: &Change) -> Result<Vec<AbsPath>, DiskError> {
    let (folder, mut paths) = match disk.folder(folder) {
        Ok(opened) => {
            let names = opened.names()?;
            let paths: BTreeSet<AbsPath> =
                names.iter().map(|name| opened.below(name)).collect::<Result<_, _>>()?;
            (opened.path().clone(), paths)
        }
        Err(error) if error.is_missing() => (folder.clone(), BTreeSet::new()),
        Err(error) => return Err(error),
    };
    paths.extend(change.intent.before.keys().filter(|path| path.parent() == folder).cloned());
    Ok(paths.into_iter().collect())
}
