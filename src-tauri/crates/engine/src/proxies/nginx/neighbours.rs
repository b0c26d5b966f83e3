use std::collections::{BTreeMap, BTreeSet};

use super::adopt::Blocks;
use super::listen::ListenLine;
use super::place::SitePlace;
use super::server_name::ServerName;
use super::survey::{Context, Server};
use crate::names::{AbsPath, Fqdn};
use crate::plan::{Finding, Refusal};

/// The servers that are there besides the site.
#[derive(Debug)]
pub(super) struct Neighbours<'c> {
    /// The others.
    pub(super) servers: Vec<&'c Server<'c>>,
    /// What the site itself listens on already, or the one whose place it takes.
    pub(super) own: Vec<ListenLine>,
}

impl<'c> Neighbours<'c> {
    /// All servers but the site's own, which stand in the file of that name, and those that give way.
    ///
    /// # Errors
    /// When this product's site for the name stands somewhere else, or another site has the name
    /// in a form that collides with it.
    pub(super) fn of(
        servers: &'c [Server<'c>],
        own: &AbsPath,
        domain: &Fqdn,
        blocks: Option<&Blocks<'c, 'c>>,
    ) -> Result<Self, Refusal> {
        let is_own = |server: &&Server<'_>| {
            let mark = server.node.mark().filter(|mark| mark.domain == domain.as_str());
            let gives_way = |blocks: &Blocks<'_, '_>| {
                blocks.all().any(|other| other.context == server.context && other.order == server.order)
            };
            mark.is_some() && server.site.file == *own || blocks.is_some_and(gives_way)
        };
        let (own, servers): (Vec<&Server<'_>>, Vec<&Server<'_>>) = servers.iter().partition(is_own);
        // `.a.test` is `*.a.test` and `a.test` at once.
        let collides =
            |name: &&String| name.strip_prefix('.').unwrap_or(name).eq_ignore_ascii_case(domain.as_str());
        for server in &servers {
            let site = &server.site;
            if let (Context::Http, Some(name)) = (server.context, site.names.iter().find(collides)) {
                let (name, file, line) = (name.clone(), site.file.clone(), site.line);
                return Err(Refusal::NameTaken { name, file, line });
            }
        }
        let mut listens: Vec<ListenLine> =
            own.iter().flat_map(|server| server.listens.iter().cloned()).collect();
        if blocks.is_some() {
            let first_at = first_at(&own, &servers);
            for listen in &mut listens {
                listen.at.default |= first_at.contains(&(listen.at.address.as_str(), listen.at.port));
            }
        }
        Ok(Self { servers, own: listens })
    }

    /// Whether the site answers for unknown names at an address: by its own word, or as the one did whose
    /// place it takes.
    pub(super) fn is_default(&self, port: u16, address: &str) -> bool {
        self.own
            .iter()
            .any(|listen| listen.at.default && listen.at.port == port && listen.at.address == address)
    }

    /// Whether others speak TLS at an address, and none of them HTTP/2 by its `listen`.
    pub(super) fn lack_http2(&self, port: u16, address: &str) -> bool {
        let mut listens = self.tls_listens(port, address).peekable();
        listens.peek().is_some() && listens.all(|listen| !listen.at.http2)
    }

    /// Whether others speak TLS at an address, and not all of them HTTP/2 by their `listen`.
    pub(super) fn differ_in_http2(&self, port: u16, address: &str) -> bool {
        self.tls_listens(port, address).any(|listen| !listen.at.http2)
    }

    /// Whether others speak HTTP/2 at a port by their `listen`.
    pub(super) fn listen_with_http2(&self, port: u16) -> bool {
        self.http_listens(port).any(|(_, listen)| listen.at.tls && listen.at.http2)
    }

    /// What the user should know of the site's effect on the others.
    pub(super) fn findings(
        &self,
        name: &str,
        ports: &[u16],
        place: &SitePlace,
        domain: &Fqdn,
    ) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            ports.iter().filter_map(|port| self.new_default(*port, name, place, domain)).collect();
        findings.extend(self.gives_way(ports, domain));
        findings
    }

    /// The listeners of other web sites at a port.
    pub(super) fn http_listens(&self, port: u16) -> impl Iterator<Item = (&'c Server<'c>, &'c ListenLine)> {
        let http = self.servers.iter().copied().filter(|server| server.context == Context::Http);
        http.flat_map(|server| server.listens.iter().map(move |listen| (server, listen)))
            .filter(move |(_, listen)| listen.at.port == port)
    }

    /// Those of them that speak TLS at an address.
    pub(super) fn tls_listens<'s>(
        &'s self,
        port: u16,
        address: &'s str,
    ) -> impl Iterator<Item = &'s ListenLine> {
        let listens = self.http_listens(port).map(|(_, listen)| listen);
        listens.filter(move |listen| listen.at.address == address && listen.at.tls)
    }

    /// The site becomes the one that answers for unknown names where it is read first and nobody is
    /// marked for that.
    fn new_default(&self, port: u16, name: &str, place: &SitePlace, domain: &Fqdn) -> Option<Finding> {
        if self.own.iter().any(|listen| listen.at.port == port) {
            return None;
        }
        // Where somebody is marked, or read before it.
        let kept: BTreeSet<&str> = self
            .http_listens(port)
            .filter(|(server, listen)| listen.at.default || place.is_before(server, name))
            .map(|(_, listen)| listen.at.address.as_str())
            .collect();
        let (loser, _) =
            self.http_listens(port).find(|(_, listen)| !kept.contains(listen.at.address.as_str()))?;
        let (file, line) = (&loser.site.file, loser.site.line);
        Some(Finding::warning(
            "becomes_default",
            format!(
                "on port {port} visitors who use another name or the bare address will come to {domain}, and no longer to {file}, line {line}"
            ),
            format!(
                "if that matters, add `default_server` to the `listen` of {file}, line {line}, and plan again"
            ),
        ))
    }

    /// A name of its own goes before wildcards and patterns, so their sites lose these visitors.
    fn gives_way(&self, ports: &[u16], domain: &Fqdn) -> Vec<Finding> {
        let mut http = ports.iter().flat_map(|port| self.http_listens(*port)).map(|(server, _)| server);
        let mut wildcard = None;
        let mut pattern = None;
        for server in http.by_ref().filter(|server| !server.site.managed) {
            for name in &server.site.names {
                let (place, how) = (&server.site.file, server.site.line);
                match (ServerName::read(name), ServerName::read(name).takes(domain.as_str())) {
                    (ServerName::Pattern(_), Some(true)) if pattern.is_none() => {
                        pattern = Some(("was answered", name, place, how));
                    }
                    (ServerName::Pattern(_), None) if pattern.is_none() => {
                        pattern = Some(("may have been answered", name, place, how));
                    }
                    (ServerName::Pattern(_) | ServerName::Exact(_), _) => {}
                    (_, Some(true)) if wildcard.is_none() => {
                        wildcard = Some(("was answered", name, place, how));
                    }
                    _ => {}
                }
            }
        }
        let told = [("wildcard_gives_way", wildcard), ("pattern_gives_way", pattern)];
        let told = told.into_iter().filter_map(|(code, found)| Some((code, found?)));
        told.map(|(code, (how, name, file, line))| {
            Finding::note(code, format!("{domain} {how} by {name} in {file}, line {line}, until now"))
        })
        .collect()
    }
}

/// Where one of these answers for unknown names without a word on it: it is read first, and nobody is marked for that.
/// Alone at an address it is that anyway.
fn first_at<'c>(own: &[&'c Server<'c>], others: &[&'c Server<'c>]) -> BTreeSet<(&'c str, u16)> {
    let mut marked = BTreeSet::new();
    let mut first = |servers: &[&'c Server<'c>]| {
        let mut first: BTreeMap<(&'c str, u16), usize> = BTreeMap::new();
        for server in servers {
            for ListenLine { at, .. } in &server.listens {
                let place = (at.address.as_str(), at.port);
                if at.default {
                    marked.insert(place);
                }
                if server.context == Context::Http {
                    first
                        .entry(place)
                        .and_modify(|order| *order = server.order.min(*order))
                        .or_insert(server.order);
                }
            }
        }
        first
    };
    let (own, others) = (first(own), first(others));
    let is_first =
        |(place, order): &(&(&str, u16), &usize)| others.get(*place).is_some_and(|other| *order < other);
    own.iter().filter(is_first).map(|(place, _)| *place).filter(|place| !marked.contains(place)).collect()
}
