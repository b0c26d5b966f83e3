//! The project's own commands. This crate is compiled before anything else, by anybody: it needs Rust and gcc only.

mod bench;
mod checks;
mod debian;
mod desktop;
mod fuzz;
mod lab;
mod package;
mod page;
mod program;
mod project;
mod releases;
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
    /// Install what is missing, build, and open the wizard in a practice run; where there is no display, set
    /// Jellyfin up behind each proxy in a sandbox.
    Run,
    /// Install what is missing, and run every test.
    Test,
    /// Try the product on the servers of several Debian releases, in a sandbox.
    Lab(lab::Choice),
    /// Measure what the configurations cost. Arguments are handed on.
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Give each reader of a configuration files that grow by what they make it do.
    Fuzz(fuzz::Choice),
    /// Make a .deb and an .rpm below target/package.
    Package(package::Choice),
    /// Unpack nginx, Apache and HAProxy into target/servers, and print where. Nothing is installed or started.
    Servers {
        /// Of that Debian release [default: this machine's]
        #[arg(long)]
        release: Option<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Task::Run => run::run(),
        Task::Test => checks::run(),
        Task::Lab(choice) => lab::run(&choice),
        Task::Package(choice) => package::run(&choice),
        Task::Bench { arguments } => bench::run(&arguments),
        Task::Fuzz(choice) => fuzz::run(&choice),
        Task::Servers { release } => servers(release.as_deref()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn servers(release: Option<&str>) -> anyhow::Result<()> {
    let layer = release.map_or_else(servers::unpacked, servers::unpacked_of)?;
    println!("{}", layer.display());
    if release.is_none() {
        println!("{}", servers::unpacked_firewalls()?.display());
        println!("{}", servers::unpacked_modules()?.display());
        println!("{}", servers::unpacked_polkit()?.display());
    }
    Ok(())
}
