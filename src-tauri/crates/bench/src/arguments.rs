//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::report::Judged;

/// Measures what each configuration costs, side by side, each in a sandbox of its own.
///
/// `cargo xtask bench` builds everything, unpacks the servers and hands its arguments on.
#[derive(Debug, Parser)]
#[command(name = "bench", args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    /// The parts that this program plays inside a sandbox.
    #[command(subcommand)]
    pub(crate) part: Option<Part>,
    #[command(flatten)]
    pub(crate) bench: Option<BenchArguments>,
}

/// The parts that this program plays inside a sandbox.
#[derive(Debug, Subcommand)]
pub(crate) enum Part {
    /// Measure one contender.
    #[command(hide = true)]
    Trial(TrialArguments),
    /// Stand in for Jellyfin.
    #[command(hide = true)]
    Upstream,
    /// Measure what reading a machine costs that serves 100, 1,000 and 10,000 sites already.
    Scale(ScaleArguments),
    /// Measure one server with one number of sites.
    #[command(hide = true)]
    ScaleTurn(ScaleTurnArguments),
}

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// A folder of unpacked servers, laid over the machine in the sandbox; of two, the first one wins
    #[arg(long = "layer", value_name = "DIR", required = true)]
    pub(crate) layers: Vec<PathBuf>,
    /// How often each contender has its turn
    #[arg(long, value_name = "N", default_value = "3")]
    pub(crate) rounds: NonZeroUsize,
    /// One second for each load instead of four: to see that it works, not to compare
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only contenders whose name begins so; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl BenchArguments {
    /// Seconds that each load is measured for.
    pub(crate) fn window_seconds(&self) -> f64 {
        if self.quick { 1.0 } else { 4.0 }
    }

    /// Seconds that each load runs before.
    pub(crate) fn warm_up_seconds(&self) -> f64 {
        if self.quick { 0.3 } else { 1.0 }
    }
}

/// What to read, and how often.
#[derive(Debug, Args)]
pub(crate) struct ScaleArguments {
    /// A folder of unpacked servers, laid over the machine in the sandbox; of two, the first one wins
    #[arg(long = "layer", value_name = "DIR", required = true)]
    pub(crate) layers: Vec<PathBuf>,
    /// How often each program has its turn
    #[arg(long, value_name = "N", default_value = "5")]
    pub(crate) rounds: NonZeroUsize,
    /// Only this server: nginx, apache or haproxy; may be given several times
    #[arg(long, value_name = "SERVER")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// How the figures are told.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Print a JSON document with every reading
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print the figures as they stand in docs/performance.md
    #[arg(long)]
    markdown: bool,
    /// End with 1 where a goal was missed or not measured
    #[arg(long)]
    check: bool,
}

impl Output {
    /// Prints a report, and says how the program ends.
    pub(crate) fn of(&self, report: &impl Judged) -> Result<ExitCode> {
        match (self.json, self.markdown) {
            (true, _) => println!("{}", report.json()?),
            (false, true) => print!("{}", report.markdown()),
            (false, false) => print!("{}", report.text()),
        }
        let is_missed = self.check && !report.all_met();
        Ok(if is_missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// One server with one number of sites.
#[derive(Debug, Args)]
pub(crate) struct ScaleTurnArguments {
    /// Its word.
    #[arg(long)]
    pub(crate) server: String,
    /// How many sites it has.
    #[arg(long)]
    pub(crate) sites: usize,
    /// The folder with the certificate that its sites share.
    #[arg(long)]
    pub(crate) certificate: PathBuf,
    /// How often each program has its turn.
    #[arg(long)]
    pub(crate) rounds: NonZeroUsize,
}

/// One contender, once.
#[derive(Debug, Args)]
pub(crate) struct TrialArguments {
    /// Its name.
    #[arg(long)]
    pub(crate) contender: String,
    /// The folder with the site's certificate.
    #[arg(long)]
    pub(crate) certificate: PathBuf,
    /// Seconds before each measurement.
    #[arg(long)]
    warm_up: f64,
    /// Seconds of each measurement.
    #[arg(long)]
    window: f64,
}

impl TrialArguments {
    pub(crate) fn warm_up(&self) -> Duration {
        Duration::from_secs_f64(self.warm_up)
    }

    pub(crate) fn window(&self) -> Duration {
        Duration::from_secs_f64(self.window)
    }
}
