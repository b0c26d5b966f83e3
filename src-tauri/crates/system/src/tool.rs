//! Programs of the machine, run without a shell, in a clean environment and for a bounded time.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
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
    let mut command = prepared(call, &out, &err).map_err(|error| failed(&error))?;
    die_with_us(&mut command);
    let child = command.spawn().map_err(|error| failed(&error))?;
    let status = wait(child, deadline, &mut || {}).ok_or_else(|| HostError::TimedOut(call.to_string()))?;
    Ok(ToolAnswer {
        code: code(status),
        stdout: text(out).map_err(|error| failed(&error))?,
        stderr: text(err).map_err(|error| failed(&error))?,
    })
}

/// Runs a program to its end, and tells each line as it is printed. It goes on where this process ends meanwhile:
/// a package manager that is killed in the middle leaves a system that has to be mended by hand.
///
/// What it printed comes back as its standard output, errors among the rest.
///
/// # Errors
/// As [`run`].
pub fn run_telling(
    call: &ToolCall,
    environment: &[(&str, &str)],
    deadline: Duration,
    told: &mut dyn FnMut(&str),
) -> Result<ToolAnswer, HostError> {
    let failed = |error: &std::io::Error| HostError::from_io("run", call.program.as_path(), error);
    let out = memory().map_err(|error| failed(&error))?;
    let mut command = prepared(call, &out, &out).map_err(|error| failed(&error))?;
    let child = command.envs(environment.iter().copied()).spawn().map_err(|error| failed(&error))?;
    let mut lines = Lines { from: &out, read: 0, begun: Vec::new() };
    let status = wait(child, deadline, &mut || lines.tell(told));
    lines.tell(told);
    lines.end(told);
    let status = status.ok_or_else(|| HostError::TimedOut(call.to_string()))?;
    let stdout = text(out).map_err(|error| failed(&error))?;
    Ok(ToolAnswer { code: code(status), stdout, stderr: String::new() })
}

/// The call without a shell, in a clean environment.
fn prepared(call: &ToolCall, out: &File, err: &File) -> std::io::Result<Command> {
    let mut command = Command::new(call.program.as_path());
    command
        .args(&call.args)
        .env_clear()
        .env("PATH", PROGRAM_FOLDERS)
        .env("LANG", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(err.try_clone()?)
        .process_group(0);
    Ok(command)
}

/// A shell's way of saying that a signal ended what it ran is not told apart here: no shell is run.
fn code(status: ExitStatus) -> Option<i32> {
    status.code().or(status.signal().map(|signal| 128 + signal))
}

/// The lines of an output that still grows.
struct Lines<'f> {
    from: &'f File,
    read: u64,
    /// A line whose end has not come yet.
    begun: Vec<u8>,
}

impl Lines<'_> {
    fn tell(&mut self, told: &mut dyn FnMut(&str)) {
        let mut piece = [0; 4096];
        // What cannot be read is not told; the whole output is read once more at the end.
        while let Ok(length @ 1..) = self.from.read_at(&mut piece, self.read) {
            self.read += length as u64;
            for &byte in &piece[..length] {
                match byte {
                    b'\n' => self.end(told),
                    _ => self.begun.push(byte),
                }
            }
        }
    }

    fn end(&mut self, told: &mut dyn FnMut(&str)) {
        let line = String::from_utf8_lossy(&self.begun).trim().to_owned();
        self.begun.clear();
        if !line.is_empty() {
            told(&line);
        }
    }
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

fn wait(mut child: Child, deadline: Duration, each_time: &mut dyn FnMut()) -> Option<ExitStatus> {
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
        each_time();
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
    fn lines_are_told_as_they_come_and_all_of_them_at_the_end() {
        let call = sh("echo \"$WORD\"; sleep 1; echo two >&2; printf three");
        let (begin, mut told) = (Instant::now(), Vec::new());
        let answer = run_telling(&call, &[("WORD", "one")], Duration::from_secs(60), &mut |line: &str| {
            told.push((line.to_owned(), begin.elapsed()));
        });
        assert_eq!(answer.unwrap().stdout, "one\ntwo\nthree");
        let lines: Vec<&str> = told.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(lines, ["one", "two", "three"]);
        assert!(told[0].1 + Duration::from_millis(500) < told[1].1, "{told:?}");
    }

    #[test]
    fn a_missing_program_is_said_to_be_missing() {
        let call = ToolCall::new(&"/nonexistent/program".parse().unwrap(), &[]);
        assert!(matches!(run(&call, Duration::from_secs(1)), Err(HostError::Missing(_))));
    }
}
