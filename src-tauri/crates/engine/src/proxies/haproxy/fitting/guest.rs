//! A frontend of somebody else's that takes the site in.

use std::collections::BTreeSet;

use super::place::Places;
use super::refusals::conflict;
use crate::facts::HostFacts;
use crate::plan::{ConflictKind, Refusal};
use crate::proxies::WantedSite;
use crate::proxies::haproxy::bind::Bind;
use crate::proxies::haproxy::effective::Effective;
use crate::proxies::haproxy::rules::{Asked, Conditions, Effect, stage};
use crate::proxies::haproxy::syntax::{Line, SectionKind};
use crate::proxies::haproxy::truth::Truth;

/// A frontend, and where the site's lines go in it.
#[derive(Debug)]
pub(in crate::proxies::haproxy) struct Guest<'p, 'f> {
    /// The frontend.
    pub(in crate::proxies::haproxy) host: &'p Effective<'f>,
    /// Its lines that listen on the site's port for HTTPS.
    pub(in crate::proxies::haproxy) tls_binds: Vec<&'f Line>,
    /// Whether all of them offer HTTP/2.
    pub(in crate::proxies::haproxy) offers_http2: bool,
    /// What goes before a rule that would send the site's visitors elsewhere, or challenges along with them;
    /// `None` where there is no such rule.
    pub(in crate::proxies::haproxy) early: Option<Early>,
    /// Where its `use_backend` goes; `None` where visits of the port never come so far, because all of
    /// them are sent to HTTPS.
    pub(in crate::proxies::haproxy) late: Option<Late>,
    /// Whether visits by plain HTTP come as far as its `use_backend`.
    pub(in crate::proxies::haproxy) takes_http: bool,
    /// Whether visits by HTTPS do.
    pub(in crate::proxies::haproxy) takes_https: bool,
    /// The rule by which the name was led somewhere until now: ours stand before it.
    pub(in crate::proxies::haproxy) gives_way: Option<&'f Line>,
    /// The lines of rules that may hold for the site's visits, too.
    pub(in crate::proxies::haproxy) holding: Vec<usize>,
}

/// What goes before a rule that sends visitors elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Early {
    /// Its place.
    pub(in crate::proxies::haproxy) place: usize,
    /// Whether it sends the site's visitors to HTTPS.
    pub(in crate::proxies::haproxy) redirects: bool,
    /// Whether it lets the challenges of a certificate's renewal pass, which the rule would take along.
    pub(in crate::proxies::haproxy) challenges: bool,
}

/// Where a `use_backend` goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxies::haproxy) struct Late {
    /// Where a new one goes.
    pub(in crate::proxies::haproxy) place: usize,
    /// How far behind one that is there already may stand.
    pub(in crate::proxies::haproxy) limit: usize,
}

/// A port of the site's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Door {
    /// The port.
    pub(super) port: u16,
    /// Whether TLS is spoken.
    pub(super) tls: bool,
}

impl<'p, 'f> Guest<'p, 'f> {
    /// Sees whether the frontend can take the site in on these ports, all of which it listens on.
    pub(super) fn of(
        host: &'p Effective<'f>,
        doors: &[(Door, Vec<(&'f Line, Bind<'f>)>)],
        site: &WantedSite,
        facts: &'f HostFacts,
    ) -> Result<Self, Refusal> {
        let conditions = Conditions::of(host.settings.rules.iter(), facts);
        let judge = Judge { host, site, conditions, expects_proxy: host.expects_proxy() };
        let mut guest = Self {
            host,
            tls_binds: Vec::new(),
            offers_http2: true,
            early: None,
            late: None,
            takes_http: false,
            takes_https: false,
            gives_way: None,
            holding: Vec::new(),
        };
        for (door, binds) in doors {
            for (line, bind) in binds {
                judge.bind(*door, line, bind)?;
            }
            if door.tls {
                guest.tls_binds.extend(binds.iter().map(|(line, _)| *line));
                guest.offers_http2 &= binds.iter().all(|(_, bind)| bind.http2);
            }
            judge.rules(*door, &mut guest)?;
        }
        guest.holding.sort_unstable();
        guest.holding.dedup();
        Ok(guest)
    }

    /// Whether the frontend's log would hold what visitors ask for, queries included: so it does by the
    /// formats that HAProxy has names for.
    pub(in crate::proxies::haproxy) fn logs_queries(&self) -> bool {
        let settings = &self.host.settings;
        settings.log.is_some()
            && settings.log_format.is_some_and(|line| match (line.word(0), line.word(1)) {
                ("option", format) => format != "tcplog",
                (_, format) => ["%r", "}r", "%HU", "%HQ", "%["].iter().any(|field| format.contains(field)),
            })
    }
}

struct Judge<'p, 'f> {
    host: &'p Effective<'f>,
    site: &'p WantedSite,
    conditions: Conditions<'f>,
    expects_proxy: bool,
}

impl<'f> Judge<'_, 'f> {
    fn bind(&self, door: Door, line: &Line, bind: &Bind<'_>) -> Result<(), Refusal> {
        let section = &self.host.section;
        let file = &section.file.path;
        let at = |line: usize| (file, line);
        let port = door.port;
        if !section.is_certain() || !line.certain {
            return Err(Refusal::NotUnderstood {
                file: file.clone(),
                line: line.number,
                message: format!(
                    "whether HAProxy listens on port {port} here depends on a condition that is not known"
                ),
            });
        }
        if section.kind != SectionKind::Frontend {
            let what = format!(
                "a `{}` section has port {port} for itself, and a second one would take every other connection away from it",
                section.word()
            );
            let way = "make a frontend and a backend of that section";
            return Err(conflict(ConflictKind::NoPlace, at(section.line()), what, way));
        }
        if self.host.passes_bytes() {
            let what = format!(
                "what comes to port {port} is passed on as it comes (mode tcp), so this site cannot be told apart there"
            );
            let way = "let that frontend speak HTTP (mode http, with the certificates here)";
            return Err(conflict(ConflictKind::PassesBytes, at(section.line()), what, way));
        }
        if bind.proxy_protocol || self.expects_proxy {
            let what = format!(
                "port {port} expects a PROXY line, which no visitor sends: another proxy is in front"
            );
            let way = "set the site up at the proxy in front";
            return Err(conflict(ConflictKind::ProxyProtocol, at(line.number), what, way));
        }
        if bind.tls != door.tls {
            let (spoken, wanted) = if bind.tls { ("HTTPS", "plain HTTP") } else { ("plain HTTP", "HTTPS") };
            let what = format!("port {port} speaks {spoken} there, and {wanted} is wanted");
            let way = format!("let it speak {wanted}");
            return Err(conflict(ConflictKind::NoPlace, at(line.number), what, way));
        }
        if bind.wants_certificate {
            let what = format!(
                "port {port} lets in nobody without a certificate of his own, which no app for Jellyfin has"
            );
            let way = "leave out `verify required` there";
            return Err(conflict(ConflictKind::NoPlace, at(line.number), what, way));
        }
        Ok(())
    }

    /// Follows an ordinary visit through the rules.
    fn rules(&self, door: Door, guest: &mut Guest<'_, 'f>) -> Result<(), Refusal> {
        let name = self.site.domain.as_str();
        let asked = Asked { host: name, port: door.port, tls: door.tls, sni: Some(name), challenge: false };
        let rules = self.host.settings.rules.iter().map(|line| (line, Effect::of(line)));
        // Of most rules it says nothing that matters here.
        let rules = rules.filter(|(_, effect)| !matches!(effect, Effect::Passes | Effect::Skips));
        let mut rules: Vec<_> = rules.filter(|(line, _)| !self.is_ours(line)).collect();
        rules.sort_by_cached_key(|(line, _)| stage(line));
        let mut may_take = BTreeSet::new();
        for (line, effect) in rules {
            let holds = self.conditions.apply(line, &asked);
            match (effect, holds) {
                (Effect::Passes | Effect::Skips, _) | (_, Truth::No) => {}
                (Effect::Chooses, holds) => {
                    may_take.insert(line.number);
                    let is_conditional = line.texts().iter().any(|word| matches!(*word, "if" | "unless"));
                    if holds == Truth::Yes && is_conditional {
                        guest.gives_way.get_or_insert(line);
                    }
                }
                (Effect::ToHttps, Truth::Yes) if !door.tls && self.leads_to_https() => {
                    let place = Places::before(&self.host.section, line);
                    if let Some(place) = place.filter(|_| self.takes_challenges(line, asked)) {
                        guest.early = Some(Early { place, redirects: false, challenges: true });
                        self.late(&self.choices(&asked), guest);
                    }
                    return Ok(());
                }
                (Effect::ToHttps | Effect::Redirects, Truth::Yes) if !door.tls && self.site.tls.is_some() => {
                    let place = Places::before(&self.host.section, line).filter(|_| line.word(0) != "block");
                    let place = place.ok_or_else(|| self.caught(line, door))?;
                    let challenges = self.takes_challenges(line, asked);
                    guest.early = Some(Early { place, redirects: true, challenges });
                    if challenges {
                        self.late(&self.choices(&asked), guest);
                    }
                    return Ok(());
                }
                (Effect::Rewrites, _) | (_, Truth::Yes) => return Err(self.caught(line, door)),
                (_, Truth::Unclear) => guest.holding.push(line.number),
            }
        }
        *(if door.tls { &mut guest.takes_https } else { &mut guest.takes_http }) = true;
        self.late(&may_take, guest);
        Ok(())
    }

    /// The lines of the rules that may pick a backend for a visit.
    fn choices(&self, asked: &Asked<'_>) -> BTreeSet<usize> {
        let rules = self.host.settings.rules.iter().filter(|line| !self.is_ours(line));
        let choosing = rules.filter(|line| Effect::of(line) == Effect::Chooses);
        let may_take = choosing.filter(|line| self.conditions.apply(line, asked) != Truth::No);
        may_take.map(|line| line.number).collect()
    }

    /// Has the site's `use_backend` before the first that may take the visit.
    fn late(&self, may_take: &BTreeSet<usize>, guest: &mut Guest<'_, 'f>) {
        let found = Places::find(&self.host.section, |line| may_take.contains(&line.number));
        let place = found.before_choice.unwrap_or(found.end);
        let limit = found.before_choice.unwrap_or(usize::MAX);
        let late = guest.late.get_or_insert(Late { place, limit });
        *late = Late { place: late.place.min(place), limit: late.limit.min(limit) };
    }

    /// Whether a redirect takes challenges along that a rule before it can let pass: it can where both are
    /// rules of one kind.
    fn takes_challenges(&self, line: &Line, asked: Asked<'_>) -> bool {
        let holds = self.conditions.apply(line, &Asked { challenge: true, ..asked });
        holds == Truth::Yes && line.word(0) == "http-request"
    }

    /// Whether "the same by HTTPS" is where this site is.
    fn leads_to_https(&self) -> bool {
        self.site.tls.as_ref().is_some_and(|tls| tls.port.get() == 443)
    }

    fn is_ours(&self, line: &Line) -> bool {
        let block = self.host.section.file.block_at(line.span.start);
        block.is_some_and(|block| block.domain == self.site.domain.as_str())
    }

    fn caught(&self, line: &Line, door: Door) -> Refusal {
        let file = &self.host.section.file.path;
        let what = format!(
            "`{} {}` there holds for every visitor of {} on port {}, before any backend is chosen",
            line.word(0),
            line.word(1),
            self.site.domain,
            door.port
        );
        let way = format!("let that rule leave out {}: `!{{ hdr(host) -i {0} }}`", self.site.domain);
        conflict(ConflictKind::NoPlace, (file, line.number), what, way)
    }
}
