//! Backends that are looked up in a map: `use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts,other)]`.

use super::{Asked, Criterion, called, listed, outside_parentheses};
use crate::facts::HostFacts;
use crate::proxies::haproxy::syntax::Line;

/// Where a visit is led by a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::haproxy) enum LookedUp {
    /// To the backend of that name, which is empty where the map has no answer.
    Name(String),
    /// That is not understood, or the map may not be read.
    Unclear,
}

/// The backend that a line's map has for a visit.
pub(in crate::proxies::haproxy) fn looked_up(line: &Line, asked: &Asked<'_>, facts: &HostFacts) -> LookedUp {
    let sample = line.word(1).strip_prefix("%[").and_then(|sample| sample.strip_suffix(']'));
    sample.and_then(|sample| in_map(sample, asked, facts)).map_or(LookedUp::Unclear, LookedUp::Name)
}

fn in_map(sample: &str, asked: &Asked<'_>, facts: &HostFacts) -> Option<String> {
    let parts = outside_parentheses(sample);
    let (map, _) = parts.split_last()?;
    let key = sample.strip_suffix(map)?.strip_suffix(',')?;
    let key = Criterion::read(&[key]).filter(|key| key.is_on_host() && key.matching.is_empty())?;
    let host = key.host(asked)?;
    let (converter, arguments) = called(map);
    let (file, default) = arguments.split_once(',').unwrap_or((arguments, ""));
    // From 2.9 on a map can be one that need not be there, or that has no file.
    let file = file.strip_prefix("file@").unwrap_or(file);
    let text = String::from_utf8_lossy(facts.content(&file.parse().ok()?)?);
    let mut entries = listed(&text).map(|entry| {
        let (key, value) = entry.split_once([' ', '\t']).unwrap_or((entry, ""));
        (key, value.trim_start())
    });
    let found = match converter {
        "map" | "map_str" | "map_str_str" => entries.find(|(key, _)| *key == host),
        // They lie in a tree, of which the longest beginning is found.
        "map_beg" | "map_beg_str" => {
            let fitting = entries.filter(|(key, _)| host.starts_with(key));
            fitting.reduce(|best, other| if other.0.len() > best.0.len() { other } else { best })
        }
        "map_dom" | "map_dom_str" => entries.find(|(key, _)| super::within(&host, key)),
        _ => return None,
    };
    Some(found.map_or(default, |(_, value)| value).to_owned())
}
