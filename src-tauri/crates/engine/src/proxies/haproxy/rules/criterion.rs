use super::Asked;
use crate::facts::HostFacts;
use crate::proxies::haproxy::truth::Truth;

/// The endings by which a fetch also says how it is compared.
const MATCHINGS: [&str; 7] = ["beg", "dir", "dom", "end", "len", "reg", "sub"];

/// What an ACL looks at, and what it compares that with: the words after `acl NAME`, or inside `{ … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Criterion<'l> {
    /// The fetch, without the ending that says how it is compared.
    pub(in crate::proxies::haproxy) fetch: &'l str,
    /// What stands in its parentheses.
    pub(in crate::proxies::haproxy) argument: &'l str,
    /// What is done to what it fetched: `lower`, `field(1,:)` …
    pub(in crate::proxies::haproxy) converters: Vec<&'l str>,
    /// How it is compared: `beg`, `end` …; empty for as a whole.
    pub(in crate::proxies::haproxy) matching: &'l str,
    /// The values that stand there.
    pub(in crate::proxies::haproxy) patterns: Vec<&'l str>,
    /// The files with more of them.
    pub(in crate::proxies::haproxy) files: Vec<&'l str>,
    ignores_case: bool,
}

impl<'l> Criterion<'l> {
    /// Reads the words; `None` where there are none.
    pub(in crate::proxies::haproxy) fn read(words: &[&'l str]) -> Option<Self> {
        let (sample, mut rest) = words.split_first()?;
        let mut parts = outside_parentheses(sample).into_iter();
        let (keyword, argument) = called(parts.next()?);
        let (fetch, matching) = match keyword.rsplit_once('_') {
            Some((fetch, ending)) if MATCHINGS.contains(&ending) => (fetch, ending),
            _ => (keyword, ""),
        };
        let mut criterion = Self {
            fetch,
            argument,
            converters: parts.collect(),
            matching,
            patterns: Vec::new(),
            files: Vec::new(),
            ignores_case: false,
        };
        while let Some((flag, after)) = rest.split_first().filter(|(flag, _)| flag.starts_with('-')) {
            let value = after.first().copied().unwrap_or_default();
            match *flag {
                "-m" => criterion.matching = if value == "str" { "" } else { value },
                "-f" => criterion.files.push(value),
                "-i" => criterion.ignores_case = true,
                _ => {}
            }
            rest = after.get(usize::from(matches!(*flag, "-m" | "-f" | "-u"))..).unwrap_or_default();
            if *flag == "--" {
                break;
            }
        }
        criterion.patterns = rest.to_vec();
        Some(criterion)
    }

    /// Whether it looks at the host that was asked for, by header or by TLS.
    pub(in crate::proxies::haproxy) fn is_on_host(&self) -> bool {
        match self.fetch {
            "hdr" | "req.hdr" | "req.fhdr" | "shdr" => {
                self.argument.split(',').next().is_some_and(|name| name.eq_ignore_ascii_case("host"))
            }
            "ssl_fc_sni" | "req.ssl_sni" | "req_ssl_sni" => true,
            _ => false,
        }
    }

    /// Whether it holds for a visit.
    pub(super) fn holds(&self, asked: &Asked<'_>, facts: &HostFacts) -> Truth {
        match self.fetch {
            "ssl_fc" if self.patterns.is_empty() => Truth::of(asked.tls),
            "always_true" => Truth::Yes,
            "always_false" => Truth::No,
            "dst_port" => self.any(|pattern| port_is(pattern, asked.port), facts),
            // Of all paths those of a challenge are set apart by nearly every configuration.
            "path" | "path_beg" if self.is_about_challenges() => Truth::of(asked.challenge),
            "path" if self.matching == "beg" && self.patterns == ["/"] => Truth::Yes,
            _ if self.is_on_host() => match self.host(asked) {
                Some(host) if self.matching == "found" => Truth::of(!host.is_empty()),
                Some(host) => self.any(|pattern| self.compare(&host, pattern), facts),
                None => Truth::Unclear,
            },
            _ => Truth::Unclear,
        }
    }

    fn is_about_challenges(&self) -> bool {
        let challenge = |pattern: &&str| pattern.starts_with("/.well-known/acme-challenge");
        !self.patterns.is_empty() && self.patterns.iter().all(challenge) && self.files.is_empty()
    }

    /// The host as it is compared; `None` where something is done to it that is not followed here.
    pub(super) fn host(&self, asked: &Asked<'_>) -> Option<String> {
        let by_tls = self.fetch.ends_with("sni");
        let mut host = match by_tls {
            true => asked.sni.unwrap_or_default().to_owned(),
            false if asked.port == if asked.tls { 443 } else { 80 } => asked.host.to_owned(),
            false => format!("{}:{}", asked.host, asked.port),
        };
        for converter in &self.converters {
            match called(converter) {
                ("lower", _) => host.make_ascii_lowercase(),
                ("field" | "word", "1,:") | ("host_only", _) => {
                    host.truncate(host.find(':').unwrap_or(host.len()));
                }
                _ => return None,
            }
        }
        Some(host)
    }

    /// Whether one of the patterns fits.
    fn any(&self, fits: impl Fn(&str) -> Truth, facts: &HostFacts) -> Truth {
        let mut truth = Truth::No;
        for pattern in &self.patterns {
            truth = truth.or(fits(pattern));
        }
        for file in &self.files {
            let content = file.parse().ok().and_then(|path| facts.content(&path));
            let Some(content) = content else { return truth.or(Truth::Unclear) };
            for pattern in listed(&String::from_utf8_lossy(content)) {
                truth = truth.or(fits(pattern));
            }
        }
        truth
    }

    fn compare(&self, value: &str, pattern: &str) -> Truth {
        if self.matching.is_empty() && self.ignores_case {
            return Truth::of(value.eq_ignore_ascii_case(pattern));
        }
        let (value, pattern) = match self.ignores_case {
            true => (value.to_ascii_lowercase(), pattern.to_ascii_lowercase()),
            false => (value.to_owned(), pattern.to_owned()),
        };
        let (value, pattern) = (value.as_str(), pattern.as_str());
        Truth::of(match self.matching {
            "" => value == pattern,
            "beg" => value.starts_with(pattern),
            "end" => value.ends_with(pattern),
            "sub" => value.contains(pattern),
            "dom" => within(value, pattern),
            "reg" => return plain(pattern).map_or(Truth::Unclear, |plain| Truth::of(value == plain)),
            _ => return Truth::Unclear,
        })
    }
}

/// The values of a pattern file.
pub(in crate::proxies::haproxy) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// `name(argument)`.
pub(in crate::proxies::haproxy) fn called(text: &str) -> (&str, &str) {
    let (name, argument) = text.split_once('(').unwrap_or((text, ""));
    (name, argument.strip_suffix(')').unwrap_or(argument))
}

/// The parts between commas that stand in no parentheses.
pub(in crate::proxies::haproxy) fn outside_parentheses(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A part of a name between dots, or of what else `dom` takes for borders.
pub(super) fn within(value: &str, pattern: &str) -> bool {
    let border = |c: Option<char>| c.is_none_or(|c| matches!(c, '.' | ':' | '/' | '?'));
    let pattern = pattern.trim_matches(['.', ':', '/', '?']);
    value.match_indices(pattern).any(|(at, _)| {
        border(value[..at].chars().next_back()) && border(value[at + pattern.len()..].chars().next())
    })
}

/// The one text that an anchored expression without anything special fits.
fn plain(expression: &str) -> Option<String> {
    let inside = expression.strip_prefix('^')?.strip_suffix('$')?;
    let mut text = String::new();
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(rest.next().filter(|c| c.is_ascii_punctuation())?),
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':') => text.push(c),
            _ => return None,
        }
    }
    Some(text)
}

/// A port, a range of them, or `lt 1024` and the like, which is not followed here.
fn port_is(pattern: &str, port: u16) -> Truth {
    let (first, last) = pattern.split_once([':', '-']).unwrap_or((pattern, pattern));
    match (first.parse::<u16>(), last.parse::<u16>()) {
        (Ok(first), Ok(last)) => Truth::of((first..=last).contains(&port)),
        _ => Truth::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_apart() {
        let words = ["req.hdr(Host),field(1,:),lower", "-i", "-m", "end", "-f", "/x", "--", "-a", "b"];
        let read = Criterion::read(&words).unwrap();
        assert_eq!((read.fetch, read.argument, read.matching), ("req.hdr", "Host", "end"));
        assert_eq!(read.converters, ["field(1,:)", "lower"]);
        assert_eq!((read.files, read.patterns), (vec!["/x"], vec!["-a", "b"]));
    }

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
            let words = [criterion];
            let read = Criterion::read(&words).unwrap();
            assert_eq!(read.is_on_host().then_some(read.matching), matching, "{criterion}");
        }
    }

    #[test]
    fn an_expression_that_is_one_name_is_read() {
        assert_eq!(plain(r"^a\.b-c$"), Some("a.b-c".to_owned()));
        for other in ["a", "^a.b$", r"^(a|b)\.c$", r"^a\d$"] {
            assert_eq!(plain(other), None, "{other}");
        }
        assert!(within("www.a.test:80", "a.test") && within("www.a.test", "www"));
        assert!(!within("www.ba.test", "a.test"));
    }
}
