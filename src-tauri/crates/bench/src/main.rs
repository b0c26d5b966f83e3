//! What a configuration costs, side by side in one run. The method is described in `docs/performance.md`.

mod arguments;
mod certificate;
mod configuration;
mod contender;
mod goal;
mod load;
mod machine;
mod metric;
mod report;
mod results;
mod rounds;
mod sample;
mod scale;
mod server;
mod setup;
mod site;
mod statistics;
mod tool;
mod trial;
mod upstream;
mod usage;

use std::process::ExitCode;
use std::time::SystemTime;

use arguments::{Arguments, Part};
use clap::{CommandFactory, Parser};
use report::Report;

fn main() -> ExitCode {
    system::sandbox::stage();
    let arguments = Arguments::parse();
    let outcome = match (arguments.part, arguments.bench) {
        (Some(Part::Trial(trial)), _) => trial::run(&trial).map(|()| ExitCode::SUCCESS),
        (Some(Part::Upstream), _) => upstream::serve().map(|()| ExitCode::SUCCESS),
        (Some(Part::Scale(scale)), _) => scale::run(&scale, SystemTime::now())
            .and_then(|figures| scale.output.of(&scale::Report::of(figures))),
        (Some(Part::ScaleTurn(turn)), _) => scale::take_turn(&turn).map(|()| ExitCode::SUCCESS),
        (None, Some(bench)) => {
            rounds::run(&bench, SystemTime::now()).and_then(|results| bench.output.of(&Report::of(results)))
        }
        (None, None) => Arguments::command().print_help().map(|()| ExitCode::from(2)).map_err(Into::into),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("bench: {error:#}");
        ExitCode::FAILURE
    })
}
