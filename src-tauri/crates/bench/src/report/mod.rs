//! What is printed.

mod document;
mod sections;
mod table;

pub(crate) use sections::goals as goals_table;
use serde::{Serialize, Serializer};

pub(crate) use table::Table;

use crate::goal::{self, Goal};
use crate::results::Results;

/// A run, judged.
#[derive(Debug)]
pub(crate) struct Report {
    results: Results,
    goals: Vec<Goal>,
}

impl Report {
    /// Judges a run.
    pub(crate) fn of(results: Results) -> Self {
        let goals = goal::judge(&results);
        Self { results, goals }
    }

    /// Whether every goal was measured and met.
    pub(crate) fn all_met(&self) -> bool {
        self.goals.iter().all(Goal::is_met)
    }

    /// For a terminal.
    pub(crate) fn text(&self) -> String {
        let tables = sections::all(self).into_iter();
        let tables = tables.map(|section| format!("\n{}\n\n{}", section.heading, section.table.text()));
        format!("{}\n{}{}", sections::preface(self), tables.collect::<String>(), self.failures())
    }

    /// As it stands in `docs/performance.md`.
    pub(crate) fn markdown(&self) -> String {
        let tables = sections::all(self).into_iter();
        let tables =
            tables.map(|section| format!("\n### {}\n\n{}", section.heading, section.table.markdown()));
        format!("{}\n{}{}", sections::preface(self), tables.collect::<String>(), self.failures())
    }

    fn failures(&self) -> String {
        self.results.failures().iter().map(|failure| format!("\nNot measured: {failure}\n")).collect()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document::Document::of(&self.results, &self.goals).serialize(serializer)
    }
}
