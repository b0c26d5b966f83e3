//! Programs of the machine, run without a shell, in a clean environment and for a bounded time.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use engine::host::{HostError, ToolAnswer, ToolCall};
use rustix::fs::MemfdFlags;
use rustix::process::{Pid, Signal, kill_process_group};

use crate::host::PROGRAM_FOLDERS;

/// How much of each output is kept. `nginx -T` prints every file that it reads; no check prints more.
const OUTPUT_LIMIT: u64 = 64 << 20;

/// Runs a program to its end.
///
/// Its output goes to memory and not through pipes: a daemon that it leaves behind and that keeps
/// its output open does not hold us up.
///
/// # Errors
/// When it cannot be started, or has not ended at the deadline; it is then killed with all it started.
pub fn run(call: &ToolCall, deadline: Duration) -> Result<ToolAnswer, HostError> {
    let failed = |error: &std::io::Error| HostError::from_io("run", call.program.as_path(), error);
    let (out, err) = (memory().map_err(|e| failed(&e))?, memory().map_err(|e| failed(&e))?);
    let mut command = Command::new(call.program.as_path());
    command
        .args(&call.args)
        .env_clear()
        .env("PATH", PROGRAM_FOLDERS)
        .env("LANG", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(out.try_clone().map_err(|e| failed(&e))?)
        .stderr(err.try_clone().map_err(|e| failed(&e))?)
        .process_group(0);
    die_with_us(&mut command);
    let child = command.spawn().map_err(|error| failed(&error))?;
    let status = wait(child, deadline).ok_or_else(|| HostError::TimedOut(call.to_string()))?;
    // A shell's way of saying that a signal ended what it ran is not told apart here: no shell is run.
    let code = status.code().or(status.signal().map(|signal| 128 + signal));
    Ok(ToolAnswer {
        code,
        stdout: text(out).map_err(|error| failed(&error))?,
        stderr: text(err).map_err(|error| failed(&error))?,
    })
}

/// A tool must not go on changing files once nobody is there to write down what it did: whoever recovers
/// then would be done before it.
#[expect(unsafe_code, reason = "the standard library offers a step between fork and exec as unsafe only")]
fn die_with_us(command: &mut Command) {
    let us = rustix::process::getpid();
    let prepare = move || {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        // We may have ended before the line above took effect.
        match rustix::process::getppid() {
            Some(parent) if parent == us => Ok(()),
            _ => Err(rustix::io::Errno::SRCH.into()),
        }
    };
    // SAFETY: between fork and exec only two system calls are made; nothing is allocated or locked.
    unsafe { command.pre_exec(prepare) };
}

fn memory() -> std::io::Result<File> {
    Ok(File::from(rustix::fs::memfd_create("output", MemfdFlags::CLOEXEC)?))
}

fn wait(mut child: Child, deadline: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if start.elapsed() >= deadline {
            let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            if let Some(group) = group {
                // Gone already is as good as killed.
                let _ = kill_process_group(group, Signal::KILL);
            }
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

fn text(mut file: File) -> std::io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.take(OUTPUT_LIMIT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> ToolCall {
        ToolCall::new(&"/bin/sh".parse().unwrap(), &["-c", script])
    }

    #[test]
    fn words_and_exit_code_come_back() {
        let answer = run(&sh("echo out; echo err >&2; exit 3"), Duration::from_secs(10)).unwrap();
        assert_eq!(
            (answer.code, answer.stdout.as_str(), answer.stderr.as_str()),
            (Some(3), "out\n", "err\n")
        );
    }

    #[test]
    fn the_environment_is_clean() {
        let answer = run(&sh("env"), Duration::from_secs(10)).unwrap();
        let mut names: Vec<&str> = answer.stdout.lines().filter_map(|line| line.split('=').next()).collect();
        names.retain(|name| !["PWD", "_", "SHLVL", "OLDPWD"].contains(name));
        names.sort_unstable();
        assert_eq!(names, ["LANG", "PATH"]);
    }

    #[test]
    fn what_does_not_end_is_killed_with_its_children() {
        let answer = run(&sh("sleep 60 & sleep 60"), Duration::from_millis(200));
        assert!(matches!(answer, Err(HostError::TimedOut(_))), "{answer:?}");
    }

    #[test]
    fn a_daemon_left_behind_does_not_hold_us_up() {
        let answer = run(&sh("sleep 2 & echo started"), Duration::from_secs(60)).unwrap();
        assert_eq!(answer.stdout, "started\n");
    }

    #[test]
    fn a_missing_program_is_said_to_be_missing() {
        let call = ToolCall::new(&"/nonexistent/program".parse().unwrap(), &[]);
        assert!(matches!(run(&call, Duration::from_secs(1)), Err(HostError::Missing(_))));
    }
}
