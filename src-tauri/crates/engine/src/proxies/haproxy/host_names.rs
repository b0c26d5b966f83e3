//! The names that a section tells apart: the values of ACLs on the Host header or the SNI, and the keys
//! of maps by it.

use std::collections::BTreeSet;

use super::rules::{Criterion, Effect, called, listed, outside_parentheses};
use super::syntax::Line;
use crate::facts::Evidence;

/// Every name, in the order of their lines; patterns with `*` where they are open.
pub(super) fn host_names<'l>(
    lines: impl Iterator<Item = &'l Line>,
    evidence: &mut Evidence<'_>,
) -> Vec<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::new();
    for line in lines {
        let found = conditions(line).into_iter().flat_map(|criterion| names_of(&criterion, evidence));
        let found: Vec<String> = found.collect();
        for name in found.into_iter().chain(mapped(line, evidence).names) {
            if known.insert(name.clone()) {
                names.push(name);
            }
        }
    }
    names
}

/// The criteria of a line: after `acl NAME`, or inside `{ … }` anywhere. A name that a rule leaves out when it
/// turns visitors away is not served by that: it only goes on to the rules behind.
fn conditions(line: &Line) -> Vec<Criterion<'_>> {
    let words = line.texts();
    if words.first() == Some(&"acl") {
        return words.get(2..).and_then(Criterion::read).into_iter().collect();
    }
    let turns_away = matches!(Effect::of(line), Effect::Refuses | Effect::Answers);
    let is_unless = words.contains(&"unless");
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some(open) = rest.iter().position(|word| matches!(*word, "{" | "!{")) {
        let is_negated = rest[open] == "!{" || (open > 0 && rest[open - 1] == "!");
        let inside = &rest[open + 1..];
        let close = inside.iter().position(|word| *word == "}").unwrap_or(inside.len());
        let leaves_out = turns_away && is_negated != is_unless;
        found.extend(Criterion::read(&inside[..close]).filter(|_| !leaves_out));
        rest = &inside[close..];
    }
    found
}

fn names_of(criterion: &Criterion<'_>, evidence: &mut Evidence<'_>) -> Vec<String> {
    if !criterion.is_on_host() {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    for path in criterion.files.iter().filter_map(|path| path.parse().ok()) {
        if let Some(bytes) = evidence.read(&path) {
            let text = String::from_utf8_lossy(bytes);
            names.extend(listed(&text).map(|name| pattern(criterion.matching, name)));
        }
    }
    names.extend(criterion.patterns.iter().map(|name| pattern(criterion.matching, name)));
    names
}

/// What a `use_backend %[…]` looks the host up in.
#[derive(Debug, Default)]
pub(super) struct Mapped {
    /// The names in the map.
    pub(super) names: Vec<String>,
    /// The backends they lead to, and the one for all others.
    pub(super) backends: BTreeSet<String>,
}

/// The map of a line, read from its file; empty where the line asks for none.
pub(super) fn mapped(line: &Line, evidence: &mut Evidence<'_>) -> Mapped {
    let mut map = Mapped::default();
    let Some(sample) = line.word(1).strip_prefix("%[").filter(|_| line.word(0) == "use_backend") else {
        return map;
    };
    let sample = sample.split(']').next().unwrap_or_default();
    if !Criterion::read(&[sample]).is_some_and(|criterion| criterion.is_on_host()) {
        return map;
    }
    for (converter, arguments) in outside_parentheses(sample).into_iter().map(called) {
        let Some(matching) = converter.strip_prefix("map") else { continue };
        let matching = matching.trim_start_matches('_').split('_').next().unwrap_or_default();
        let (file, default) = arguments.split_once(',').unwrap_or((arguments, ""));
        // From 2.9 on a map can be one that need not be there, or that has no file.
        let file = file.split_once('@').map_or(file, |(_, file)| file);
        if let Some(bytes) = file.parse().ok().and_then(|path| evidence.read(&path)) {
            for entry in listed(&String::from_utf8_lossy(bytes)) {
                let mut words = entry.split_whitespace();
                map.names.extend(words.next().map(|name| pattern(matching, name)));
                map.backends.extend(words.next().map(str::to_owned));
            }
        }
        map.backends.insert(default.to_owned());
    }
    map
}

fn pattern(matching: &str, name: &str) -> String {
    match matching {
        "end" => format!("*{name}"),
        "beg" => format!("{name}*"),
        "sub" | "dom" => format!("*{name}*"),
        "reg" => format!("~{name}"),
        _ => name.to_owned(),
    }
}
