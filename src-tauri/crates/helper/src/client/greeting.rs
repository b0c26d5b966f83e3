use std::io::Read;
use std::process::{Child, ChildStderr, ChildStdout};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{LaunchError, Patience, RootBy};
use crate::protocol::{FrameError, REPORT_LIMIT, Report, read_frame};

const PAUSE: Duration = Duration::from_millis(100);

/// pkexec's codes (its manual, "Return value"): the dialogue was dismissed; not authorised, or an error.
const DISMISSED: i32 = 126;
const NOT_AUTHORISED: i32 = 127;

/// Whether it was called off, asked again and again.
pub(super) type CalledOff<'a> = &'a dyn Fn() -> bool;

/// Waits for the first report of a helper that was just started, however it gets its rights.
pub(super) fn await_greeting(
    child: &mut Child,
    reports: ChildStdout,
    by: RootBy,
    patience: Patience,
    called_off: CalledOff<'_>,
) -> Result<(Report, ChildStdout), LaunchError> {
    let (hand_over, handed) = mpsc::channel();
    // It ends with its pipe: when the helper has greeted, or is gone.
    thread::spawn(move || {
        let mut reports = reports;
        let first = read_frame::<Report>(&mut reports, REPORT_LIMIT);
        // Nobody waits any more where it was called off.
        let _ = hand_over.send((first, reports));
    });
    let begin = Instant::now();
    let mut has_rights_since = None;
    loop {
        match handed.recv_timeout(PAUSE) {
            Ok((Ok(report), reports)) => {
                pass_on_words(child.stderr.take());
                return Ok((report, reports));
            }
            Ok((Err(error), _)) => return Err(ended(child, by, &error)),
            Err(RecvTimeoutError::Disconnected) => return Err(ended(child, by, &FrameError::Closed)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if has_rights_since.is_none() && (by != RootBy::Pkexec || runs_as_root(child)) {
            has_rights_since = Some(Instant::now());
        }
        let overdue = match has_rights_since {
            Some(since) if since.elapsed() >= patience.greeting => {
                Some(LaunchError::Silent(patience.greeting.as_secs()))
            }
            None if called_off() => Some(LaunchError::CalledOff),
            None if begin.elapsed() >= patience.password => {
                Some(LaunchError::TimedOut(patience.password.as_secs()))
            }
            _ => None,
        };
        if let Some(error) = overdue {
            end(child);
            return Err(error);
        }
    }
}

/// Until the password was given, pkexec is still this user's: its real user id tells.
fn runs_as_root(child: &Child) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let ids = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    ids.and_then(|ids| ids.split_whitespace().next()) == Some("0")
}

/// The dialogue goes with pkexec. A helper that is root already is not this user's to end: it ends when its
/// input does.
fn end(child: &mut Child) {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let may_end = pid.is_some_and(|pid| kill_process(pid, Signal::TERM).is_ok());
    if may_end {
        // It was told to end, so it is not waited for long.
        let _ = child.wait();
    }
}

fn ended(child: &mut Child, by: RootBy, error: &FrameError) -> LaunchError {
    let mut words = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        // Whatever can be read is told.
        let _ = stderr.read_to_string(&mut words);
    }
    let code = child.wait().ok().and_then(|status| status.code());
    let first = words.trim().lines().next().unwrap_or_default().to_owned();
    match (by, code) {
        (RootBy::Pkexec, Some(DISMISSED)) => LaunchError::Cancelled,
        (RootBy::Pkexec, Some(NOT_AUTHORISED)) => refused(first),
        _ if first.is_empty() => LaunchError::Ended(format!(": {error}")),
        _ => LaunchError::Ended(format!(": {first}")),
    }
}

/// The one code for several causes is told apart by pkexec's sentences, which are in English everywhere.
fn refused(words: String) -> LaunchError {
    const NOBODY_ASKS: [&str; 2] = ["No authentication agent found", "Error getting authority"];
    if NOBODY_ASKS.iter().any(|sentence| words.contains(sentence)) {
        LaunchError::NoAgent(words)
    } else if words.contains("Not authorized") {
        LaunchError::Refused(words)
    } else {
        LaunchError::Ended(format!(": {words}"))
    }
}

/// What a helper says beside its reports is for whoever started the front.
fn pass_on_words(stderr: Option<ChildStderr>) {
    if let Some(mut stderr) = stderr {
        thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::stderr()));
    }
}
