use std::collections::BTreeSet;

use super::Report;
use super::table::Table;
use crate::contender::{CONTENDERS, Configuration, named};
use crate::goal::{Goal, Unit, mib};
use crate::metric::Metric;
use crate::results::Results;
use crate::sample::SetUp;
use crate::statistics::Spread;

const NONE: &str = "–";

/// The other sides of each written configuration's ratios.
const BASELINES: [(&str, [&str; 3]); 3] = [
    ("nginx-written", ["nginx-seed", "nginx-official", "caddy"]),
    ("apache-written", ["apache-seed", "apache-official", "caddy"]),
    ("haproxy-written", ["haproxy-seed", "haproxy-official", "caddy"]),
];

/// A column's title, and its figure.
type Column = (&'static str, fn(&SetUp) -> f64);

/// A table with what it is about.
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) table: Table,
}

/// Where, when and how it was measured.
pub(super) fn preface(report: &Report) -> String {
    let Results { machine, rounds, window_seconds, .. } = &report.results;
    let versions = versions(&report.results);
    format!(
        "Measured on {}: {} cores, {}{versions}. Rounds: {rounds}, {window_seconds} s a load.",
        machine.date, machine.cores, machine.kernel
    )
}

/// Those with something in them.
pub(super) fn all(report: &Report) -> Vec<Section> {
    let results = &report.results;
    let sections = [
        Section { heading: "Figures (medians)", table: figures(results) },
        Section {
            heading: "Written, as a multiple of the other (median, lowest–highest)",
            table: ratios(results),
        },
        Section { heading: "Set-up (medians)", table: set_ups(results) },
        Section { heading: "Goals", table: goals(&report.goals) },
    ];
    sections.into_iter().filter(|section| !section.table.is_empty()).collect()
}

fn versions(results: &Results) -> String {
    let samples = results.contenders.iter().flat_map(|contender| {
        results.of(contender.name).iter().flatten().map(move |sample| (contender.server, sample))
    });
    let versions = samples
        .filter_map(|(server, sample)| Some(format!("{} {}", server?.title(), sample.version.as_deref()?)));
    versions.collect::<BTreeSet<_>>().into_iter().map(|version| format!(", {version}")).collect()
}

fn figures(results: &Results) -> Table {
    let titles = Metric::ALL.map(Metric::title);
    let mut table = Table::new(std::iter::once("configuration").chain(titles));
    for contender in &results.contenders {
        let figures = Metric::ALL.map(|metric| {
            let figure = results.figure(contender.name, metric);
            figure.map_or(NONE.to_owned(), |figure| format!("{:.*}", metric.digits(), figure.median))
        });
        table.add(std::iter::once(contender.title.to_owned()).chain(figures).collect());
    }
    table
}

fn ratios(results: &Results) -> Table {
    let titles = Metric::COMPARED.map(Metric::title);
    let mut table = Table::new(std::iter::once("written / other").chain(titles));
    let pairs =
        BASELINES.iter().flat_map(|(written, others)| others.iter().map(move |other| (written, other)));
    for (written, other) in pairs {
        let ratios = Metric::COMPARED.map(|metric| results.ratio(written, other, metric));
        if ratios.iter().all(Option::is_none) {
            continue;
        }
        let title = |name| named(name).map_or(name, |contender| contender.title);
        let cells = ratios.map(|ratio| ratio.map_or(NONE.to_owned(), spread));
        let first = format!("{} / {}", title(written), title(other));
        table.add(std::iter::once(first).chain(cells).collect());
    }
    table
}

fn spread(ratio: Spread) -> String {
    format!("{:.2} ({:.2}–{:.2})", ratio.median, ratio.min, ratio.max)
}

fn set_ups(results: &Results) -> Table {
    let columns: [Column; 6] = [
        ("whole, ms", |setup| setup.wall_seconds * 1e3),
        ("reload, network and Jellyfin, ms", |setup| setup.waiting_seconds * 1e3),
        ("the server's tools, ms", |setup| setup.tools_seconds * 1e3),
        ("own, ms", |setup| setup.own_seconds() * 1e3),
        ("memory, MiB", |setup| mib(setup.front_peak_bytes)),
        ("memory of the root side, MiB", |setup| mib(setup.helper_peak_bytes)),
    ];
    let mut table = Table::new(std::iter::once("setup of").chain(columns.map(|(title, _)| title)));
    let written = CONTENDERS.iter().filter(|contender| contender.configuration == Configuration::Written);
    for contender in written {
        let cells = columns.map(|(_, value)| Spread::of(results.set_ups(contender.name).map(value)));
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let cells = cells.map(|cell| cell.map_or(NONE.to_owned(), |cell| format!("{:.0}", cell.median)));
        table.add(std::iter::once(contender.title.to_owned()).chain(cells).collect());
    }
    table
}

/// What was to be reached, and what was.
pub(crate) fn goals(goals: &[Goal]) -> Table {
    let mut table = Table::new(["goal", "at most", "measured", "met"]);
    for goal in goals {
        let number = |value: f64| match goal.unit {
            Unit::Ratio => format!("{value:.2}"),
            Unit::Milliseconds => format!("{value:.0} ms"),
            Unit::Mebibytes => format!("{value:.0} MiB"),
        };
        table.add(vec![
            goal.subject.clone(),
            number(goal.limit),
            goal.measured.map_or(NONE.to_owned(), number),
            if goal.is_met() { "yes" } else { "no" }.to_owned(),
        ]);
    }
    table
}
