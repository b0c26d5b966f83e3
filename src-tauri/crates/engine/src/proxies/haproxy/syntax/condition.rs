//! The conditions of `.if` and `.elif` (2.4 and later), as `cfg_eval_condition` of HAProxy reads them.

use super::Environment;
use crate::names::Version;
use crate::proxies::haproxy::truth::Truth;

/// How deep parentheses are followed; the server itself stops at 1024.
const DEPTH: usize = 64;

/// Whether a condition holds; `None` where it is none. Quotes and variables are resolved already.
pub(super) fn evaluate(text: &str, environment: &Environment) -> Option<Truth> {
    let mut reader = Reader { rest: text.trim_start(), environment, depth: 0 };
    let truth = reader.any()?;
    reader.rest.is_empty().then_some(truth)
}

struct Reader<'t> {
    rest: &'t str,
    environment: &'t Environment,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn any(&mut self) -> Option<Truth> {
        let mut truth = self.all()?;
        while self.take("||") {
            truth = truth.or(self.all()?);
        }
        Some(truth)
    }

    fn all(&mut self) -> Option<Truth> {
        let mut truth = self.one()?;
        while self.take("&&") {
            truth = truth.and(self.one()?);
        }
        Some(truth)
    }

    fn one(&mut self) -> Option<Truth> {
        let mut negated = false;
        while self.take("!") {
            negated = !negated;
        }
        let truth = if self.take("(") { self.group()? } else { self.predicate()? };
        Some(if negated { truth.not() } else { truth })
    }

    fn group(&mut self) -> Option<Truth> {
        self.depth += 1;
        let truth = (self.depth < DEPTH).then(|| self.any())??;
        self.depth -= 1;
        self.take(")").then_some(truth)
    }

    fn predicate(&mut self) -> Option<Truth> {
        let length = self.rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let (name, rest) = self.rest.split_at(length);
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            self.rest = rest.trim_start();
            return Some(Truth::of(name.bytes().any(|digit| digit != b'0')));
        }
        let (inside, after) = rest.strip_prefix('(')?.split_once(')')?;
        self.rest = after.trim_start();
        let arguments: Vec<&str> = inside.split(',').collect();
        self.known(name, &arguments)
    }

    /// What a predicate says; those on the process (`enabled` …) are not decided here.
    fn known(&self, name: &str, arguments: &[&str]) -> Option<Truth> {
        let environment = self.environment;
        let since = |own: Option<Version>, text: &str| match (own, text.parse::<Version>()) {
            (Some(own), Ok(wanted)) => Truth::of(own >= wanted),
            _ => Truth::Unclear,
        };
        Some(match (name, arguments) {
            ("defined", [name]) => environment.is_set(name.trim()).map_or(Truth::Unclear, Truth::of),
            ("streq", [a, b]) => Truth::of(a == b),
            ("strneq", [a, b]) => Truth::of(a != b),
            ("strstr", [a, b]) => Truth::of(a.contains(b)),
            ("feature", _) if environment.features.is_empty() => Truth::Unclear,
            ("feature", [name]) => Truth::of(environment.features.contains(&format!("+{}", name.trim()))),
            ("version_atleast", [text]) => since(environment.version, text),
            ("version_before", [text]) => since(environment.version, text).not(),
            ("openssl_version_atleast", [text]) => since(environment.openssl, text),
            ("openssl_version_before", [text]) => since(environment.openssl, text).not(),
            ("enabled" | "ssllib_name_startswith" | "awslc_api_atleast" | "awslc_api_before", _) => {
                Truth::Unclear
            }
            _ => return None,
        })
    }

    fn take(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest.trim_start();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_decided_where_they_can_be() {
        let mut environment = Environment::default();
        environment.version = Some(Version::new(2, 6, 12));
        environment.features.insert("+OPENSSL".to_owned());
        environment.set("A", "x");
        for (text, expected) in [
            ("1", Some(Truth::Yes)),
            ("0", Some(Truth::No)),
            ("true", None),
            ("", None),
            ("defined(A)", Some(Truth::Yes)),
            ("defined(B)", Some(Truth::Unclear)),
            ("!defined(A) || version_atleast(2.4)", Some(Truth::Yes)),
            ("version_before(2.7) && feature(OPENSSL)", Some(Truth::Yes)),
            ("version_atleast(3.0-dev1)", Some(Truth::No)),
            ("feature(QUIC)", Some(Truth::No)),
            ("streq(a,a) && (strneq(a,b) || 0)", Some(Truth::Yes)),
            ("defined(B) && 0", Some(Truth::No)),
            ("enabled(SPLICE)", Some(Truth::Unclear)),
            ("unheard_of(1)", None),
            ("streq(a,a", None),
            ("(1", None),
            ("1 1", None),
        ] {
            assert_eq!(evaluate(text, &environment), expected, "{text}");
        }
        assert_eq!(evaluate(&"(".repeat(100_000), &environment), None);
    }
}
