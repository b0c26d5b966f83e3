//! One file a command.

mod check;
mod detect;
mod history;
mod plan;
mod practice;
mod recover;
mod serve;
mod setup;
mod undo;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use engine::host::Host;
use helper::client::ClientError;
use serde::Serialize;
use system::host::{LiveHost, TreeHost};

use crate::Exit;
use crate::args::{Cli, Command};
use crate::present::{exit_of, trouble_text};
use front::RootSideLost;

/// Carries out a command and says how it ended.
pub fn run(cli: Cli) -> Exit {
    let outcome = match cli.command {
        Command::Detect(args) => detect::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Setup(args) => setup::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Undo(args) => undo::run(&args),
        Command::History(args) => history::run(&args),
        Command::Recover(args) => recover::run(&args),
        Command::Practice(args) => practice::run(&args),
        Command::Serve(args) => serve::run(&args),
    };
    outcome.unwrap_or_else(|error| match error.downcast_ref::<ClientError>() {
        Some(error) => {
            let trouble = error.trouble();
            eprint!("{}", trouble_text(&trouble));
            exit_of(&trouble)
        }
        None => {
            eprintln!("jellyfin-proxy: {error:#}");
            if error.is::<RootSideLost>() { Exit::Unfinished } else { Exit::Failed }
        }
    })
}

/// The machine, or the tree that stands for one.
fn open_host(root: Option<&Path>) -> anyhow::Result<Box<dyn Host>> {
    Ok(match root {
        None => Box::new(LiveHost::open()?),
        Some(root) => Box::new(TreeHost::open(root).with_context(|| format!("--root {}", root.display()))?),
    })
}

/// Prints a document, and nothing else, on standard output: for programs, or for people.
fn show<D: Serialize>(document: &D, json: bool, text: impl FnOnce(&D) -> String) -> anyhow::Result<()> {
    if json {
        let mut out = BufWriter::new(io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, document)?;
        writeln!(out)?;
        out.flush()?;
    } else {
        print!("{}", text(document));
    }
    Ok(())
}
