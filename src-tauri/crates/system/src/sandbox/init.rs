//! Process 1 of the sandbox: prepares the machine's view, runs the program, and ends with it.

use std::os::fd::{BorrowedFd, RawFd};
use std::path::PathBuf;
use std::process::Command;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, FdFlags, fcntl_setfd};
use rustix::process::{Pid, Signal, WaitOptions, set_parent_process_death_signal, wait};

use super::availability::{self, Kind};
use super::error::{Failing, SetupError, SetupStep};
use super::order::{self, Order};
use super::{loopback, machine, privileges, root};

pub(super) fn run(order: &Order, kind: Kind, lifeline: RawFd) -> Result<i32, SetupError> {
    end_with_outer_stage(lifeline)?;
    let prepared = prepare(order, kind);
    if order.rehearse_only {
        availability::report(prepared.as_ref().map(|()| kind));
        return Ok(0);
    }
    prepared?;
    run_program()
}

/// When this process ends, the kernel ends all others of its namespace.
#[expect(unsafe_code, reason = "a descriptor inherited across exec has no safe owner")]
fn end_with_outer_stage(lifeline: RawFd) -> Result<(), SetupError> {
    let subject = "outer stage";
    set_parent_process_death_signal(Some(Signal::KILL)).failing(SetupStep::Lifeline, subject)?;
    // SAFETY: the outer stage left this descriptor open for us under this number, and nothing here closes it.
    let lifeline = unsafe { BorrowedFd::borrow_raw(lifeline) };
    fcntl_setfd(lifeline, FdFlags::CLOEXEC).failing(SetupStep::Lifeline, subject)?;
    // The outer stage may have ended before the signal was asked for: then the pipe has hung up.
    let mut watched = [PollFd::new(&lifeline, PollFlags::IN)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut watched, Some(&at_once)).failing(SetupStep::Lifeline, subject)? {
        0 => Ok(()),
        _ => Err(SetupError::new(SetupStep::Lifeline, subject, Errno::SRCH.into())),
    }
}

fn prepare(order: &Order, kind: Kind) -> Result<(), SetupError> {
    let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    match &order.root {
        Some(root) => root::move_into(order, root, kind)?,
        None => machine::lay_over(order, kind)?,
    }
    // The folder of before may be hidden now; then the program starts in `/`.
    if std::env::set_current_dir(&folder).is_err() {
        std::env::set_current_dir("/").failing(SetupStep::Program, "/")?;
    }
    loopback::bring_up(&order.addresses).failing(SetupStep::Loopback, "lo")?;
    match kind {
        Kind::Root => Ok(()),
        Kind::UserNamespace => privileges::pretend_to_drop().failing(SetupStep::Privileges, "seccomp filter"),
    }
}

fn run_program() -> Result<i32, SetupError> {
    let mut arguments = std::env::args_os().skip(1);
    let program = arguments.next().ok_or(Errno::INVAL).failing(SetupStep::Program, "no program named")?;
    let child = Command::new(&program)
        .args(arguments)
        .env_remove(order::VARIABLE)
        .spawn()
        .failing(SetupStep::Program, &program)?;
    let child = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // Orphans of the whole namespace become children of this process: each is taken off the list as it ends.
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((pid, status))) if Some(pid) == child => {
                let signal = status.terminating_signal().unwrap_or_default();
                return Ok(status.exit_status().unwrap_or(128 + signal));
            }
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error).failing(SetupStep::Program, &program),
        }
    }
}
