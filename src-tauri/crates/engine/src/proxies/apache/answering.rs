//! Which site answers a visit, by Apache's own rules (httpd 2.4: `server/vhost.c`, and `mod_ssl` for the
//! name in the TLS greeting; all of it seen on 2.4.71).

use super::address::Host;
use super::machine_name;
use super::name::{is_usable, matches};
use super::surroundings::read;
use super::survey::Survey;
use super::table::Chain;
use super::tls_settings::{self, Compatible};
use crate::facts::{HostFacts, Install};
use crate::proxies::{Answering, Visit};

/// Which of the install's sites answers.
pub(super) fn answering(facts: &HostFacts, install: &Install, visit: &Visit) -> Answering {
    if let Some(problem) = install.problems.first() {
        let why = format!("{}, line {}: {}", problem.file, problem.line, problem.message);
        return Answering::Unclear { why };
    }
    let effective = read(facts, install, &install.modules);
    let survey = Survey::of(&effective);
    let answer = Counter { survey: &survey, install, machine: machine_name::full_name(facts) }.answer(visit);
    answer.unwrap_or_else(|unclear| unclear)
}

/// Where visits are told to whom they go.
struct Counter<'c> {
    survey: &'c Survey<'c>,
    install: &'c Install,
    /// The machine's own name, which a virtual host without one has.
    machine: Option<String>,
}

impl Counter<'_> {
    /// `Err` where it is unclear, so that each step can end it.
    fn answer(&self, visit: &Visit) -> Result<Answering, Answering> {
        let name = visit.host.trim_end_matches('.');
        if !self.is_listened_on(visit)? || !is_usable(&visit.host) {
            return Ok(Answering::Nobody);
        }
        if self.survey.proxy_lines.are_expected(Host::Ip(visit.address), visit.port) {
            return Ok(Answering::Nobody);
        }
        if self.survey.table.has_name(visit.port) {
            return Err(unclear(
                "a virtual host's address is a name, which the server looked up at its start",
            ));
        }
        let Some(chain) = self.survey.table.chain(visit.address, visit.port) else {
            // Without virtual hosts there is nothing that a name could decide.
            let speaks = self.survey.main_speaks_tls() == visit.sni.is_some();
            return Ok(if speaks { self.main_server() } else { Answering::Nobody });
        };
        let first = *chain.places.first().ok_or_else(|| unclear("an address without a virtual host"))?;
        if self.speaks_tls(first, visit.port) != visit.sni.is_some() {
            return Ok(Answering::Nobody);
        }
        // HTTP/1.0 may ask without a name, and `ServerPath` is for just that.
        let has_path = |at: &usize| self.survey.neighbours[*at].vhost.value("serverpath").is_some();
        if name.is_empty() && chain.places.iter().any(has_path) {
            return Err(unclear("ServerPath decides by the path of the request"));
        }
        let by_name = Some(name).filter(|name| !name.is_empty()).and_then(|name| self.named(chain, name));
        let asked = by_name.unwrap_or(first);
        match &visit.sni {
            None => Ok(Answering::Site(asked)),
            // Whoever greets with a name has to ask with one.
            Some(Some(_)) if name.is_empty() => Ok(Answering::Nobody),
            Some(greeted) => self.over_tls(chain, first, asked, greeted.as_deref()),
        }
    }

    /// Over TLS the greeting has chosen a virtual host already, and the request may only go to one that
    /// encrypts the same way.
    fn over_tls(
        &self,
        chain: Chain<'_>,
        first: usize,
        asked: usize,
        greeted: Option<&str>,
    ) -> Result<Answering, Answering> {
        let by_greeting = greeted.and_then(|name| self.named(chain, name)).unwrap_or(first);
        let vhosts = [by_greeting, asked].map(|at| self.survey.neighbours[at].vhost);
        let effective = self.survey.effective;
        if greeted.is_none() && vhosts.iter().any(|vhost| tls_settings::wants_name(effective, vhost)) {
            return Ok(Answering::Nobody);
        }
        // Before 2.4.64 only a greeting with a name bound the request (CVE-2025-23048).
        let is_bound = greeted.is_some() || self.install.since(2, 4, 64);
        if by_greeting == asked || !is_bound {
            return Ok(Answering::Site(asked));
        }
        match tls_settings::compatible(effective, vhosts[0], vhosts[1]) {
            Compatible::Yes => Ok(Answering::Site(asked)),
            Compatible::No => Ok(Answering::Nobody),
            Compatible::ByPolicy => {
                Err(unclear("SSLVHostSNIPolicy decides whether the request may change the site"))
            }
        }
    }

    fn is_listened_on(&self, visit: &Visit) -> Result<bool, Answering> {
        let mut is_name = false;
        for line in self.survey.listens.iter().filter(|line| line.port == visit.port) {
            match line.address.as_deref() {
                None => return Ok(true),
                Some(address) => match Host::of(address) {
                    Host::Ip(ip) if ip == visit.address => return Ok(true),
                    Host::Ip(_) => {}
                    // Of all addresses only IPv4's, else it would be none.
                    Host::Any if visit.address.is_ipv4() => return Ok(true),
                    Host::Any => {}
                    Host::Name => is_name = true,
                },
            }
        }
        let why = "Apache listens on an address that is given as a name, which it looked up at its start";
        if is_name { Err(unclear(why)) } else { Ok(false) }
    }

    fn speaks_tls(&self, at: usize, port: u16) -> bool {
        self.survey.neighbours[at].speaks_tls(port, self.survey.effective, &self.survey.listens)
    }

    /// The first of a chain that a name fits: by its names, and where none does, by what stands in its
    /// address.
    fn named(&self, chain: Chain<'_>, name: &str) -> Option<usize> {
        let by_name = chain.places.iter().find(|at| self.answers_to(**at, name));
        let stands_in = |at: &&usize| {
            let addresses = self.survey.neighbours[**at].addresses.iter();
            let mut here = addresses.filter(|own| own.host == chain.host && own.port == chain.port);
            here.any(|own| own.text.eq_ignore_ascii_case(name))
        };
        by_name.or_else(|| chain.places.iter().find(stands_in)).copied()
    }

    fn answers_to(&self, at: usize, name: &str) -> bool {
        let neighbour = &self.survey.neighbours[at];
        let own = neighbour.names.iter().any(|own| matches(own, name));
        let nameless = neighbour.server_name.is_none() && neighbour.has_wildcard_address();
        own || (nameless && self.machine.as_deref().is_some_and(|machine| machine.eq_ignore_ascii_case(name)))
    }

    /// The main server stands after the virtual hosts.
    fn main_server(&self) -> Answering {
        let at = self.survey.neighbours.len();
        if at < self.install.sites.len() { Answering::Site(at) } else { Answering::Nobody }
    }
}

fn unclear(why: &str) -> Answering {
    Answering::Unclear { why: why.to_owned() }
}
