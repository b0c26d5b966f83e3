//! The contenders, one after the other, round by round.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use system::sandbox::Sandbox;

use crate::arguments::BenchArguments;
use crate::certificate::Certificate;
use crate::contender::{self, Contender};
use crate::machine::Machine;
use crate::results::Results;
use crate::sample::Sample;
use crate::trial;

/// Gives each chosen contender its turn in each round. One that fails is left out of that round, with its reason.
pub(crate) fn run(arguments: &BenchArguments, now: SystemTime) -> Result<Results> {
    let contenders = contender::chosen(&arguments.only);
    if contenders.is_empty() {
        let names: Vec<&str> = contender::CONTENDERS.iter().map(|contender| contender.name).collect();
        bail!("there is no such contender; there are {}", names.join(", "));
    }
    let folder = tempfile::tempdir().context("a folder for the certificate")?;
    let sandbox = sandbox(&arguments.layers, folder.path())?;
    Certificate::make(folder.path(), &sandbox, now)?;
    let mut results =
        Results::new(Machine::this(now)?, arguments.rounds.get(), arguments.window_seconds(), &contenders);
    for round in 0..arguments.rounds.get() {
        // Every second round runs backwards, so that whatever drifts favours nobody.
        let mut order = contenders.clone();
        if round % 2 == 1 {
            order.reverse();
        }
        for contender in order {
            let begin = Instant::now();
            let sample = run_one(&sandbox, contender, folder.path(), arguments)
                .with_context(|| format!("{} in round {}", contender.name, round + 1));
            match &sample {
                Ok(_) => {
                    eprintln!(
                        "round {}: {} in {:.0} s",
                        round + 1,
                        contender.name,
                        begin.elapsed().as_secs_f64()
                    );
                }
                Err(error) => eprintln!("{error:#}"),
            }
            results.add(contender.name, round, sample);
        }
    }
    Ok(results)
}

/// A machine with these servers, and a folder that is passed in and out.
pub(crate) fn sandbox(layers: &[PathBuf], folder: &Path) -> Result<Sandbox> {
    // A checkout below /tmp, which is empty in the sandbox, is to be seen too.
    let own = std::env::current_exe().context("this program's path")?;
    let programs = own.parent().context("this program has no folder")?;
    Ok(layers.iter().fold(Sandbox::new(), Sandbox::layer).keep(folder).keep(programs))
}

fn run_one(
    sandbox: &Sandbox,
    contender: &Contender,
    certificate: &Path,
    arguments: &BenchArguments,
) -> Result<Sample> {
    let words: [OsString; 9] = [
        trial::SUBCOMMAND.into(),
        "--contender".into(),
        contender.name.into(),
        "--certificate".into(),
        certificate.into(),
        "--warm-up".into(),
        arguments.warm_up_seconds().to_string().into(),
        "--window".into(),
        arguments.window_seconds().to_string().into(),
    ];
    let output = sandbox.enter(words)?.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("what the trial printed")
}
