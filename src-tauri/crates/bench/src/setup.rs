//! `jellyfin-proxy setup`, and what of its time is its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use procfs::process::{Stat, all_processes};
use serde::Deserialize;

use crate::sample::SetUp;
use crate::server::Server;
use crate::site::DOMAIN;

const DEADLINE: Duration = Duration::from_secs(120);
/// How often the processes are looked at.
const PAUSE: Duration = Duration::from_millis(1);
const FRONT: &str = "jellyfin-proxy";
/// `jellyfin-proxy-helper`, as far as the kernel keeps a process's name.
const HELPER: &str = "jellyfin-proxy-";
/// Words of the calls that have a server read its configuration again.
const RELOADS: [&str; 2] = ["reload", "graceful"];

/// Has the product set the site up on the running server.
pub(crate) fn run(server: Server, chain: &Path, key: &Path) -> Result<SetUp> {
    let program = program()?;
    let order = |command: &str| {
        let mut order = Command::new(&program);
        order.args([command, "--json", "--proxy", server.word(), "--domain", DOMAIN]);
        order.arg("--cert").arg(chain).arg("--key").arg(key).stdin(Stdio::null());
        order
    };
    let planned = order("plan").output().context("jellyfin-proxy plan")?;
    let plan: Steps<Planned> = read(&planned.stdout).with_context(|| said("plan", &planned.stderr))?;

    let answer = "/tmp/setup.json";
    let mut setup = order("setup");
    setup.arg("--yes").stdout(File::create(answer).context(answer)?);
    let (status, watched) = watch(setup)?;
    let answer = std::fs::read(answer).context(answer)?;
    if !status.success() {
        bail!("jellyfin-proxy setup ended with {status}: {}", reason(&answer));
    }
    let done: Steps<Done> = read(&answer)?;
    Ok(SetUp {
        wall_seconds: watched.wall.as_secs_f64(),
        tools_seconds: watched.tools.as_secs_f64(),
        waiting_seconds: waiting_seconds(&plan.steps, &done.steps)?,
        front_peak_bytes: watched.front_peak,
        helper_peak_bytes: watched.helper_peak,
    })
}

/// It lies beside this program: `cargo xtask bench` builds both.
pub(crate) fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let program = own.with_file_name(FRONT);
    if !program.is_file() {
        bail!("{} is missing: run `cargo xtask bench`, which builds it", program.display());
    }
    Ok(program)
}

#[derive(Deserialize)]
struct Steps<S> {
    steps: Vec<S>,
}

/// A step as `plan` prints it.
#[derive(Deserialize)]
struct Planned {
    kind: String,
}

/// The same step as `setup` prints it.
#[derive(Deserialize)]
struct Done {
    seconds: f64,
}

fn read<S: for<'d> Deserialize<'d>>(json: &[u8]) -> Result<Steps<S>> {
    serde_json::from_slice(json).with_context(|| String::from_utf8_lossy(json).into_owned())
}

/// The part of `setup`'s document that says why it was not done; all of it where there is no such part.
fn reason(answer: &[u8]) -> String {
    let document: serde_json::Value = serde_json::from_slice(answer).unwrap_or_default();
    let parts = ["refusal", "error", "undone"].into_iter().filter_map(|part| document.get(part));
    let reason = parts.into_iter().find(|part| !part.is_null()).map(ToString::to_string);
    reason.unwrap_or_else(|| String::from_utf8_lossy(answer).into_owned())
}

fn said(command: &str, words: &[u8]) -> String {
    format!("jellyfin-proxy {command}: {}", String::from_utf8_lossy(words))
}

/// Time in steps that look at the site, or wait for Jellyfin or for the server to have read its configuration again.
fn waiting_seconds(planned: &[Planned], done: &[Done]) -> Result<f64> {
    if planned.len() != done.len() {
        bail!("{} steps were planned, and {} done", planned.len(), done.len());
    }
    let steps = planned.iter().zip(done);
    let waits =
        steps.filter(|(step, _)| matches!(step.kind.as_str(), "observe" | "restart_jellyfin" | "reload"));
    Ok(waits.map(|(_, done)| done.seconds).sum())
}

#[derive(Default)]
struct Watched {
    wall: Duration,
    tools: Duration,
    front_peak: u64,
    helper_peak: u64,
}

/// Runs the command to its end, and looks at it and what it starts all the while.
fn watch(mut command: Command) -> Result<(ExitStatus, Watched)> {
    let begin = Instant::now();
    let mut front = command.spawn().context("jellyfin-proxy setup")?;
    let root = i32::try_from(front.id())?;
    let mut watched = Watched::default();
    let mut last = begin;
    loop {
        if let Some(status) = front.try_wait()? {
            watched.wall = begin.elapsed();
            return Ok((status, watched));
        }
        if begin.elapsed() > DEADLINE {
            return Err(give_up(front));
        }
        let tool_runs = look(root, &mut watched)?;
        let now = Instant::now();
        if tool_runs {
            watched.tools += now - last;
        }
        last = now;
        std::thread::sleep(PAUSE);
    }
}

fn give_up(mut front: Child) -> anyhow::Error {
    let ended = front.kill().and_then(|()| front.wait());
    anyhow::anyhow!("jellyfin-proxy setup did not end within {DEADLINE:?} ({ended:?})")
}

/// Notes the memory of front and helper; answers whether they have started another program that still runs. One that has
/// the server read its configuration again does not count: its whole step does, waiting included.
fn look(front: i32, watched: &mut Watched) -> Result<bool> {
    let mut stats = BTreeMap::new();
    let mut reloading = BTreeSet::new();
    for process in all_processes().context("the list of processes")?.filter_map(Result::ok) {
        let Ok(stat) = process.stat() else { continue };
        // The kernel tells its highest until now, so that the last look is as good as all.
        let peak = || process.status().ok().and_then(|status| status.vmhwm).unwrap_or_default() * 1024;
        match stat.comm.as_str() {
            FRONT => watched.front_peak = watched.front_peak.max(peak()),
            HELPER => watched.helper_peak = watched.helper_peak.max(peak()),
            _ => {
                let words = process.cmdline().unwrap_or_default();
                if words.iter().any(|word| RELOADS.contains(&word.as_str())) {
                    reloading.insert(stat.pid);
                }
            }
        }
        stats.insert(stat.pid, stat);
    }
    let is_tool = |stat: &Stat| {
        let program = stat.state != 'Z' && stat.comm != FRONT && stat.comm != HELPER;
        program && !lineage(stat, &stats).any(|above| reloading.contains(&above.pid))
    };
    Ok(stats.values().any(|stat| is_tool(stat) && lineage(stat, &stats).any(|above| above.ppid == front)))
}

/// A process and those that it descends from.
fn lineage<'s>(stat: &'s Stat, stats: &'s BTreeMap<i32, Stat>) -> impl Iterator<Item = &'s Stat> {
    std::iter::successors(Some(stat), |stat| stats.get(&stat.ppid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_part_that_is_there() {
        let refused = br#"{"schema":1,"steps":[],"refusal":{"code":"port_taken"}}"#;
        assert_eq!(reason(refused), r#"{"code":"port_taken"}"#);
        let failed = br#"{"refusal":null,"error":{"code":"busy"}}"#;
        assert_eq!(reason(failed), r#"{"code":"busy"}"#);
        assert_eq!(reason(b"no document"), "no document");
    }

    #[test]
    fn steps_that_wait_for_the_network_are_known_by_their_kind() {
        let plan = br#"{"schema":1,"steps":[{"kind":"write_file","summary":"Write"},{"kind":"observe"},{"kind":"restart_jellyfin"}]}"#;
        let done =
            br#"{"schema":1,"steps":[{"seconds":0.5,"status":"done"},{"seconds":0.25},{"seconds":2.0}]}"#;
        let plan: Steps<Planned> = read(plan).unwrap();
        let done: Steps<Done> = read(done).unwrap();
        assert_eq!(waiting_seconds(&plan.steps, &done.steps).unwrap(), 2.25);
        assert!(waiting_seconds(&plan.steps, &done.steps[1..]).is_err());
    }
}
