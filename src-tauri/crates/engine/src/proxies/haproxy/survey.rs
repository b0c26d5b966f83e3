//! The sites that a configuration serves, and what of it is not understood.

use super::bind::{BindFault, listens};
use super::configuration::Configuration;
use super::host_names::host_names;
use super::syntax::{ConfigFile, Line, Section, SectionKind};
use crate::facts::{Evidence, Problem, Site, SiteKind};
use crate::names::AbsPath;
use crate::text::Mark;

/// Every section that listens, as a site; and each place that could not be read.
pub(super) fn survey(
    configuration: &Configuration,
    evidence: &mut Evidence<'_>,
) -> (Vec<Site>, Vec<Problem>) {
    let sections = configuration.sections();
    let mut sites = Vec::new();
    let mut problems: Vec<Problem> = configuration.files.iter().flat_map(misread).collect();
    for section in &sections {
        if let Some(site) = site(section, &sections, evidence, &mut problems) {
            sites.push(site);
        }
    }
    (sites, problems)
}

fn site(
    section: &Section<'_>,
    sections: &[Section<'_>],
    evidence: &mut Evidence<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Site> {
    let file = &section.file.path;
    let answers_unknown_names =
        section.kind == SectionKind::Listen || section.lines_of("default_backend").next().is_some();
    let mut found = Vec::new();
    for line in section.lines_of("bind") {
        match listens(line, answers_unknown_names) {
            Ok(listens) => found.extend(listens),
            Err(fault) => problems.push(unclear_bind(file, line, &fault)),
        }
    }
    if found.is_empty() {
        return None;
    }
    Some(Site {
        kind: SiteKind::Http,
        certificates: Vec::new(),
        names: host_names(section, evidence),
        listens: found,
        upstreams: upstreams(section, sections),
        file: file.clone(),
        line: section.line(),
        managed: is_managed(section, evidence),
    })
}

fn is_managed(section: &Section<'_>, evidence: &mut Evidence<'_>) -> bool {
    let blocks = evidence.read(&section.file.path).map(Mark::find).unwrap_or_default();
    blocks.iter().any(|block| block.span.contains(&section.start()))
}

/// The servers of the section itself and of the backends that it names.
fn upstreams(section: &Section<'_>, sections: &[Section<'_>]) -> Vec<String> {
    let used = section.keywords().filter(|line| matches!(line.word(0), "use_backend" | "default_backend"));
    let used: Vec<&str> = used.map(|line| line.word(1)).collect();
    let serves = |other: &&Section<'_>| {
        other.start() == section.start() && other.file.path == section.file.path
            || matches!(other.kind, SectionKind::Backend | SectionKind::Listen)
                && other.name().is_some_and(|name| used.contains(&name))
    };
    let mut found: Vec<String> = Vec::new();
    for line in sections.iter().filter(serves).flat_map(|section| section.lines_of("server")) {
        if !found.iter().any(|known| known == line.word(2)) {
            found.push(line.word(2).to_owned());
        }
    }
    found
}

/// The lines of a file that the server would refuse, or that stand where nothing is expected.
fn misread(file: &ConfigFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut open = Vec::new();
    for line in file.lines() {
        if let Some(fault) = line.fault {
            problems.push(Problem::at("line_not_understood", &file.path, line.number, fault));
        }
        match line.word(0) {
            ".if" => open.push(line.number),
            ".endif" if open.pop().is_none() => {
                problems.push(Problem::at(
                    "condition_not_open",
                    &file.path,
                    line.number,
                    "there is no .if to this .endif",
                ));
            }
            // Both branches are taken for given: a port that only one of them uses counts as used.
            ".elif" | ".else" | ".endif" | ".notice" | ".warning" | ".alert" | ".diag" => {}
            word if word.starts_with('.') => {
                let text = format!("{word:?} is no condition that is known here");
                problems.push(Problem::at("condition_unknown", &file.path, line.number, text));
            }
            _ => {}
        }
    }
    problems.extend(
        open.iter()
            .map(|line| Problem::at("condition_not_closed", &file.path, *line, "this .if has no .endif")),
    );
    let stray = file.head().iter().find(|line| !line.words.is_empty() && !line.word(0).starts_with('.'));
    problems.extend(stray.map(|line| {
        let text = format!("{:?} stands above the first section", line.word(0));
        Problem::at("outside_section", &file.path, line.number, text)
    }));
    problems
}

fn unclear_bind(file: &AbsPath, line: &Line, fault: &BindFault) -> Problem {
    match fault {
        BindFault::Variable => Problem::at(
            "bind_variable",
            file,
            line.number,
            "the address holds a variable that is set elsewhere, so its port is not known",
        ),
        BindFault::Malformed(address) => {
            let text = format!("{address:?} is no address that is understood here");
            Problem::at("bind_not_understood", file, line.number, text)
        }
    }
}
