use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{HostFacts, Install, Listen, Site};
use crate::names::AbsPath;
use crate::proxies::ProxyKind;

/// The ports that visitors come to unless they are told another one.
const PUBLIC: [u16; 2] = [80, 443];

/// That visitors come to one proxy of a machine through another one of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The one that visitors come to.
    pub front: ProxyKind,
    /// The one that it passes them on to.
    pub behind: ProxyKind,
    /// What says so.
    pub sign: Sign,
    /// The file in which it stands.
    pub file: AbsPath,
    /// The line at which the site begins that it belongs to, counted from 1.
    pub line: usize,
}

/// What says that one proxy is in front of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "sign")]
pub enum Sign {
    /// A site of the one in front passes on to where the other listens.
    PassesOn {
        /// To where, as written.
        to: String,
    },
    /// The one behind expects a PROXY line on this port, while the other has the ports of visitors.
    ExpectsProxyLine {
        /// The port.
        port: u16,
    },
    /// The one behind listens for programs of this machine only, while the other has the ports of
    /// visitors.
    ListensInside,
}

impl HostFacts {
    /// Which proxies are in front of which: at most one passage for a pair, that with the best sign.
    pub fn passages(&self) -> Vec<Passage> {
        let pairs = self.at_work().flat_map(|behind| self.at_work().map(move |front| (front, behind)));
        pairs
            .filter(|(front, behind)| front.proxy != behind.proxy)
            .filter_map(|(front, behind)| self.passage(front, behind))
            .collect()
    }

    /// The proxy that visitors come to first, where that can be told.
    pub fn front_proxy(&self) -> Option<&Install> {
        let passages = self.passages();
        let is_behind = |install: &&Install| passages.iter().any(|passage| passage.behind == install.proxy);
        only(self.at_work().filter(|install| !is_behind(install)))
            .or_else(|| only(self.at_work().filter(|install| self.has_public_port(install))))
    }

    /// Whether visitors who come to this port of the machine come to that proxy.
    pub fn has_port(&self, install: &Install, port: u16) -> bool {
        let own = install.binary.file_name();
        let named: Vec<bool> = self
            .listeners_on(port)
            .filter_map(|at| at.process.as_ref())
            .map(|holder| holder == own)
            .collect();
        if !named.is_empty() {
            return named.contains(&true);
        }
        // In a tree nobody listens, and only root is told who does.
        let listens = install.sites.iter().flat_map(|site| &site.listens);
        listens.filter(|listen| listen.port == port).any(|listen| !is_inside(listen))
    }

    fn has_public_port(&self, install: &Install) -> bool {
        PUBLIC.iter().any(|port| self.has_port(install, *port))
    }

    /// The proxies that count: those that run, or all where nothing runs.
    fn at_work(&self) -> impl Iterator<Item = &Install> {
        let any = self.installs.iter().any(|install| install.running);
        self.installs.iter().filter(move |install| install.running || !any)
    }

    fn passage(&self, front: &Install, behind: &Install) -> Option<Passage> {
        let found = passed_on(front, behind).or_else(|| {
            let is_first = self.has_public_port(front) && !self.has_public_port(behind);
            is_first.then(|| waits_inside(behind)).flatten()
        });
        found.map(|(sign, site)| Passage {
            front: front.proxy,
            behind: behind.proxy,
            sign,
            file: site.file.clone(),
            line: site.line,
        })
    }
}

/// The site of the one that passes on to the other.
fn passed_on<'i>(front: &'i Install, behind: &Install) -> Option<(Sign, &'i Site)> {
    let doors: Vec<&Listen> = behind.sites.iter().flat_map(|site| &site.listens).collect();
    front.sites.iter().find_map(|site| {
        let to = site.upstreams.iter().find(|upstream| {
            Destination::of(upstream).is_some_and(|to| doors.iter().any(|listen| to.is_at(listen)))
        })?;
        Some((Sign::PassesOn { to: to.clone() }, site))
    })
}

/// The site by which it is seen that a proxy has no visitors of its own.
fn waits_inside(behind: &Install) -> Option<(Sign, &Site)> {
    let expects =
        |site: &Site| site.listens.iter().find(|listen| listen.proxy_protocol).map(|listen| listen.port);
    let told = behind.sites.iter().find_map(|site| Some((expects(site)?, site)));
    if let Some((port, site)) = told {
        return Some((Sign::ExpectsProxyLine { port }, site));
    }
    let all_inside = behind.sites.iter().flat_map(|site| &site.listens).all(is_inside);
    behind.sites.first().filter(|_| all_inside).map(|site| (Sign::ListensInside, site))
}

/// Where a site passes requests on to on this machine.
enum Destination<'t> {
    Port { address: IpAddr, port: u16 },
    Socket(&'t str),
}

impl<'t> Destination<'t> {
    /// Reads `http://127.0.0.1:8080/path`, `localhost:8080`, `ipv4@127.0.0.1:80`, `unix:/run/x.sock`,
    /// `/run/x.sock`; `None` for what leads elsewhere, or is a name of something.
    fn of(upstream: &'t str) -> Option<Self> {
        if let Some(path) = socket(upstream) {
            return Some(Self::Socket(path));
        }
        let (scheme, rest) = upstream.split_once("://").unwrap_or(("http", upstream));
        let rest = rest.split_once('@').map_or(rest, |(_, address)| address);
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let default = if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
            _ => (authority, default),
        };
        let address = if host.eq_ignore_ascii_case("localhost") {
            IpAddr::from([127, 0, 0, 1])
        } else {
            bare(host).parse().ok()?
        };
        Some(Self::Port { address, port })
    }

    fn is_at(&self, listen: &Listen) -> bool {
        match self {
            Self::Socket(path) => listen.address.strip_prefix("unix:") == Some(path),
            Self::Port { address, port } if listen.port == *port => match bound_to(listen) {
                Some(own) => own == *address,
                // Every address: which ones these are is not in the facts, save that the loopback is.
                None => address.is_loopback() || address.is_unspecified(),
            },
            Self::Port { .. } => false,
        }
    }
}

/// The path of a unix socket. A path of the request may follow (nginx: `:/`, Apache: `|http://`).
fn socket(upstream: &str) -> Option<&str> {
    let rest = upstream.split_once("://unix:").map_or(upstream, |(_, path)| path);
    let rest = ["unix:", "unix@"].iter().find_map(|prefix| rest.strip_prefix(prefix)).unwrap_or(rest);
    rest.starts_with('/').then(|| rest.split([':', '|']).next().unwrap_or(rest))
}

/// Whether only programs of this machine reach it.
fn is_inside(listen: &Listen) -> bool {
    listen.address.starts_with("unix:")
        || listen.address.eq_ignore_ascii_case("localhost")
        || bound_to(listen).is_some_and(|address| address.is_loopback())
}

/// The one address it listens on; `None` for all, and for a name.
fn bound_to(listen: &Listen) -> Option<IpAddr> {
    bare(&listen.address).parse::<IpAddr>().ok().filter(|address| !address.is_unspecified())
}

fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// The only one there is.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
