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

use anyhow::Result;
use arguments::{Arguments, BenchArguments, Part, ScaleArguments};
use clap::{CommandFactory, Parser};
use report::Report;

fn main() -> ExitCode {
    system::sandbox::stage();
    let arguments = Arguments::parse();
    let outcome = match (arguments.part, arguments.bench) {
        (Some(Part::Trial(trial)), _) => trial::run(&trial).map(|()| ExitCode::SUCCESS),
        (Some(Part::Upstream), _) => upstream::serve().map(|()| ExitCode::SUCCESS),
        (Some(Part::Scale(scale)), _) => read_many(&scale),
        (Some(Part::ScaleTurn(turn)), _) => scale::take_turn(&turn).map(|()| ExitCode::SUCCESS),
        (None, Some(bench)) => compare(&bench),
        (None, None) => Arguments::command().print_help().map(|()| ExitCode::from(2)).map_err(Into::into),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("bench: {error:#}");
        ExitCode::FAILURE
    })
}

fn compare(arguments: &BenchArguments) -> Result<ExitCode> {
    let results = rounds::run(arguments, SystemTime::now())?;
    let report = Report::of(results);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else if arguments.markdown {
        print!("{}", report.markdown());
    } else {
        print!("{}", report.text());
    }
    Ok(exit(arguments.check && !report.all_met()))
}

fn read_many(arguments: &ScaleArguments) -> Result<ExitCode> {
    let report = scale::Report::of(scale::run(arguments, SystemTime::now())?);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report.document())?);
    } else if arguments.markdown {
        print!("{}", report.markdown());
    } else {
        print!("{}", report.text());
    }
    Ok(exit(arguments.check && !report.all_met()))
}

fn exit(missed: bool) -> ExitCode {
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
