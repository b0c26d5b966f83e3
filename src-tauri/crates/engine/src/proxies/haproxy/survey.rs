//! The sites that a configuration serves, and what of it is not understood.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::{Bind, BindFault};
use super::certificates::CertificatePlaces;
use super::configuration::Configuration;
use super::effective::Effective;
use super::host_names::{host_names, mapped};
use super::syntax::{ConfigFile, Line, SectionKind, is_condition};
use crate::facts::{Evidence, Listen, Problem, Site, SiteKind};
use crate::names::{AbsPath, Version};
use crate::proxies::TlsMaterial;
use crate::proxies::most::{MOST_LISTENS, too_much};

/// Rules that all sections have together, those of the defaults in each: more than any configuration has.
const MOST_RULES: usize = 2_000_000;

/// Every section that listens, as a site, each followed by the sites of this product that are guests in
/// it; and each place that could not be read.
pub(super) fn survey(
    configuration: &Configuration,
    version: Version,
    evidence: &mut Evidence<'_>,
) -> (Vec<Site>, Vec<Problem>) {
    let proxies = configuration.proxies();
    let mut survey = Survey {
        servers: servers(&proxies),
        places: CertificatePlaces::of(configuration),
        alpn_by_default: version >= Version::new(2, 8, 0),
        problems: configuration.files.iter().flat_map(misread).collect(),
        room: MOST_LISTENS,
        evidence,
    };
    let mut sites = Vec::new();
    let mut rules = 0;
    for proxy in proxies.iter().filter(|proxy| proxy.is_entrance()) {
        rules += proxy.settings.rules.iter().count();
        if rules > MOST_RULES {
            let (file, line) = (&proxy.section.file.path, proxy.section.line());
            survey.problems.push(too_much(file, line, "rules that sections share"));
            break;
        }
        if let Some(site) = survey.site(proxy) {
            let guests = survey.guests(proxy, &site);
            sites.push(site);
            sites.extend(guests);
        }
    }
    (sites, survey.problems)
}

/// The servers of each backend.
fn servers<'f>(proxies: &[Effective<'f>]) -> BTreeMap<&'f str, Vec<&'f str>> {
    let mut servers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for proxy in proxies.iter().filter(|proxy| proxy.section.kind != SectionKind::Frontend) {
        let own = proxy.section.lines_of("server").map(|line| line.word(2));
        servers.entry(proxy.section.name().unwrap_or_default()).or_default().extend(own);
    }
    servers
}

struct Survey<'s, 'f, 'h> {
    servers: BTreeMap<&'f str, Vec<&'f str>>,
    places: CertificatePlaces,
    alpn_by_default: bool,
    problems: Vec<Problem>,
    /// How many addresses and ports may still be told.
    room: usize,
    evidence: &'s mut Evidence<'h>,
}

impl<'f> Survey<'_, 'f, '_> {
    fn site(&mut self, proxy: &Effective<'f>) -> Option<Site> {
        let section = &proxy.section;
        let (listens, certificates) = self.listens(proxy);
        if listens.is_empty() {
            return None;
        }
        let own = || proxy.settings.rules.iter().filter(|line| !proxy.is_guest(line));
        let mut upstreams = self.upstreams(own().chain(proxy.settings.default_backend));
        if section.kind == SectionKind::Listen {
            upstreams.splice(0..0, self.servers_of(section.name().unwrap_or_default()));
            dedup(&mut upstreams);
        }
        Some(Site {
            kind: if proxy.passes_bytes() { SiteKind::Tcp } else { SiteKind::Http },
            names: host_names(own(), self.evidence),
            listens,
            upstreams,
            certificates,
            file: section.file.path.clone(),
            line: section.line(),
            managed: section.file.block_at(section.start()).is_some(),
        })
    }

    /// The sites of this product whose lines stand in that section.
    fn guests(&mut self, proxy: &Effective<'f>, of: &Site) -> Vec<Site> {
        let file = proxy.section.file;
        let mut blocks: Vec<(usize, Vec<&Line>)> = Vec::new();
        for line in proxy.settings.rules.iter().filter(|line| proxy.is_guest(line)) {
            let Some(block) = file.block_at(line.span.start) else { continue };
            match blocks.last_mut().filter(|(start, _)| *start == block.span.start) {
                Some((_, lines)) => lines.push(line),
                None => blocks.push((block.span.start, vec![line])),
            }
        }
        let sites = blocks.into_iter().map(|(_, lines)| Site {
            names: host_names(lines.iter().copied(), self.evidence),
            upstreams: self.upstreams(lines.iter().copied()),
            line: lines[0].number,
            managed: true,
            ..of.clone()
        });
        sites.collect()
    }

    fn listens(&mut self, proxy: &Effective<'f>) -> (Vec<Listen>, Vec<TlsMaterial>) {
        let section = &proxy.section;
        let default = section.kind == SectionKind::Listen || proxy.settings.default_backend.is_some();
        let expects_proxy = proxy.expects_proxy();
        let (mut listens, mut certificates) = (Vec::new(), Vec::new());
        for line in section.lines_of("bind") {
            match Bind::read(line, self.alpn_by_default) {
                Ok(bind) => {
                    listens.extend(self.told(
                        &bind,
                        default,
                        expects_proxy,
                        (&section.file.path, line.number),
                    ));
                    certificates.extend(self.places.shown(&bind, self.evidence));
                }
                Err(fault) => self.problems.push(unclear_bind(&section.file.path, line, &fault)),
            }
        }
        let mut seen = BTreeSet::new();
        certificates.retain(|material| seen.insert(material.files()));
        (listens, certificates)
    }

    fn told(
        &mut self,
        bind: &Bind<'_>,
        default: bool,
        proxy_protocol: bool,
        (file, line): (&AbsPath, usize),
    ) -> Vec<Listen> {
        let mut listens: Vec<Listen> = bind.listens(default, proxy_protocol).take(self.room + 1).collect();
        if listens.len() > self.room {
            listens.truncate(self.room);
            self.problems.push(too_much(file, line, "addresses and ports"));
        }
        self.room -= listens.len();
        listens
    }

    /// The servers of the backends that rules lead to.
    fn upstreams(&mut self, rules: impl Iterator<Item = &'f Line>) -> Vec<String> {
        let mut backends = Vec::new();
        for line in rules.filter(|line| matches!(line.word(0), "use_backend" | "default_backend")) {
            backends.extend(self.servers.get(line.word(1)));
            let mapped = mapped(line, self.evidence).backends;
            backends.extend(mapped.iter().filter_map(|backend| self.servers.get(backend.as_str())));
        }
        let mut seen = BTreeSet::new();
        backends.retain(|servers| seen.insert(std::ptr::from_ref(*servers)));
        let mut found = backends.into_iter().flatten().map(|&server| server.to_owned()).collect();
        dedup(&mut found);
        found
    }

    fn servers_of(&self, backend: &str) -> Vec<String> {
        let servers = self.servers.get(backend).into_iter().flatten();
        servers.map(|&server| server.to_owned()).collect()
    }
}

/// Each once, where it stands first.
fn dedup(texts: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
}

/// The lines of a file that the server would refuse, or that stand where nothing is expected.
fn misread(file: &ConfigFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut open = Vec::new();
    let at = |code: &str, line: usize, text: &str| Problem::at(code, &file.path, line, text);
    for line in file.lines() {
        if let Some(fault) = line.fault {
            problems.push(at("line_not_understood", line.number, fault));
        }
        match line.word(0) {
            ".if" => open.push(line.number),
            ".endif" if open.pop().is_none() => {
                problems.push(at("condition_not_open", line.number, "there is no .if to this .endif"));
            }
            ".elif" | ".else" | ".endif" | ".notice" | ".warning" | ".alert" | ".diag" => {}
            word if word.starts_with('.') => {
                let text = format!("{word:?} is no condition that is known here");
                problems.push(at("condition_unknown", line.number, &text));
            }
            _ => {}
        }
        if matches!(line.word(0), ".if" | ".elif") && !is_condition(line) {
            let text = "what follows is no condition that is known here";
            problems.push(at("condition_unknown", line.number, text));
        }
    }
    problems.extend(open.iter().map(|line| at("condition_not_closed", *line, "this .if has no .endif")));
    let stray = file.head().iter().find(|line| !line.words.is_empty() && !line.word(0).starts_with('.'));
    problems.extend(stray.map(|line| {
        at("outside_section", line.number, &format!("{:?} stands above the first section", line.word(0)))
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
