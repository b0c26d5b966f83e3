//! A site for Jellyfin that somebody wrote by hand, and how this product's takes its place.

use std::collections::BTreeMap;

use super::configuration::Configuration;
use super::effective::Effective;
use super::rules::{Criterion, Effect};
use super::syntax::{Line, Section, SectionKind};
use crate::facts::{Content, HostFacts, Install};
use crate::names::{AbsPath, Fqdn, Upstream};
use crate::plan::{Conflict, ConflictKind, Refusal};
use crate::proxies::{Adoptable, TlsMaterial, WantedSite};
use crate::text::{Edit, Mark, apply_edits};

/// The lines of a backend that this product's own say otherwise; all others are carried over.
const SUPERSEDED: [&str; 14] = [
    "mode",
    "balance",
    "server",
    "default-server",
    "option",
    "no",
    "timeout",
    "http-check",
    "http-reuse",
    "compression",
    "retries",
    "fullconn",
    "cookie",
    "hash-type",
];

/// A hand-written site: the rules that lead to its backend, and the backend.
struct Handwritten<'p, 'f> {
    uses: Vec<(&'p Effective<'f>, &'f Line)>,
    backend: Section<'f>,
}

/// The site of that name, where there is one.
pub(super) fn adoptable(
    facts: &HostFacts,
    install: &Install,
    domain: &Fqdn,
    upstream: &Upstream,
) -> Option<Adoptable> {
    let configuration = Configuration::of(facts, install);
    let proxies = configuration.proxies();
    let found = Handwritten::find(&proxies, domain, upstream)?;
    let (proxy, line) = found.uses[0];
    let shown = install.sites.iter().filter(|site| site.file == proxy.section.file.path);
    let shown = shown.filter(|site| site.names.iter().any(|name| is(name, domain)));
    let covers = |material: &&TlsMaterial| {
        let (cert, key) = material.files();
        facts.certificate(&cert, &key).is_ok_and(|certificate| certificate.covers(domain))
    };
    Some(Adoptable {
        name: domain.to_string(),
        file: proxy.section.file.path.clone(),
        line: line.number,
        certificate: shown.flat_map(|site| &site.certificates).find(covers).cloned(),
        also: Vec::new(),
    })
}

/// The facts as they are once the hand-written site has given way: its rules are gone, and a block of
/// ours stands where its backend began, with the lines behind it that are carried over.
pub(super) fn given_way(
    facts: &HostFacts,
    install: &Install,
    site: &WantedSite,
) -> Result<HostFacts, Refusal> {
    let configuration = Configuration::of(facts, install);
    let proxies = configuration.proxies();
    let gone = || Refusal::NothingToAdopt { domain: site.domain.clone() };
    let found = Handwritten::find(&proxies, &site.domain, &site.upstream).ok_or_else(gone)?;
    let mut edits: BTreeMap<AbsPath, Vec<Edit>> = BTreeMap::new();
    let mut edit = |file: &AbsPath, span: std::ops::Range<usize>, text: Vec<u8>| {
        edits.entry(file.clone()).or_default().push(Edit { span, text });
    };
    for proxy in proxies.iter().filter(|proxy| proxy.section.kind == SectionKind::Frontend) {
        let names = Names::of(proxy, &site.domain);
        for line in proxy.section.keywords().filter(|line| names.is_about(line)) {
            if !is_replaced(line) {
                return Err(is_lost(&proxy.section.file.path, line));
            }
            edit(&proxy.section.file.path, line.span.clone(), Vec::new());
        }
    }
    let backend = &found.backend;
    let stub = Mark::wrap(&site.domain, &format!("backend jellyfin_{}_out", site.slug));
    edit(&backend.file.path, backend.start()..backend.header_end(), stub.into_bytes());
    for line in backend.keywords().filter(|line| is_superseded(line)) {
        edit(&backend.file.path, line.span.clone(), Vec::new());
    }
    let mut facts = facts.clone();
    for (path, edits) in edits {
        let content = apply_edits(facts.content(&path).unwrap_or_default(), edits);
        if let Some(file) = facts.files.edit().get_mut(&path) {
            file.content = Some(Content::from(content));
        }
    }
    Ok(facts)
}

impl<'p, 'f> Handwritten<'p, 'f> {
    fn find(proxies: &'p [Effective<'f>], domain: &Fqdn, upstream: &Upstream) -> Option<Self> {
        let mut uses = Vec::new();
        let mut led_to = Vec::new();
        for proxy in proxies.iter().filter(|proxy| proxy.section.kind == SectionKind::Frontend) {
            let names = Names::of(proxy, domain);
            let rules = proxy.settings.rules.iter().filter(|line| Effect::of(line) == Effect::Chooses);
            for line in rules.chain(proxy.settings.default_backend) {
                if names.is_about(line) && line.certain && !proxy.is_guest(line) {
                    uses.push((proxy, line));
                } else {
                    led_to.push(line.word(1));
                }
            }
        }
        let name = uses.first()?.1.word(1);
        let one = uses.iter().all(|(_, line)| line.word(1) == name) && !led_to.contains(&name);
        let mut backends = proxies.iter().filter(|proxy| proxy.section.name() == Some(name));
        let backend = backends.next().filter(|_| one && backends.next().is_none())?.section;
        let ours = backend.file.block_at(backend.start()).is_some();
        let mut servers = backend.lines_of("server");
        let server = servers.next().filter(|_| servers.next().is_none() && backend.is_certain() && !ours)?;
        let plain =
            !server.texts().iter().any(|word| matches!(*word, "ssl" | "send-proxy" | "send-proxy-v2"));
        let leads = plain && backend.kind == SectionKind::Backend && leads_to(server.word(2), upstream);
        leads.then_some(Self { uses, backend })
    }
}

/// Where a section's rules ask for one name and no other.
struct Names<'f> {
    domain: String,
    acls: Vec<&'f str>,
}

impl<'f> Names<'f> {
    fn of(proxy: &Effective<'f>, domain: &Fqdn) -> Self {
        let mut only: BTreeMap<&str, bool> = BTreeMap::new();
        for line in proxy.settings.rules.iter().filter(|line| line.word(0) == "acl") {
            *only.entry(line.word(1)).or_insert(true) &=
                asks_for(line.texts().get(2..).unwrap_or_default(), domain);
        }
        let acls = only.into_iter().filter(|(_, only)| *only).map(|(name, _)| name).collect();
        Self { domain: domain.to_string(), acls }
    }

    /// Whether a line is obeyed for that name only, or says what its ACL is.
    fn is_about(&self, line: &Line) -> bool {
        if line.word(0) == "acl" {
            return self.acls.contains(&line.word(1));
        }
        let words = line.texts();
        let Some(at) = words.iter().position(|word| *word == "if") else { return false };
        let terms = &words[at + 1..];
        let inline = terms.windows(2).any(|pair| pair[0] == "{") && {
            let begin = terms.iter().position(|word| *word == "{").unwrap_or_default() + 1;
            let inside = &terms[begin..];
            let end = inside.iter().position(|word| *word == "}").unwrap_or(inside.len());
            self.domain.parse().is_ok_and(|domain| asks_for(&inside[..end], &domain))
        };
        let either = terms.iter().any(|word| matches!(*word, "or" | "||"));
        !either && (inline || terms.iter().any(|term| self.acls.contains(term)))
    }
}

/// Whether a criterion is that the host is this one.
fn asks_for(words: &[&str], domain: &Fqdn) -> bool {
    Criterion::read(words).is_some_and(|criterion| {
        criterion.is_on_host()
            && criterion.files.is_empty()
            && criterion.matching.is_empty()
            && matches!(criterion.patterns[..], [name] if is(name, domain))
    })
}

fn is(name: &str, domain: &Fqdn) -> bool {
    name.trim_end_matches('.').eq_ignore_ascii_case(domain.as_str())
}

/// `127.0.0.1:8096` and `localhost:8096` are the same.
fn leads_to(server: &str, upstream: &Upstream) -> bool {
    let wanted = upstream.authority();
    let local = server.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    server == wanted || local.is_some_and(|server| server == wanted)
}

/// What of the frontend this product's own lines do.
fn is_replaced(line: &Line) -> bool {
    let told = line.word(0) == "http-request"
        && matches!(line.word(1), "set-header" | "add-header" | "del-header")
        && is_told_to_jellyfin(line.word(2));
    line.word(0) == "acl" || told || matches!(Effect::of(line), Effect::Chooses | Effect::ToHttps)
}

fn is_superseded(line: &Line) -> bool {
    let told = line.word(0) == "http-request" && is_told_to_jellyfin(line.word(2));
    SUPERSEDED.contains(&line.word(0)) || told
}

/// The fields that this product's own lines set.
fn is_told_to_jellyfin(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    field.starts_with("x-forwarded-") || matches!(field.as_str(), "x-real-ip" | "forwarded")
}

fn is_lost(file: &AbsPath, line: &Line) -> Refusal {
    Refusal::Conflict(Conflict {
        kind: ConflictKind::NoPlace,
        file: file.clone(),
        line: line.number,
        what: format!(
            "`{} {}` there is for the hand-written site, and a frontend's rules are not carried over",
            line.word(0),
            line.word(1)
        ),
        ways: vec![
            "move that rule into the backend, which keeps its rules".to_owned(),
            "take it out, and put it back afterwards".to_owned(),
        ],
    })
}
