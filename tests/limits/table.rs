use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use system::spent::Spent;

use crate::case::{Case, MEMORY, Outcome};

/// What an answer or a refusal may take; of CPU time, since other programs may run beside.
const PATIENCE: Duration = Duration::from_secs(2);

/// Prints what that program takes for each case as a table in Markdown; a failure where one takes too much, or ends otherwise than it is
/// to.
pub(crate) fn print(program: &Path, cases: impl Iterator<Item = Case>) -> ExitCode {
    println!("| what is read | comes to | detect: CPU, ms | MiB | plan: CPU, ms | MiB | kept |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | --: |");
    let mut all_kept = true;
    for case in cases {
        let outcome = match case.outcome {
            Outcome::Answered => "an answer",
            Outcome::Refused => "a refusal",
        };
        let name = case.full_name().replacen('_', ": ", 1).replace('_', " ");
        let (figures, is_kept) = match case.measured(program) {
            Ok(both) => (both.map(figures).join(" | "), both.iter().all(is_kept)),
            Err(why) => (why.replace(['|', '\n'], " "), false),
        };
        println!("| {name} | {outcome} | {figures} | {} |", if is_kept { "yes" } else { "no" });
        all_kept &= is_kept;
    }
    if all_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn figures(spent: Spent) -> String {
    format!("{} | {}", spent.own_cpu.as_millis(), spent.peak_bytes >> 20)
}

fn is_kept(spent: &Spent) -> bool {
    spent.own_cpu < PATIENCE && spent.peak_bytes <= MEMORY
}
