//! Which site answers a visit, as far as that is written down.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::bind::Bind;
use super::configuration::Configuration;
use super::effective::Effective;
use super::rules::{Asked, Conditions, Effect, LookedUp, looked_up, stage};
use super::syntax::{Line, SectionKind};
use super::truth::Truth;
use crate::facts::{HostFacts, Install};
use crate::proxies::{Answering, Visit};

pub(super) fn answering(facts: &HostFacts, install: &Install, visit: &Visit) -> Answering {
    let configuration = Configuration::of(facts, install);
    let proxies = configuration.proxies();
    let alpn_by_default = install.since(2, 8, 0);
    let mut best: Vec<(u8, &Effective<'_>, Bind<'_>)> = Vec::new();
    for proxy in proxies.iter().filter(|proxy| proxy.is_entrance()) {
        for line in proxy.section.lines_of("bind") {
            let Ok(bind) = Bind::read(line, alpn_by_default) else {
                return unclear(proxy, line, "its address is not known");
            };
            let nearness = nearness(&bind, visit);
            let nearest = best.first().map_or(1, |(nearest, ..)| *nearest);
            if nearness > nearest {
                best.clear();
            }
            if nearness >= nearest {
                best.push((nearness, proxy, bind));
            }
        }
    }
    let Some((_, proxy, bind)) = best.first() else { return Answering::Nobody };
    if best.iter().any(|(_, other, _)| other.section.start() != proxy.section.start()) {
        return Answering::Unclear { why: format!("several sections listen on port {}", visit.port) };
    }
    if !proxy.section.is_certain() {
        return Answering::Unclear { why: "whether that section is read is not known".to_owned() };
    }
    let nameless = matches!(visit.sni, Some(None));
    if bind.tls != visit.sni.is_some()
        || bind.proxy_protocol
        || bind.wants_certificate
        || (bind.strict_sni && nameless)
    {
        return Answering::Nobody;
    }
    let is_backend =
        |proxy: &&Effective<'_>| matches!(proxy.section.kind, SectionKind::Backend | SectionKind::Listen);
    let backends = proxies.iter().filter(is_backend).filter_map(|proxy| proxy.section.name()).collect();
    Way { facts, install, proxy, site: site(install, proxy, proxy.section.line()), backends }.end(visit)
}

/// How exactly a line's address is the one that was dialled: the kernel hands a connection to the most
/// exact one. 0 for one that does not get it.
fn nearness(bind: &Bind<'_>, visit: &Visit) -> u8 {
    let address = match visit.address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    let near = |own: &str| match own {
        own if own == address => 3,
        "*" if visit.address.is_ipv4() => 2,
        "[::]" if visit.address.is_ipv6() => 2,
        "[::]" if !bind.v6only => 1,
        _ => 0,
    };
    let sockets = bind.sockets.iter().filter(|(_, ports)| ports.contains(&visit.port));
    sockets.map(|(own, _)| near(own)).max().unwrap_or(0)
}

/// The place among the sites of the one that is written at that line.
fn site(install: &Install, proxy: &Effective<'_>, line: usize) -> Option<usize> {
    let file = &proxy.section.file.path;
    install.sites.iter().position(|site| site.file == *file && site.line == line)
}

fn unclear(proxy: &Effective<'_>, line: &Line, what: &str) -> Answering {
    let why = format!("{}, line {}: {what}", proxy.section.file.path, line.number);
    Answering::Unclear { why }
}

/// The way of a visit through a section's rules.
struct Way<'a, 'f> {
    facts: &'f HostFacts,
    install: &'a Install,
    proxy: &'a Effective<'f>,
    site: Option<usize>,
    /// The names of all backends.
    backends: BTreeSet<&'f str>,
}

impl Way<'_, '_> {
    fn end(&self, visit: &Visit) -> Answering {
        let own = self.site.map_or(Answering::Nobody, Answering::Site);
        if self.proxy.passes_bytes() {
            return own;
        }
        let asked = Asked {
            host: &visit.host,
            port: visit.port,
            tls: visit.sni.is_some(),
            sni: visit.sni.as_ref().and_then(|sni| sni.as_deref()),
            challenge: false,
        };
        let mut rules: Vec<&Line> = self.proxy.settings.rules.iter().collect();
        let conditions = Conditions::of(rules.iter().copied(), self.facts);
        rules.sort_by_cached_key(|line| stage(line));
        // What may have happened before, where that is not known.
        let mut perhaps: Vec<(Answering, &Line)> = Vec::new();
        let mut skipping = false;
        let mut end = None;
        for line in rules {
            let effect = Effect::of(line);
            if effect == Effect::Passes || (skipping && line.word(0) == "http-request") {
                continue;
            }
            let outcome = match effect {
                Effect::Refuses => Answering::Nobody,
                Effect::Answers | Effect::ToHttps | Effect::Redirects => own.clone(),
                Effect::Chooses => self.chosen(line, &asked),
                Effect::Skips | Effect::Rewrites | Effect::Unknown | Effect::Passes => {
                    unclear(self.proxy, line, "what it does depends on more than names")
                }
            };
            match (conditions.apply(line, &asked), effect) {
                (Truth::No, _) => {}
                (Truth::Yes, Effect::Skips) => skipping = true,
                (Truth::Yes, _) => {
                    end = Some(outcome);
                    break;
                }
                (Truth::Unclear, _) => perhaps.push((outcome, line)),
            }
        }
        let has_default =
            self.proxy.settings.default_backend.is_some() || self.proxy.section.kind == SectionKind::Listen;
        let end = end.unwrap_or(if has_default { own } else { Answering::Nobody });
        match perhaps.into_iter().find(|(outcome, _)| *outcome != end) {
            Some((_, line)) => unclear(self.proxy, line, "whether it is obeyed depends on more than names"),
            None => end,
        }
    }

    /// The site that a `use_backend` leads to: this section's own, or a guest's. A backend that is looked up
    /// and is not there leaves the visit to the default one.
    fn chosen(&self, line: &Line, asked: &Asked<'_>) -> Answering {
        let is_dynamic = line.word(1).contains("%[");
        if is_dynamic && self.proxy.settings.default_backend.is_none() {
            match looked_up(line, asked, self.facts) {
                LookedUp::Name(name) if self.backends.contains(name.as_str()) => {}
                LookedUp::Name(_) => return Answering::Nobody,
                LookedUp::Unclear => return unclear(self.proxy, line, "where it leads is looked up"),
            }
        }
        let site = match self.proxy.is_guest(line) {
            true => self.guest(line),
            false => self.site,
        };
        site.map_or(Answering::Nobody, Answering::Site)
    }

    fn guest(&self, line: &Line) -> Option<usize> {
        let block = self.proxy.section.file.block_at(line.span.start)?;
        let mut guests =
            self.proxy.settings.rules.iter().filter(|rule| block.span.contains(&rule.span.start));
        site(self.install, self.proxy, guests.next()?.number)
    }
}
