use std::collections::BTreeMap;

use serde::Serialize;

use crate::goal::Goal;
use crate::machine::Machine;
use crate::metric::Metric;
use crate::results::Results;
use crate::sample::Sample;
use crate::statistics::Spread;

/// The JSON document: every reading, so that other figures can be made of them later.
#[derive(Serialize)]
pub(super) struct Document<'r> {
    schema: u32,
    machine: &'r Machine,
    rounds: usize,
    window_seconds: f64,
    contenders: Vec<Measured<'r>>,
    goals: Vec<Judged<'r>>,
    failures: &'r [String],
}

#[derive(Serialize)]
struct Measured<'r> {
    name: &'r str,
    figures: BTreeMap<Metric, Spread>,
    /// A round in which it failed is `null`.
    rounds: &'r [Option<Sample>],
}

#[derive(Serialize)]
struct Judged<'r> {
    #[serde(flatten)]
    goal: &'r Goal,
    met: bool,
}

impl<'r> Document<'r> {
    pub(super) fn of(results: &'r Results, goals: &'r [Goal]) -> Self {
        let contenders = results.contenders.iter().map(|contender| {
            let figure = |metric| Some((metric, results.figure(contender.name, metric)?));
            Measured {
                name: contender.name,
                figures: Metric::ALL.into_iter().filter_map(figure).collect(),
                rounds: results.of(contender.name),
            }
        });
        Self {
            schema: 1,
            machine: &results.machine,
            rounds: results.rounds,
            window_seconds: results.window_seconds,
            contenders: contenders.collect(),
            goals: goals.iter().map(|goal| Judged { goal, met: goal.is_met() }).collect(),
            failures: results.failures(),
        }
    }
}
