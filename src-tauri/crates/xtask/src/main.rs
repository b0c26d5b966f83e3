//! The project's own commands. This crate is compiled before anything else, by anybody: it needs Rust and gcc only.

mod bench;
mod checks;
mod debian;
mod program;
mod project;
mod run;
mod servers;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build, and set up Jellyfin behind each proxy in a sandbox.
    Run,
    /// Install what is missing, and run every test.
    Test,
    /// Measure what the configurations cost. Arguments are handed on.
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Unpack nginx, Apache and HAProxy into target/servers, and print where. Nothing is installed or started.
    Servers,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Task::Run => run::run(),
        Task::Test => checks::run(),
        Task::Bench { arguments } => bench::run(&arguments),
        Task::Servers => servers::unpacked().map(|layer| println!("{}", layer.display())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
