use engine::facts::{CertificateFacts, HostFacts, Install, Site};
use engine::plan::{Refusal, not_installed};
use jiff::Timestamp;

use super::super::Wizard;
use crate::view::{ComputerView, FoundProxy, FoundSite, PortHolder};

/// The ports of the web, whose holders decide whether there is room for a site.
const WEB_PORTS: [u16; 2] = [80, 443];

impl Wizard {
    pub(in crate::state) fn computer(&self) -> ComputerView {
        let Some(facts) = &self.machine else {
            return ComputerView { looking: self.looking, ..ComputerView::default() };
        };
        ComputerView {
            looking: self.looking,
            system: facts.os.pretty_name.clone(),
            proxies: facts.installs.iter().map(found_proxy).collect(),
            ports: WEB_PORTS.iter().map(|port| port_holder(facts, *port)).collect(),
            managed: facts.installs.iter().flat_map(|install| managed(facts, install)).collect(),
            unread: facts.unread.iter().map(ToString::to_string).collect(),
            install_command: install_command(facts),
        }
    }
}

/// What installs a proxy here, where none is.
fn install_command(facts: &HostFacts) -> Option<String> {
    match not_installed(facts, None) {
        Refusal::NothingInstalled { command, .. } if facts.installs.is_empty() => command,
        _ => None,
    }
}

fn found_proxy(install: &Install) -> FoundProxy {
    let problem =
        |problem: &engine::facts::Problem| format!("{}:{}: {}", problem.file, problem.line, problem.message);
    FoundProxy {
        word: install.proxy.word().to_owned(),
        title: install.proxy.title().to_owned(),
        version: install.version.to_string(),
        running: install.running,
        sites: install.sites.len(),
        problems: install.problems.iter().map(problem).collect(),
    }
}

fn port_holder(facts: &HostFacts, port: u16) -> PortHolder {
    let listener = facts.listeners_on(port).next();
    PortHolder {
        port,
        holder: listener.and_then(|listener| listener.process.clone()),
        free: listener.is_none(),
    }
}

fn managed<'f>(facts: &'f HostFacts, install: &'f Install) -> impl Iterator<Item = FoundSite> {
    let mut names: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for site in install.sites.iter().filter(|site| site.managed) {
        // A site is a block for each of its ports.
        let Some(name) = site.names.first().filter(|name| !names.contains(&name.as_str())) else { continue };
        names.push(name);
        let blocks: Vec<&Site> =
            install.sites.iter().filter(|other| other.managed && other.names.contains(name)).collect();
        let certificate = certificate(facts, &blocks);
        found.push(FoundSite {
            name: name.clone(),
            url: url(name, &blocks),
            proxy: install.proxy.title().to_owned(),
            file: site.file.to_string(),
            days_left: certificate.map(|found| days_until(found.not_after, facts)),
            ends_soon: certificate.is_some_and(|found| found.ends_soon(facts.taken_at)),
        });
    }
    found.into_iter()
}

fn url(name: &str, blocks: &[&Site]) -> String {
    let listens = || blocks.iter().flat_map(|site| &site.listens);
    let (scheme, port, usual) = match listens().find(|listen| listen.tls) {
        Some(listen) => ("https", listen.port, 443),
        None => ("http", listens().next().map_or(80, |listen| listen.port), 80),
    };
    if port == usual { format!("{scheme}://{name}") } else { format!("{scheme}://{name}:{port}") }
}

/// The one of those that it shows which ends first.
fn certificate<'f>(facts: &'f HostFacts, blocks: &[&Site]) -> Option<&'f CertificateFacts> {
    let shown = blocks.iter().flat_map(|site| &site.certificates).map(|material| material.files());
    let found = shown.filter_map(|(cert, key)| facts.certificate(&cert, &key).ok());
    found.min_by_key(|found| found.not_after)
}

fn days_until(end: Timestamp, facts: &HostFacts) -> i64 {
    (end.as_second() - facts.taken_at.as_second()).div_euclid(24 * 60 * 60)
}
