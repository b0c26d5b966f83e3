use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::Guest;
use super::guest::Door;
use super::refusals::conflict;
use crate::facts::{HostFacts, Install};
use crate::plan::{ConflictKind, Refusal};
use crate::proxies::WantedSite;
use crate::proxies::haproxy::bind::Bind;
use crate::proxies::haproxy::effective::Effective;
use crate::proxies::haproxy::syntax::Line;

/// Where the site's visitors come in.
#[derive(Debug)]
pub(in crate::proxies::haproxy) struct Entrances<'p, 'f> {
    /// Frontends of others that take it in.
    pub(in crate::proxies::haproxy) guests: Vec<Guest<'p, 'f>>,
    /// Whether a frontend of its own listens for plain HTTP.
    pub(in crate::proxies::haproxy) own_http: bool,
    /// Whether one does for HTTPS.
    pub(in crate::proxies::haproxy) own_https: bool,
}

/// A frontend's lines that listen on a port.
type Binds<'f> = Vec<(&'f Line, Bind<'f>)>;

impl<'p, 'f> Entrances<'p, 'f> {
    /// Looks who listens on the site's ports: two sections of one HAProxy that do share a port by chance,
    /// connection by connection, without a word from its check.
    pub(in crate::proxies::haproxy) fn find(
        proxies: &'p [Effective<'f>],
        facts: &'f HostFacts,
        install: &Install,
        site: &WantedSite,
    ) -> Result<Self, Refusal> {
        let mut found = Self { guests: Vec::new(), own_http: false, own_https: false };
        let mut hosts: BTreeMap<usize, Vec<(Door, Binds<'f>)>> = BTreeMap::new();
        let http = Door { port: site.http_port.get(), tls: false };
        let https = site.tls.as_ref().map(|tls| Door { port: tls.port.get(), tls: true });
        for door in std::iter::once(http).chain(https) {
            let listening = listening(proxies, install, site, door.port);
            if listening.is_empty() {
                free(facts, install, door.port)?;
                *(if door.tls { &mut found.own_https } else { &mut found.own_http }) = true;
            } else {
                reachable(proxies, &listening, door.port)?;
            }
            for (index, binds) in listening {
                hosts.entry(index).or_default().push((door, binds));
            }
        }
        for (index, doors) in hosts {
            found.guests.push(Guest::of(&proxies[index], &doors, site, facts)?);
        }
        found.keep_guests(proxies, install, site)?;
        Ok(found)
    }

    /// Other sites of this product may come in by the frontend that this one has, which then cannot go.
    fn keep_guests(
        &self,
        proxies: &[Effective<'_>],
        install: &Install,
        site: &WantedSite,
    ) -> Result<(), Refusal> {
        let wanted = |bind: &Bind<'_>| match bind.tls {
            true => self.own_https && site.tls.as_ref().is_some_and(|tls| bind.is_on(tls.port.get())),
            false => self.own_http && bind.is_on(site.http_port.get()),
        };
        for proxy in proxies.iter().filter(|proxy| proxy.is_entrance() && is_own(proxy, site)) {
            let mut rules = proxy.settings.rules.iter();
            let Some(guest) = rules.find(|line| proxy.is_guest(line)) else { continue };
            let mut binds = proxy.section.lines_of("bind");
            let alpn_by_default = install.since(2, 8, 0);
            if binds.all(|line| Bind::read(line, alpn_by_default).is_ok_and(|bind| wanted(&bind))) {
                continue;
            }
            let what = format!("another site of this product comes in by the frontend of {}", site.domain);
            let way = "take the later site back first: `jellyfin-proxy history`, then `jellyfin-proxy undo`";
            let at = (&proxy.section.file.path, guest.number);
            return Err(conflict(ConflictKind::NoPlace, at, what, way));
        }
        Ok(())
    }
}

/// Whether it is a frontend that the site has already.
fn is_own(proxy: &Effective<'_>, site: &WantedSite) -> bool {
    let block = proxy.section.file.block_at(proxy.section.start());
    block.is_some_and(|block| block.domain == site.domain.as_str())
}

/// The sections that listen on a port, the site's own left out.
fn listening<'f>(
    proxies: &[Effective<'f>],
    install: &Install,
    site: &WantedSite,
    port: u16,
) -> Vec<(usize, Binds<'f>)> {
    let alpn_by_default = install.since(2, 8, 0);
    let others = proxies.iter().enumerate().filter(|(_, proxy)| proxy.is_entrance() && !is_own(proxy, site));
    let binds = others.map(|(index, proxy)| {
        let lines = proxy.section.lines_of("bind");
        let binds = lines.filter_map(|line| Some((line, Bind::read(line, alpn_by_default).ok()?)));
        (index, binds.filter(|(_, bind)| bind.is_on(port)).collect())
    });
    binds.filter(|(_, binds): &(usize, Binds<'_>)| !binds.is_empty()).collect()
}

/// A port that no file here accounts for belongs to another HAProxy.
fn free(facts: &HostFacts, install: &Install, port: u16) -> Result<(), Refusal> {
    let ours = install.sites.iter().flat_map(|site| &site.listens).any(|listen| listen.port == port);
    match facts.listeners_on(port).next().filter(|_| !ours) {
        Some(stranger) => Err(Refusal::PortTaken { port, process: stranger.process.clone() }),
        None => Ok(()),
    }
}

/// The site is looked at on this machine, and strangers come from outside: sections that listen for one
/// of them only are no way in.
fn reachable(proxies: &[Effective<'_>], listening: &[(usize, Binds<'_>)], port: u16) -> Result<(), Refusal> {
    let sockets = || {
        listening.iter().flat_map(|(_, binds)| binds).flat_map(|(_, bind)| {
            let on_port = bind.sockets.iter().filter(|(_, own)| own.contains(&port));
            on_port.map(|(address, _)| (address.as_str(), bind.v6only))
        })
    };
    let everywhere = |(address, v6only): (&str, bool)| address == "*" || (address == "[::]" && !v6only);
    let local = |address: &str| {
        let ip = address.parse::<Ipv4Addr>();
        ip.is_ok_and(|ip| ip.is_loopback()) || address == "localhost" || address == "[::1]"
    };
    let from_here = sockets().any(|socket| everywhere(socket) || local(socket.0));
    let from_outside = sockets().any(|(address, _)| !local(address));
    if from_here && from_outside {
        return Ok(());
    }
    let (index, binds) = &listening[0];
    let file = &proxies[*index].section.file.path;
    let addresses: Vec<&str> = sockets().map(|(address, _)| address).collect();
    let what = format!("port {port} is listened on at {} only", addresses.join(", "));
    let way = format!("let it listen everywhere: `bind :{port}`");
    Err(conflict(ConflictKind::NoPlace, (file, binds[0].0.number), what, way))
}
