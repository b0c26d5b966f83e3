//! One server with so many sites: inside a sandbox of its own.

use std::fs::File;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use system::spent::Spent;

use crate::arguments::ScaleTurnArguments;
use crate::certificate::Certificate;
use crate::server::Server;
use crate::site::DOMAIN;

use super::sites;

/// The subcommand of this program that is such a turn.
pub(super) const SUBCOMMAND: &str = "scale-turn";

/// Where a program's output goes: nobody has to read it meanwhile.
const OUTPUT: &str = "/dev/shm/output";

/// What is run on the same files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Work {
    /// The server's own check of its configuration.
    ServerCheck,
    /// `detect` on the machine, as root: it has the server check its configuration, too.
    Detect,
    /// `detect` on the same files as a tree, which runs no program.
    DetectTree,
    /// `plan` on the same files as a tree.
    PlanTree,
}

impl Work {
    pub(crate) const ALL: [Self; 4] = [Self::ServerCheck, Self::Detect, Self::DetectTree, Self::PlanTree];
}

/// What one run took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// CPU seconds of its own; of the server's check, with that of the programs it is made of.
    pub(crate) cpu_seconds: f64,
    /// CPU seconds of the server's programs that it ran.
    pub(crate) programs_cpu_seconds: f64,
    pub(crate) wall_seconds: f64,
    pub(crate) peak_bytes: u64,
}

/// What was measured on one machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Turn {
    pub(crate) version: String,
    /// A cost for each round, by [`Work::ALL`].
    pub(crate) rounds: Vec<[Cost; 4]>,
}

/// Makes the machine, measures, and prints the [`Turn`] on standard output.
pub(crate) fn run(arguments: &ScaleTurnArguments) -> Result<()> {
    let server = Server::by_word(&arguments.server).context("a server's word")?;
    let (chain, key) = Certificate::in_folder(&arguments.certificate).install()?;
    sites::lay(server, arguments.sites, &chain.with_file_name("complete.pem"))?;
    let plan = ["--proxy", server.word(), "--domain", DOMAIN];
    let command = |work| -> Result<Command> {
        Ok(match work {
            Work::ServerCheck => server.check_command(),
            Work::Detect => product("detect", &[])?,
            Work::DetectTree => product("detect", &["--root", "/"])?,
            Work::PlanTree => {
                let mut command = product("plan", &["--root", "/"])?;
                command.args(plan).arg("--cert").arg(&chain).arg("--key").arg(&key);
                command
            }
        })
    };
    let mut rounds = Vec::new();
    for round in 0..arguments.rounds.get() {
        let mut order = Work::ALL.to_vec();
        // Every second round runs backwards, so that whatever drifts favours nobody.
        if round % 2 == 1 {
            order.reverse();
        }
        let costs = order.into_iter().map(|work| Ok((work, cost(work, command(work)?)?)));
        let mut costs: Vec<(Work, Cost)> = costs.collect::<Result<_>>()?;
        costs.sort_by_key(|(work, _)| *work);
        let costs: Vec<Cost> = costs.into_iter().map(|(_, cost)| cost).collect();
        rounds.push(costs.try_into().ok().context("a cost of each")?);
    }
    println!("{}", serde_json::to_string(&Turn { version: server.version()?, rounds })?);
    Ok(())
}

/// It lies beside this program: `cargo xtask bench` builds both.
fn product(word: &str, arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(crate::setup::program()?);
    command.args([word, "--json"]).args(arguments);
    Ok(command)
}

fn cost(work: Work, mut command: Command) -> Result<Cost> {
    let output = File::create(OUTPUT).context(OUTPUT)?;
    command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
    let spent = Spent::by(&mut command).with_context(|| format!("{command:?}"))?;
    if !spent.status.success() {
        let said = std::fs::read(OUTPUT).context(OUTPUT)?;
        let end = &said[said.len().saturating_sub(2000)..];
        bail!("{command:?} ended with {}: {}", spent.status, String::from_utf8_lossy(end));
    }
    let (own, programs) = (spent.own_cpu.as_secs_f64(), spent.programs_cpu.as_secs_f64());
    let (cpu_seconds, programs_cpu_seconds) =
        if work == Work::ServerCheck { (own + programs, 0.0) } else { (own, programs) };
    Ok(Cost {
        cpu_seconds,
        programs_cpu_seconds,
        wall_seconds: spent.wall.as_secs_f64(),
        peak_bytes: spent.peak_bytes,
    })
}
