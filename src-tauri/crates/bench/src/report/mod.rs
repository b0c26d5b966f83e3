//! What is printed.

mod document;
mod sections;
mod table;

pub(crate) use sections::goals as goals_table;
pub(crate) use table::Table;

use crate::goal::{self, Goal};
use crate::results::Results;

/// What was measured, judged by its goals.
pub(crate) trait Judged {
    /// The goals.
    fn goals(&self) -> &[Goal];

    /// Whether every goal was measured and met.
    fn all_met(&self) -> bool {
        self.goals().iter().all(Goal::is_met)
    }

    /// For a terminal.
    fn text(&self) -> String;

    /// As it stands in `docs/performance.md`.
    fn markdown(&self) -> String;

    /// For programs, with every reading.
    fn json(&self) -> serde_json::Result<String>;
}

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

    fn failures(&self) -> String {
        self.results.failures().iter().map(|failure| format!("\nNot measured: {failure}\n")).collect()
    }
}

impl Judged for Report {
    fn goals(&self) -> &[Goal] {
        &self.goals
    }

    fn text(&self) -> String {
        let tables = sections::all(self).into_iter();
        let tables = tables.map(|section| format!("\n{}\n\n{}", section.heading, section.table.text()));
        format!("{}\n{}{}", sections::preface(self), tables.collect::<String>(), self.failures())
    }

    fn markdown(&self) -> String {
        let tables = sections::all(self).into_iter();
        let tables =
            tables.map(|section| format!("\n### {}\n\n{}", section.heading, section.table.markdown()));
        format!("{}\n{}{}", sections::preface(self), tables.collect::<String>(), self.failures())
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&document::Document::of(&self.results, &self.goals))
    }
}
