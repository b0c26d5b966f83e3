use std::collections::BTreeSet;

use super::address::{Address, Host};
use super::certificates;
use super::effective::{Effective, VirtualHost};
use super::http2::Http2;
use super::listen::{ListenLine, Listening};
use super::name::bare_name;
use super::neighbour::{self, Neighbour, upstreams};
use super::proxy_lines::ProxyLines;
use super::table::Table;
use crate::facts::{Listen, Problem, Site, SiteKind};
use crate::names::AbsPath;
use crate::proxies::most::{MOST_LISTENS, too_much};

/// The sites of a configuration, and what they listen on.
pub(super) struct Survey<'e> {
    /// The configuration.
    pub(super) effective: &'e Effective,
    /// The virtual hosts whose addresses are understood, in the order in which they are read.
    pub(super) neighbours: Vec<Neighbour<'e>>,
    /// Who of them answers where.
    pub(super) table: Table,
    /// What the server listens on.
    pub(super) listens: Listening,
    /// The ports of all that, each once.
    ports: Vec<u16>,
    http2: Http2,
    /// Where connections have to begin with a PROXY line.
    pub(super) proxy_lines: ProxyLines,
    /// What of addresses and ports is not understood.
    pub(super) problems: Vec<Problem>,
}

impl<'e> Survey<'e> {
    /// Takes them from a configuration.
    pub(super) fn of(effective: &'e Effective) -> Self {
        let (listens, strange_listens) = Listening::all(effective);
        let (mut neighbours, strange_hosts) = Neighbour::all(effective);
        let ports = listens.ports();
        let one_too_many = one_too_many(&neighbours, ports.len());
        let listen_problems = strange_listens.into_iter().map(|setting| {
            let message = format!("`Listen {}` is not understood", setting.args.join(" "));
            Problem::at("listen_not_understood", &setting.file, setting.line, message)
        });
        let host_problems = strange_hosts.into_iter().map(address_problem);
        let untold = one_too_many.map(|at| {
            let vhost = neighbours.drain(at..).next()?.vhost;
            Some(too_much(&vhost.file, vhost.line, "addresses and ports"))
        });
        let problems = listen_problems.chain(host_problems).chain(untold.flatten()).collect();
        let table = Table::of(&neighbours);
        let proxy_lines = ProxyLines::of(effective, &neighbours);
        let http2 = Http2::of(effective);
        Self { effective, neighbours, table, listens, ports, http2, proxy_lines, problems }
    }

    /// The sites: the virtual hosts at their places among the neighbours, and after them the main server
    /// where it answers anywhere.
    pub(super) fn sites(&self, main_config: &AbsPath) -> Vec<Site> {
        let mut seen = BTreeSet::new();
        let mut sites: Vec<Site> =
            self.neighbours.iter().map(|neighbour| self.site(neighbour, &mut seen)).collect();
        sites.extend(self.main_server(main_config));
        sites
    }

    fn site<'s>(&'s self, neighbour: &'s Neighbour<'_>, seen: &mut BTreeSet<(&'s str, u16)>) -> Site {
        let vhost = neighbour.vhost;
        let listens = self.addresses(neighbour, seen);
        let speaks_tls = listens.iter().any(|listen| listen.tls);
        Site {
            kind: SiteKind::Http,
            certificates: if speaks_tls {
                certificates::shown(self.effective, Some(vhost))
            } else {
                Vec::new()
            },
            names: neighbour.names.clone(),
            listens,
            upstreams: upstreams(&vhost.settings),
            file: AbsPath::clone(&vhost.file),
            line: vhost.line,
            managed: vhost.written_for.is_some(),
        }
    }

    /// Where a virtual host listens; one for any port does so on all that no other of the address takes.
    fn addresses<'s>(
        &'s self,
        neighbour: &'s Neighbour<'_>,
        seen: &mut BTreeSet<(&'s str, u16)>,
    ) -> Vec<Listen> {
        let mut found: Vec<Listen> = Vec::new();
        let mut own = BTreeSet::new();
        for address in &neighbour.addresses {
            let host = if address.is_wildcard() { "*" } else { address.text.as_str() };
            for port in self.ports(address) {
                if !own.insert((host, port)) {
                    continue;
                }
                let tls = neighbour.speaks_tls(port, self.effective, &self.listens);
                found.push(Listen {
                    address: host.to_owned(),
                    port,
                    tls,
                    default: seen.insert((host, port)),
                    http2: self.http2.is_offered(Some(neighbour.vhost), tls),
                    proxy_protocol: self.proxy_lines.are_expected(address.host, port),
                });
            }
        }
        found
    }

    fn ports(&self, address: &Address) -> Vec<u16> {
        if let Some(port) = address.port {
            return vec![port];
        }
        let is_open = |port: &&u16| self.table.exact(address.host, Some(**port)).is_none();
        self.ports.iter().filter(is_open).copied().collect()
    }

    /// What is outside of every virtual host answers where none of them does.
    fn main_server(&self, main_config: &AbsPath) -> Option<Site> {
        let effective = self.effective;
        let tls = self.main_speaks_tls();
        let mut found: Vec<Listen> = Vec::new();
        let mut own = BTreeSet::new();
        for line in self.listens.iter().filter(|line| self.leaves_to_main_server(line)) {
            let host = line.address.as_deref().map_or(Host::Any, Host::of);
            let address = line.address.as_deref().unwrap_or("*");
            if !own.insert((address, line.port)) {
                continue;
            }
            found.push(Listen {
                address: address.to_owned(),
                port: line.port,
                tls,
                default: true,
                http2: self.http2.is_offered(None, tls),
                proxy_protocol: self.proxy_lines.are_expected(host, line.port),
            });
        }
        (!found.is_empty()).then(|| Site {
            kind: SiteKind::Http,
            certificates: if tls { certificates::shown(effective, None) } else { Vec::new() },
            names: neighbour::names(effective.main_value("servername").map(bare_name), &effective.main),
            listens: found,
            upstreams: upstreams(&effective.main),
            file: main_config.clone(),
            line: 1,
            managed: false,
        })
    }

    /// Whether the main server speaks TLS.
    pub(super) fn main_speaks_tls(&self) -> bool {
        self.effective.main_value("sslengine").is_some_and(|value| !value.eq_ignore_ascii_case("off"))
    }

    fn leaves_to_main_server(&self, line: &ListenLine) -> bool {
        match line.address.as_deref().map_or(Host::Any, Host::of) {
            Host::Ip(ip) => self.table.chain(ip, line.port).is_none(),
            Host::Any | Host::Name => !self.table.takes_all(line.port),
        }
    }
}

/// The first of them whose addresses and ports are more than is told; one without a port is there for all of them.
fn one_too_many(neighbours: &[Neighbour<'_>], ports: usize) -> Option<usize> {
    let mut told = 0;
    neighbours.iter().position(|neighbour| {
        let addresses = neighbour.addresses.iter();
        told += addresses.map(|address| address.port.map_or(ports, |_| 1)).sum::<usize>();
        told > MOST_LISTENS
    })
}

fn address_problem(vhost: &VirtualHost) -> Problem {
    let message = format!("`<VirtualHost {}>` is not understood", vhost.addresses.join(" "));
    Problem::at("address_not_understood", &vhost.file, vhost.line, message)
}
