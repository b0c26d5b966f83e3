use std::collections::BTreeMap;

use super::{Asked, Criterion};
use crate::facts::HostFacts;
use crate::proxies::haproxy::syntax::Line;
use crate::proxies::haproxy::truth::Truth;

/// The ACLs of a section, and what holds for a visit by them.
pub(in crate::proxies::haproxy) struct Conditions<'f> {
    facts: &'f HostFacts,
    /// For each name the lines that define it, with what they ask.
    acls: BTreeMap<&'f str, Vec<(&'f Line, Option<Criterion<'f>>)>>,
}

impl<'f> Conditions<'f> {
    /// Those among a section's rules.
    pub(in crate::proxies::haproxy) fn of(
        rules: impl Iterator<Item = &'f Line>,
        facts: &'f HostFacts,
    ) -> Self {
        let mut acls: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for line in rules.filter(|line| line.word(0) == "acl") {
            let asks = line.texts().get(2..).and_then(Criterion::read);
            acls.entry(line.word(1)).or_default().push((line, asks));
        }
        Self { facts, acls }
    }

    /// Whether a rule is obeyed for a visit.
    pub(in crate::proxies::haproxy) fn apply(&self, rule: &Line, asked: &Asked<'_>) -> Truth {
        let words = rule.texts();
        let at = words.iter().skip(1).position(|word| matches!(*word, "if" | "unless"));
        let holds = match at {
            None => Truth::Yes,
            Some(at) => {
                let holds = self.hold(&words[at + 2..], asked);
                if words[at + 1] == "if" { holds } else { holds.not() }
            }
        };
        if rule.certain { holds } else { holds.and(Truth::Unclear) }
    }

    /// Terms side by side must all hold; between `or`, one group of them.
    fn hold(&self, words: &[&str], asked: &Asked<'_>) -> Truth {
        let (mut any, mut all) = (Truth::No, Truth::Yes);
        let mut rest = words;
        let mut negated = false;
        while let Some((&word, after)) = rest.split_first() {
            rest = after;
            if matches!(word, "or" | "||" | "OR") {
                any = any.or(all);
                all = Truth::Yes;
                continue;
            }
            let term = word.trim_start_matches('!');
            negated ^= (word.len() - term.len()) % 2 == 1;
            let truth = match term {
                "" => continue,
                "{" => {
                    let close = rest.iter().position(|word| *word == "}").unwrap_or(rest.len());
                    let inside = Criterion::read(&rest[..close]);
                    rest = rest.get(close + 1..).unwrap_or_default();
                    inside.map_or(Truth::Unclear, |criterion| criterion.holds(asked, self.facts))
                }
                name => self.named(name, asked),
            };
            all = all.and(if negated { truth.not() } else { truth });
            negated = false;
        }
        any.or(all)
    }

    fn named(&self, name: &str, asked: &Asked<'_>) -> Truth {
        let Some(lines) = self.acls.get(name) else {
            return match name {
                "TRUE" | "HTTP" => Truth::Yes,
                "FALSE" => Truth::No,
                _ => Truth::Unclear,
            };
        };
        lines.iter().fold(Truth::No, |truth, (line, criterion)| {
            let holds =
                criterion.as_ref().map_or(Truth::Unclear, |criterion| criterion.holds(asked, self.facts));
            truth.or(if line.certain { holds } else { Truth::Unclear })
        })
    }
}
