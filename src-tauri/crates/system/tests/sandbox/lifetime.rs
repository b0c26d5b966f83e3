//! How a sandbox ends: with its program's exit code, and with everything inside.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;

use libtest_mimic::{Failed, Trial};
use system::sandbox::Sandbox;

use crate::scene::{Case, INSIDE, PATIENCE, Scene, Stage, User, wait_until};

pub(crate) const CASES: &[Case] = &[EXIT, ENDED_BY_SIGNAL, STAY, IDLE];

const EXIT: Case = Case { name: "exits", sandbox, inside: |_| std::process::exit(7), after };
const ENDED_BY_SIGNAL: Case = Case { name: "aborts", sandbox, inside: |_| std::process::abort(), after };
/// Stays, with a child of its own.
const STAY: Case = Case { name: "stays", sandbox, inside: stay, after };
const IDLE: Case = Case { name: "idles", sandbox, inside: |_| sleep(PATIENCE), after };

const SIGABRT: i32 = 6;

fn sandbox(_: &Scene) -> Sandbox {
    Sandbox::new()
}

fn after(_: &Scene) {}

pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    let tests = [
        ("forwards_the_exit_code", exit_code as fn(User) -> Result<(), Failed>),
        ("forwards_a_signal_as_code", signal),
        ("ends_with_its_caller", caller_killed),
        ("ends_with_its_outer_stage", outer_stage_killed),
    ];
    let every = |user: &User| tests.map(|(name, test)| (*user, name, test));
    users
        .iter()
        .flat_map(every)
        .map(|(user, name, test)| Trial::test(format!("{}::{name}", user.name()), move || test(user)))
        .collect()
}

fn exit_code(user: User) -> Result<(), Failed> {
    assert_eq!(Stage::set(user).caller(&EXIT).status()?.code(), Some(7));
    Ok(())
}

fn signal(user: User) -> Result<(), Failed> {
    let status = Stage::set(user).caller(&ENDED_BY_SIGNAL).stderr(Stdio::null()).status()?;
    assert_eq!(status.code(), Some(128 + SIGABRT));
    Ok(())
}

fn caller_killed(user: User) -> Result<(), Failed> {
    let stage = Stage::set(user);
    let mut caller = stage.caller(&STAY).spawn()?;
    wait_until("five processes run", || processes_of(&stage.scene).len() == 5);
    caller.kill()?;
    caller.wait()?;
    wait_until("none is left", || processes_of(&stage.scene).is_empty());
    Ok(())
}

fn outer_stage_killed(user: User) -> Result<(), Failed> {
    let stage = Stage::set(user);
    let mut caller = stage.caller(&STAY).spawn()?;
    wait_until("five processes run", || processes_of(&stage.scene).len() == 5);
    let outer = processes_of(&stage.scene).into_iter().find(|pid| parent(*pid) == Some(caller.id()));
    let outer = outer.and_then(|pid| rustix::process::Pid::from_raw(pid.cast_signed())).expect("it runs");
    rustix::process::kill_process(outer, rustix::process::Signal::KILL)?;
    wait_until("the caller notices, and none is left", || {
        caller.try_wait().is_ok_and(|status| status.is_some()) && processes_of(&stage.scene).is_empty()
    });
    Ok(())
}

fn stay(scene: &Scene) {
    let mut child = std::process::Command::new("/proc/self/exe");
    child.args([INSIDE, IDLE.name]).arg(scene.folder());
    let mut child = child.spawn().expect("this program can be started again");
    child.wait().expect("this process's own child");
}

/// Processes, inside or outside, that were started with the scene's folder.
fn processes_of(scene: &Scene) -> Vec<u32> {
    let entries = fs::read_dir("/proc").expect("mounted").flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|pid| belongs(*pid, scene.folder())).collect()
}

fn belongs(pid: u32, folder: &Path) -> bool {
    let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    command.split(|byte| *byte == 0).any(|argument| argument == folder.as_os_str().as_encoded_bytes())
}

fn parent(pid: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}
