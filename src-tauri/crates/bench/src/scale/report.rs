use serde::Serialize;

use crate::goal::{Goal, mib};
use crate::machine::Machine;
use crate::report::{Judged, Table, goals_table};
use crate::server::Server;
use crate::statistics::Spread;

use super::SIZES;
use super::figures::{Figures, of};
use super::turn::{Cost, Work};

const NONE: &str = "–";

/// Figures, judged.
pub(crate) struct Report {
    figures: Figures,
    goals: Vec<Goal>,
}

/// The JSON document: every reading, so that other figures can be made of them later.
#[derive(Serialize)]
struct Document<'f> {
    schema: u32,
    machine: &'f Machine,
    measured: Vec<Measured<'f>>,
    goals: &'f [Goal],
    failures: &'f [String],
}

#[derive(Serialize)]
struct Measured<'f> {
    server: &'static str,
    version: Option<&'f str>,
    sites: usize,
    works: [Work; 4],
    /// A list for each round, in the order of `works`.
    rounds: &'f [[Cost; 4]],
}

impl Report {
    /// Judges what was measured.
    pub(crate) fn of(figures: Figures) -> Self {
        let goals = figures.goals();
        Self { figures, goals }
    }

    fn document(&self) -> Document<'_> {
        let figures = &self.figures;
        let each = figures.servers.iter().flat_map(|server| SIZES.map(|sites| (*server, sites)));
        let measured = each.map(|(server, sites)| Measured {
            server: server.word(),
            version: figures.version(server),
            sites,
            works: Work::ALL,
            rounds: figures.costs(server, sites),
        });
        Document {
            schema: 1,
            machine: &figures.machine,
            measured: measured.collect(),
            goals: &self.goals,
            failures: figures.failures(),
        }
    }

    fn with(&self, table: fn(&Table) -> String) -> String {
        let Figures { machine, rounds, servers, .. } = &self.figures;
        let version =
            |server: &Server| Some(format!(", {} {}", server.title(), self.figures.version(*server)?));
        let versions: String = servers.iter().filter_map(version).collect();
        let failures: String =
            self.figures.failures().iter().map(|failure| format!("\nNot measured: {failure}\n")).collect();
        format!(
            "Measured on {}: {} cores, {}{versions}. Rounds: {rounds}.\n\n{}\n{}{failures}",
            machine.date,
            machine.cores,
            machine.kernel,
            table(&self.costs()),
            table(&goals_table(&self.goals)),
        )
    }

    /// A row for each server and size.
    fn costs(&self) -> Table {
        let mut table = Table::new([
            "sites",
            "its own check: CPU, ms",
            "wall, ms",
            "MiB",
            "detect: CPU, ms",
            "of a tree: CPU, ms",
            "wall, ms",
            "MiB",
            "plan: CPU, ms",
            "MiB",
            "detect of a tree / check, CPU",
        ]);
        let columns: [fn(&[Cost; 4]) -> f64; 9] = [
            |costs| of(costs, Work::ServerCheck).cpu_seconds * 1e3,
            |costs| of(costs, Work::ServerCheck).wall_seconds * 1e3,
            |costs| mib(of(costs, Work::ServerCheck).peak_bytes),
            |costs| of(costs, Work::Detect).cpu_seconds * 1e3,
            |costs| of(costs, Work::DetectTree).cpu_seconds * 1e3,
            |costs| of(costs, Work::DetectTree).wall_seconds * 1e3,
            |costs| mib(of(costs, Work::DetectTree).peak_bytes),
            |costs| of(costs, Work::PlanTree).cpu_seconds * 1e3,
            |costs| mib(of(costs, Work::PlanTree).peak_bytes),
        ];
        for server in &self.figures.servers {
            for sites in SIZES {
                let figure = |figure| self.figures.spread(*server, sites, figure);
                let medians =
                    columns.map(|column| cell(figure(column), |spread| format!("{:.0}", spread.median)));
                let ratio: fn(&[Cost; 4]) -> f64 = |costs| {
                    of(costs, Work::DetectTree).cpu_seconds / of(costs, Work::ServerCheck).cpu_seconds
                };
                let ratio = cell(figure(ratio), |spread| {
                    format!("{:.2} ({:.2}–{:.2})", spread.median, spread.min, spread.max)
                });
                let first = format!("{}, {sites}", server.title());
                table.add(std::iter::once(first).chain(medians).chain([ratio]).collect());
            }
        }
        table
    }
}

impl Judged for Report {
    fn goals(&self) -> &[Goal] {
        &self.goals
    }

    fn text(&self) -> String {
        self.with(Table::text)
    }

    fn markdown(&self) -> String {
        self.with(Table::markdown)
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&self.document())
    }
}

fn cell(spread: Option<Spread>, text: impl Fn(Spread) -> String) -> String {
    spread.map_or_else(|| NONE.to_owned(), text)
}
