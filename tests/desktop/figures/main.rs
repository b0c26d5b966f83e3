//! What the desktop application takes: its start, its memory, how long its page stands still, and its size. The method
//! is described in `docs/performance.md`; `cargo xtask bench desktop` runs it.

// It exists for measuring, as the tests do for testing.
#![allow(clippy::unwrap_used)]

mod figure;
mod memory;
mod pauses;
mod size;
mod start;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use figure::Figure;

/// Measures the desktop application.
#[derive(Parser)]
struct Arguments {
    /// The package for Debian that was built
    #[arg(long, value_name = "FILE")]
    package: PathBuf,
    /// How often it is started
    #[arg(long, value_name = "N", default_value = "7")]
    rounds: NonZeroUsize,
    /// End with 1 where a goal was missed
    #[arg(long)]
    check: bool,
    /// What cargo says to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What the build has written goes to the disk first: a step that writes would wait for it.
    rustix::fs::sync();
    let mut figures = start::measure(arguments.rounds);
    figures.extend(memory::measure());
    figures.extend(pauses::measure());
    figures.extend(size::measure(&arguments.package));
    print!("{}", Figure::table(&figures));
    let missed = figures.iter().any(|figure| figure.is_met() == Some(false));
    if arguments.check && missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
