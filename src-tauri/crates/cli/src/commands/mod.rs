//! One file a command.

mod check;
mod detect;
mod plan;

use std::future::Future;
use std::path::Path;

use anyhow::Context;
use engine::host::Host;
use serde::Serialize;
use system::host::{LiveHost, TreeHost};

use crate::Exit;
use crate::args::{Cli, Command};

/// Carries out a command and says how it ended.
pub fn run(cli: Cli) -> Exit {
    let outcome = match cli.command {
        Command::Detect(args) => detect::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Check(args) => check::run(&args),
        _ => Ok(Exit::Failed),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("jellyfin-proxy: {error:#}");
        Exit::Failed
    })
}

/// The machine, or the tree that stands for one.
fn open_host(root: Option<&Path>) -> anyhow::Result<Box<dyn Host>> {
    Ok(match root {
        None => Box::new(LiveHost::open()?),
        Some(root) => Box::new(TreeHost::open(root).with_context(|| format!("--root {}", root.display()))?),
    })
}

/// Prints a document, and nothing else, on standard output.
fn print_json(document: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(document)?);
    Ok(())
}

/// Asks the network. The runtime lives for one question: commands themselves are sequential.
fn ask<T>(question: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(runtime.block_on(question))
}
