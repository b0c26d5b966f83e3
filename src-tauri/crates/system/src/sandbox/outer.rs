//! The outer stage: leaves the machine's namespaces and watches over what happens in the new ones.

use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, FdFlags, fcntl_setfd};
use rustix::process::{Pid, PidfdFlags, getegid, geteuid, getppid, pidfd_open};
use rustix::thread::{UnshareFlags, unshare_unsafe};

use super::THIS_PROGRAM;
use super::availability::{self, Kind};
use super::error::{Failing, SetupError, SetupStep};
use super::order::{self, Order, Stage};

/// Exit code when the caller ended first: nobody reads it, it is what a killed program would have.
const CALLER_GONE: i32 = 128 + 9;

pub(super) fn run(order: Order, caller: i32) -> Result<i32, SetupError> {
    let rehearse_only = order.rehearse_only;
    let outcome = set_up(order, caller);
    match outcome {
        Err(error) if rehearse_only => {
            availability::report(Err(&error));
            Ok(0)
        }
        outcome => outcome,
    }
}

fn set_up(mut order: Order, caller: i32) -> Result<i32, SetupError> {
    let caller = watch(caller)?;
    let kind = leave_namespaces()?;
    let (lifeline, held_end) = std::io::pipe().failing(SetupStep::Lifeline, "pipe")?;
    // This process has one thread, so no other program can inherit the descriptor in between.
    fcntl_setfd(&lifeline, FdFlags::empty()).failing(SetupStep::Lifeline, "pipe")?;
    order.stage = Stage::Init { kind, lifeline: lifeline.as_raw_fd() };
    let text = order.to_text().map_err(|source| {
        SetupError::new(SetupStep::Order, order::VARIABLE, std::io::Error::other(source))
    })?;
    let init = Command::new(THIS_PROGRAM)
        .args(std::env::args_os().skip(1))
        .env(order::VARIABLE, text)
        .spawn()
        .failing(SetupStep::Start, THIS_PROGRAM)?;
    drop(lifeline);
    let code = await_end(init, &caller);
    drop(held_end);
    code
}

/// A descriptor that becomes readable when the caller has ended. The kernel's own signal for that (a parent's death)
/// means the *thread* that started us, which may end long before its process does.
fn watch(caller: i32) -> Result<OwnedFd, SetupError> {
    let subject = format!("process {caller}");
    let pid = Pid::from_raw(caller).ok_or(Errno::SRCH).failing(SetupStep::Lifeline, &subject)?;
    let watched = pidfd_open(pid, PidfdFlags::empty()).failing(SetupStep::Lifeline, &subject)?;
    // If the caller had ended before the line above, its number could be another process's by now.
    if getppid() == Some(pid) {
        Ok(watched)
    } else {
        Err(SetupError::new(SetupStep::Lifeline, subject, Errno::SRCH.into()))
    }
}

fn leave_namespaces() -> Result<Kind, SetupError> {
    let namespaces = UnshareFlags::NEWNS
        | UnshareFlags::NEWNET
        | UnshareFlags::NEWPID
        | UnshareFlags::NEWIPC
        | UnshareFlags::NEWUTS;
    let (user, group) = (geteuid(), getegid());
    if user.is_root() && unshare(namespaces).is_ok() {
        return Ok(Kind::Root);
    }
    unshare(namespaces | UnshareFlags::NEWUSER).failing(SetupStep::Unshare, "user namespace")?;
    // The kernel wants setgroups given up before it lets a plain user map a group.
    for (file, text) in [
        ("/proc/self/setgroups", "deny".to_owned()),
        ("/proc/self/uid_map", format!("0 {user} 1")),
        ("/proc/self/gid_map", format!("0 {group} 1")),
    ] {
        std::fs::write(file, text).failing(SetupStep::MapUser, file)?;
    }
    Ok(Kind::UserNamespace)
}

#[expect(unsafe_code, reason = "rustix offers the call as unsafe only")]
fn unshare(namespaces: UnshareFlags) -> Result<(), Errno> {
    // SAFETY: the call is dangerous only with `FILES`, which separates threads from each other's descriptors;
    // it is not among the flags.
    unsafe { unshare_unsafe(namespaces) }
}

fn await_end(mut init: Child, caller: &OwnedFd) -> Result<i32, SetupError> {
    let subject = "process 1 of the sandbox";
    let init_pid = i32::try_from(init.id()).ok().and_then(Pid::from_raw).ok_or(Errno::SRCH);
    let ended = init_pid
        .and_then(|pid| pidfd_open(pid, PidfdFlags::empty()))
        .failing(SetupStep::Lifeline, subject)?;
    loop {
        let mut watched = [PollFd::new(caller, PollFlags::IN), PollFd::new(&ended, PollFlags::IN)];
        match poll(&mut watched, None) {
            Err(Errno::INTR) => continue,
            answer => answer.failing(SetupStep::Lifeline, subject)?,
        };
        if watched.iter().any(|descriptor| !descriptor.revents().is_empty()) {
            break;
        }
    }
    if let Some(status) = init.try_wait().failing(SetupStep::Lifeline, subject)? {
        return Ok(exit_code(status));
    }
    init.kill().failing(SetupStep::Lifeline, subject)?;
    init.wait().failing(SetupStep::Lifeline, subject)?;
    Ok(CALLER_GONE)
}

fn exit_code(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}
