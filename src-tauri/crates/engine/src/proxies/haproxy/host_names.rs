//! The names that a section tells apart: the values of ACLs on the Host header or the SNI.

use super::syntax::{Line, Section};
use crate::facts::Evidence;

/// Every name, in the order of their lines; patterns with `*` where they are open.
pub(super) fn host_names(section: &Section<'_>, evidence: &mut Evidence<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in section.keywords().flat_map(conditions).flat_map(|words| names_of(&words, evidence)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The criteria with their values on a line: after `acl NAME`, or inside `{ … }` anywhere.
fn conditions(line: &Line) -> Vec<Vec<&str>> {
    let words = line.texts();
    if words.first() == Some(&"acl") {
        return words.get(2..).map(<[&str]>::to_vec).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some(open) = rest.iter().position(|word| matches!(*word, "{" | "!{")) {
        let inside = &rest[open + 1..];
        let close = inside.iter().position(|word| *word == "}").unwrap_or(inside.len());
        found.push(inside[..close].to_vec());
        rest = &inside[close..];
    }
    found
}

fn names_of(words: &[&str], evidence: &mut Evidence<'_>) -> Vec<String> {
    let Some((criterion, mut rest)) = words.split_first() else { return Vec::new() };
    let Some(mut matching) = on_host(criterion) else { return Vec::new() };
    let mut names = Vec::new();
    while let Some((flag, after)) = rest.split_first().filter(|(flag, _)| flag.starts_with('-')) {
        let valued = matches!(*flag, "-m" | "-f" | "-u");
        let value = if valued { after.first().copied().unwrap_or_default() } else { "" };
        match *flag {
            "-m" => matching = value,
            "-f" => names.extend(listed(value, evidence)),
            _ => {}
        }
        rest = after.get(usize::from(valued)..).unwrap_or_default();
        if *flag == "--" {
            break;
        }
    }
    names.extend(rest.iter().map(|&name| name.to_owned()));
    names.into_iter().map(|name| pattern(matching, &name)).collect()
}

/// How a criterion matches, where it is one on the asked host.
fn on_host(criterion: &str) -> Option<&str> {
    let fetch = criterion.split(',').next()?;
    let (keyword, argument) = fetch.split_once('(').unwrap_or((fetch, ""));
    let argument = argument.trim_end_matches(')').split(',').next()?;
    let base =
        ["req.fhdr", "req.hdr", "hdr", "shdr", "req.ssl_sni", "req_ssl_sni", "ssl_fc_sni"].into_iter().find(
            |base| keyword.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')),
        )?;
    let by_header = base.contains("hdr");
    let matching = keyword[base.len()..].trim_start_matches('_');
    (!by_header || argument.eq_ignore_ascii_case("host")).then_some(matching)
}

fn pattern(matching: &str, name: &str) -> String {
    match matching {
        "end" => format!("*{name}"),
        "beg" => format!("{name}*"),
        "sub" => format!("*{name}*"),
        "reg" => format!("~{name}"),
        _ => name.to_owned(),
    }
}

/// The lines of a pattern file.
fn listed(path: &str, evidence: &mut Evidence<'_>) -> Vec<String> {
    let Some(bytes) = path.parse().ok().and_then(|path| evidence.read(&path)) else { return Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_on_the_host_are_known() {
        for (criterion, matching) in [
            ("hdr(host)", Some("")),
            ("req.hdr(Host),field(1,:),lower", Some("")),
            ("hdr_end(host)", Some("end")),
            ("hdr(host,1)", Some("")),
            ("ssl_fc_sni", Some("")),
            ("req.ssl_sni", Some("")),
            ("req_ssl_sni", Some("")),
            ("ssl_fc_sni_end", Some("end")),
            ("hdr(user-agent)", None),
            ("hdr_cnt(x)", None),
            ("path_beg", None),
            ("src", None),
        ] {
            assert_eq!(on_host(criterion), matching, "{criterion}");
        }
    }
}
