//! What was read of a configuration against what the server itself has of it: where they differ, one of
//! them would be planned on wrongly.

use std::collections::BTreeSet;

use super::address::Host;
use super::neighbour::Neighbour;
use super::served::{Served, ServedHost};
use super::survey::Survey;
use crate::facts::Problem;
use crate::names::AbsPath;

/// Every difference, with its place.
pub(super) fn differences(survey: &Survey<'_>, served: &Served, main_config: &AbsPath) -> Vec<Problem> {
    let mut problems = missed(survey, served);
    problems.extend(files(survey, served));
    // What stands in a name's place only the server has looked up: those are left out on both sides.
    let by_name = survey.table.all().filter(|chain| chain.host == Host::Name);
    let named: BTreeSet<usize> = by_name.flat_map(|chain| chain.places.iter().copied()).collect();
    let is_named = |host: &&ServedHost| named.iter().any(|at| is_at(&survey.neighbours[*at], host));
    let theirs = |host: Host, port: Option<u16>| {
        let hosts = served.chains.get(&(host, port)).map(Vec::as_slice).unwrap_or_default();
        let mut hosts: Vec<&ServedHost> = hosts.iter().filter(|host| !is_named(host)).collect();
        // One that has an address twice is listed twice.
        hosts.dedup_by(|one, other| {
            (&one.file, one.line, &one.name) == (&other.file, other.line, &other.name)
        });
        hosts
    };
    for chain in survey.table.all().filter(|chain| chain.host != Host::Name) {
        let ours = chain.places.iter().filter(|at| !named.contains(at));
        let ours: Vec<&Neighbour<'_>> = ours.map(|at| &survey.neighbours[*at]).collect();
        let theirs = theirs(chain.host, chain.port);
        problems.extend(chain_differs(&ours, &theirs, chain.host, chain.port, main_config));
    }
    for (host, port) in served.chains.keys().filter(|(host, port)| survey.table.exact(*host, *port).is_none())
    {
        problems.extend(chain_differs(&[], &theirs(*host, *port), *host, *port, main_config));
    }
    problems
}

/// Virtual hosts that the server has and that were not found.
fn missed(survey: &Survey<'_>, served: &Served) -> Vec<Problem> {
    let found: BTreeSet<(&str, usize)> = survey
        .effective
        .vhosts
        .iter()
        .flat_map(|vhost| (vhost.line..=vhost.last).map(|line| (vhost.file.as_str(), line)))
        .collect();
    let hosts: BTreeSet<(&str, usize)> =
        served.chains.values().flatten().map(|host| (host.file.as_str(), host.line)).collect();
    let message = "the server has a site here that was not found in its configuration";
    hosts
        .into_iter()
        .filter(|place| !found.contains(place))
        .filter_map(|(file, line)| Some(Problem::at("site_not_found", &file.parse().ok()?, line, message)))
        .collect()
}

/// Files that only one of both read.
fn files(survey: &Survey<'_>, served: &Served) -> Vec<Problem> {
    let ours: BTreeSet<&str> = survey.effective.files.iter().map(|file| file.as_str()).collect();
    let theirs: BTreeSet<&str> = served.files.iter().map(String::as_str).collect();
    if theirs.is_empty() {
        return Vec::new();
    }
    let problem = |file: &&str, message: &str| Some(disagrees(&file.parse().ok()?, 0, message));
    let unread = theirs
        .difference(&ours)
        .filter_map(|file| problem(file, "the server reads this file, and it was not found to be included"));
    let unknown = ours.difference(&theirs).filter_map(|file| {
        problem(file, "this file was found to be included, and the server does not read it")
    });
    unread.chain(unknown).collect()
}

/// The first difference of an address: who stands there in which order, and what they are called.
fn chain_differs(
    ours: &[&Neighbour<'_>],
    theirs: &[&ServedHost],
    host: Host,
    port: Option<u16>,
    main_config: &AbsPath,
) -> Option<Problem> {
    let place =
        |own: &Neighbour<'_>, message: String| Some(disagrees(&own.vhost.file, own.vhost.line, message));
    for (own, other) in ours.iter().zip(theirs) {
        if !is_at(own, other) {
            let message =
                format!("the server has the site of {}, line {} before this one", other.file, other.line);
            return place(own, message);
        }
        if own.server_name.is_some_and(|name| !name.eq_ignore_ascii_case(&other.name)) {
            return place(own, format!("the server calls this site {}", other.name));
        }
        let aliases: BTreeSet<String> = own.aliases().map(str::to_owned).collect();
        if let Some(others) = other.aliases.as_ref().filter(|others| **others != aliases) {
            let names: Vec<&str> = others.symmetric_difference(&aliases).map(String::as_str).collect();
            return place(own, format!("the server has other names for this site: {}", names.join(", ")));
        }
    }
    match (ours.get(theirs.len()), theirs.get(ours.len())) {
        (Some(own), _) => place(own, "this site was found, and the server does not have it".to_owned()),
        (None, Some(other)) => {
            let message =
                format!("the server has this site on another address as well: {}", shown(host, port));
            Some(disagrees(&other.file.parse().unwrap_or_else(|_| main_config.clone()), other.line, message))
        }
        (None, None) => None,
    }
}

fn disagrees(file: &AbsPath, line: usize, message: impl Into<String>) -> Problem {
    Problem::at("server_disagrees", file, line, message)
}

fn is_at(own: &Neighbour<'_>, other: &ServedHost) -> bool {
    own.vhost.file.as_str() == other.file && (own.vhost.line..=own.vhost.last).contains(&other.line)
}

fn shown(host: Host, port: Option<u16>) -> String {
    let host = match host {
        Host::Any | Host::Name => "*".to_owned(),
        Host::Ip(ip) => ip.to_string(),
    };
    port.map_or_else(|| format!("{host}:*"), |port| format!("{host}:{port}"))
}
