//! All that was measured in a run.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::contender::Contender;
use crate::machine::Machine;
use crate::metric::Metric;
use crate::sample::{Sample, SetUp};
use crate::statistics::Spread;

/// All that was measured in a run.
#[derive(Debug)]
pub(crate) struct Results {
    pub(crate) machine: Machine,
    pub(crate) rounds: usize,
    pub(crate) window_seconds: f64,
    /// In the order of the tables.
    pub(crate) contenders: Vec<&'static Contender>,
    samples: BTreeMap<&'static str, Vec<Option<Sample>>>,
    failures: Vec<String>,
}

impl Results {
    /// Nothing measured yet.
    pub(crate) fn new(
        machine: Machine,
        rounds: usize,
        window_seconds: f64,
        contenders: &[&'static Contender],
    ) -> Self {
        let empty = |contender: &&'static Contender| (contender.name, vec![None; rounds]);
        Self {
            machine,
            rounds,
            window_seconds,
            contenders: contenders.to_vec(),
            samples: contenders.iter().map(empty).collect(),
            failures: Vec::new(),
        }
    }

    /// Adds what came of one contender's turn.
    pub(crate) fn add(&mut self, name: &'static str, round: usize, sample: Result<Sample>) {
        match sample {
            Ok(sample) => {
                if let Some(place) = self.samples.get_mut(name).and_then(|rounds| rounds.get_mut(round)) {
                    *place = Some(sample);
                }
            }
            Err(error) => self.failures.push(format!("{error:#}")),
        }
    }

    /// A contender's turns; `None` for one that failed.
    pub(crate) fn of(&self, name: &str) -> &[Option<Sample>] {
        self.samples.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// What went wrong, a sentence each.
    pub(crate) fn failures(&self) -> &[String] {
        &self.failures
    }

    /// A contender's figure over all rounds.
    pub(crate) fn figure(&self, name: &str, metric: Metric) -> Option<Spread> {
        Spread::of(self.of(name).iter().flatten().filter_map(|sample| metric.of(sample)))
    }

    /// One contender's figure as a multiple of another's.
    pub(crate) fn ratio(&self, name: &str, baseline: &str, metric: Metric) -> Option<Spread> {
        let figure = |sample: &Option<Sample>| sample.as_ref().and_then(|sample| metric.of(sample));
        let rounds = self.of(name).iter().zip(self.of(baseline));
        Spread::of_ratios(rounds.map(|(side, other)| (figure(side), figure(other))))
    }

    /// The set-ups of a contender whose configuration was written.
    pub(crate) fn set_ups(&self, name: &str) -> impl Iterator<Item = &SetUp> {
        self.of(name).iter().flatten().filter_map(|sample| sample.setup.as_ref())
    }
}
