//! One contender in one round: inside a sandbox of its own.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::arguments::TrialArguments;
use crate::certificate::Certificate;
use crate::contender::{self, Configuration, Contender};
use crate::load::{self, Load, Span, Target};
use crate::sample::{Sample, SetUp};
use crate::server::Server;
use crate::{configuration, setup, upstream, usage};

const PATIENCE: Duration = Duration::from_secs(30);

/// The subcommand of this program that is a trial.
pub(crate) const SUBCOMMAND: &str = "trial";

/// Prepares the machine, puts the loads on it, and prints the [`Sample`] on standard output.
pub(crate) fn run(arguments: &TrialArguments) -> Result<()> {
    let contender = contender::named(&arguments.contender).context("a contender's name")?;
    let sample = measure(contender, arguments)?;
    println!("{}", serde_json::to_string(&sample)?);
    Ok(())
}

fn measure(contender: &Contender, arguments: &TrialArguments) -> Result<Sample> {
    let certificate = Certificate::in_folder(&arguments.certificate);
    let _upstream = upstream::start()?;
    let setup = prepare(contender, &certificate)?;
    let target = match contender.configuration {
        Configuration::None => Target::jellyfin(),
        Configuration::Text { .. } | Configuration::Written => Target::site(&certificate.authority())?,
    };
    let span = Span { warm_up: arguments.warm_up(), window: arguments.window() };
    let server = contender.server;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (requests, streams, seeks) = runtime.block_on(async {
        wait_until_it_answers(&target).await?;
        let requests = load::measure(Load::Requests, &target, server, span).await?;
        let streams = load::measure(Load::Streams, &target, server, span).await?;
        let seeks = load::measure(Load::Seeks, &target, server, span).await?;
        anyhow::Ok((requests, streams, seeks))
    })?;
    Ok(Sample {
        version: server.map(Server::version).transpose()?,
        requests,
        streams,
        seeks,
        memory_bytes: server.map(usage::memory_bytes).transpose()?,
        setup,
    })
}

/// Lays the configuration down and starts the server with it.
fn prepare(contender: &Contender, certificate: &Certificate) -> Result<Option<SetUp>> {
    let Some(server) = contender.server else { return Ok(None) };
    if !server.is_installed() {
        bail!("{} is not on this machine: run `cargo xtask bench`, which unpacks it", server.word());
    }
    let (chain, key) = certificate.install()?;
    match contender.configuration {
        Configuration::None => Ok(None),
        Configuration::Text { text, modules } => {
            configuration::lay(server, text, modules)?;
            server.start()?;
            Ok(None)
        }
        Configuration::Written => {
            server.start()?;
            let setup = setup::run(server, &chain, &key)?;
            // As fresh as the others: what was reloaded keeps processes and memory of before for a while.
            server.stop()?;
            server.start()?;
            Ok(Some(setup))
        }
    }
}

async fn wait_until_it_answers(target: &Target) -> Result<()> {
    let begin = Instant::now();
    loop {
        match load::answers(target).await {
            Ok(()) => return Ok(()),
            Err(error) if begin.elapsed() > PATIENCE => return Err(error.context("it never answered")),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
