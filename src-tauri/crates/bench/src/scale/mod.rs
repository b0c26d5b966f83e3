//! What reading a machine costs that serves many sites already, beside the server's own check of the same files.

mod figures;
mod report;
mod sites;
mod turn;

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use system::sandbox::Sandbox;

use crate::arguments::ScaleArguments;
use crate::certificate::Certificate;
use crate::machine::Machine;
use crate::server::Server;

pub(crate) use figures::Figures;
pub(crate) use report::Report;
use turn::Turn;
pub(crate) use turn::run as take_turn;

/// The servers that the product reads.
const SERVERS: [Server; 3] = [Server::Nginx, Server::Apache, Server::Haproxy];
/// How many sites there are, fewest first.
const SIZES: [usize; 3] = [100, 1000, 10_000];

/// Measures each chosen server with each number of sites. One that fails is left out, with its reason.
pub(crate) fn run(arguments: &ScaleArguments, now: SystemTime) -> Result<Figures> {
    let chosen = |server: &Server| {
        arguments.only.is_empty() || arguments.only.iter().any(|word| word == server.word())
    };
    let servers: Vec<Server> = SERVERS.into_iter().filter(chosen).collect();
    if servers.is_empty() {
        bail!("there is no such server; there are {}", SERVERS.map(Server::word).join(", "));
    }
    let folder = tempfile::tempdir().context("a folder for the certificate")?;
    let sandbox = crate::rounds::sandbox(&arguments.layers, folder.path())?;
    Certificate::make(folder.path(), &sandbox, now)?;
    let mut figures = Figures::new(Machine::this(now)?, arguments.rounds.get(), servers.clone());
    for server in servers {
        for sites in SIZES {
            let begin = Instant::now();
            let turn = run_one(&sandbox, server, sites, folder.path(), arguments)
                .with_context(|| format!("{} with {sites} sites", server.word()));
            match &turn {
                Ok(_) => eprintln!(
                    "{} with {sites} sites in {:.0} s",
                    server.word(),
                    begin.elapsed().as_secs_f64()
                ),
                Err(error) => eprintln!("{error:#}"),
            }
            figures.add(server, sites, turn);
        }
    }
    Ok(figures)
}

fn run_one(
    sandbox: &Sandbox,
    server: Server,
    sites: usize,
    certificate: &Path,
    arguments: &ScaleArguments,
) -> Result<Turn> {
    let words: [OsString; 9] = [
        turn::SUBCOMMAND.into(),
        "--server".into(),
        server.word().into(),
        "--sites".into(),
        sites.to_string().into(),
        "--certificate".into(),
        certificate.into(),
        "--rounds".into(),
        arguments.rounds.to_string().into(),
    ];
    let output = sandbox.enter(words)?.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("what the turn printed")
}
