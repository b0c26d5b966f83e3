//! Which addresses a site listens on beside others.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::listen::ListenLine;
use super::neighbours::Neighbours;
use super::survey::{Context, Server};
use crate::plan::{Conflict, ConflictKind, Refusal};

/// One of the two kinds of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Ipv4,
    Ipv6,
}

impl Family {
    /// All of its addresses, as a `listen` has them.
    fn all(self) -> &'static str {
        match self {
            Self::Ipv4 => "*",
            Self::Ipv6 => "[::]",
        }
    }

    /// This machine by itself.
    fn loopback(self) -> &'static str {
        match self {
            Self::Ipv4 => "127.0.0.1",
            Self::Ipv6 => "[::1]",
        }
    }

    /// The family of an address; `None` for a unix socket. A name is taken for IPv4.
    fn of(address: &str) -> Option<Self> {
        match address {
            unix if unix.starts_with("unix:") => None,
            ipv6 if ipv6.starts_with('[') => Some(Self::Ipv6),
            _ => Some(Self::Ipv4),
        }
    }
}

/// A port, and what is wanted of it.
pub(super) struct At<'a> {
    /// The others.
    pub(super) neighbours: &'a Neighbours<'a>,
    /// The port.
    pub(super) port: u16,
    /// Whether TLS is to be spoken there.
    pub(super) tls: bool,
    /// Whether nginx runs, with sockets that are in the way of others.
    pub(super) running: bool,
}

impl At<'_> {
    /// The addresses to listen on: all of them, and each one that somebody else names, since nginx gives
    /// the visitors of an address only to those who name it.
    ///
    /// Where others name single addresses and nobody all of them, those single ones: a running nginx
    /// cannot go over to all (its socket for the single one is in the way, which its check does not see).
    ///
    /// # Errors
    /// When the port is used there in a way that leaves no room for the site.
    pub(super) fn addresses(&self, ipv6: bool) -> Result<Vec<String>, Refusal> {
        self.room()?;
        let mut addresses =
            if ipv6 && self.all_by_ipv6() { Vec::new() } else { self.of_family(Family::Ipv4)? };
        if ipv6 {
            addresses.extend(self.of_family(Family::Ipv6)?);
        }
        Ok(addresses)
    }

    fn of_family(&self, family: Family) -> Result<Vec<String>, Refusal> {
        let mut named: Vec<(&Server<'_>, &str)> = Vec::new();
        // For each, whether somebody speaks TLS there, and whether somebody expects a PROXY line.
        let mut spoken: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for (server, listen) in self.neighbours.http_listens(self.port) {
            let address = listen.at.address.as_str();
            if address == family.all() || Family::of(address) != Some(family) {
                continue;
            }
            let (tls, proxy_line) = spoken.entry(address).or_insert_with(|| {
                named.push((server, address));
                (false, false)
            });
            *tls |= listen.at.tls;
            *proxy_line |= listen.at.proxy_protocol;
        }
        let alike = |address: &&str| spoken.get(address) == Some(&(self.tls, false));
        let usable = named.iter().map(|(_, address)| *address).filter(alike);
        let mut addresses: Vec<String> = usable.map(str::to_owned).collect();
        match named.first() {
            Some((server, address)) if self.running && !self.is_bound_to_all(family) => {
                if addresses.iter().all(|address| is_loopback(address)) {
                    let why = format!(
                        "nginx listens on {address} there, and cannot go over to all addresses while it runs"
                    );
                    return Err(self.refusal(server, why));
                }
                if !named.iter().any(|(_, address)| is_loopback(address)) {
                    addresses.push(family.loopback().to_owned());
                }
            }
            Some(_) | None => addresses.insert(0, family.all().to_owned()),
        }
        Ok(addresses)
    }

    fn room(&self) -> Result<(), Refusal> {
        for server in &self.neighbours.servers {
            for listen in server.listens.iter().filter(|listen| listen.at.port == self.port) {
                match server.context {
                    Context::Stream => return Err(self.passes_bytes(server)),
                    Context::Mail => {
                        let why = "it belongs to a `mail` server, which speaks no HTTP".to_owned();
                        return Err(self.refusal(server, why));
                    }
                    Context::Http => self.room_beside(server, listen)?,
                }
            }
        }
        Ok(())
    }

    /// Other web sites leave room at all addresses where they speak the same there.
    fn room_beside(&self, server: &Server<'_>, listen: &ListenLine) -> Result<(), Refusal> {
        let address = listen.at.address.as_str();
        if ![Family::Ipv4, Family::Ipv6].iter().any(|family| family.all() == address) {
            return Ok(());
        }
        if listen.at.tls != self.tls && self.is_tls(address) != self.tls {
            let (there, here) = if self.tls { ("plain HTTP", "HTTPS") } else { ("HTTPS", "plain HTTP") };
            return Err(self.refusal(server, format!("{there} is spoken there, and {here} is wanted")));
        }
        if listen.at.proxy_protocol {
            return Err(self.expects_proxy_line(server));
        }
        Ok(())
    }

    fn passes_bytes(&self, server: &Server<'_>) -> Refusal {
        let (port, option) = (self.port, self.option());
        let by_name = server.node.below().iter().any(|node| node.is("ssl_preread"));
        let what = if by_name {
            "by the name in the TLS greeting, before any web site sees it"
        } else {
            "as they come, whatever the name"
        };
        self.conflict(
            server,
            ConflictKind::PassesBytes,
            format!("a `stream` server has port {port} and passes connections on {what}"),
            vec![
                format!("choose another port with {option}, and let that server pass the name on to it"),
                format!("let that server listen on another port than {port}, and plan again"),
            ],
        )
    }

    fn expects_proxy_line(&self, server: &Server<'_>) -> Refusal {
        let (port, option) = (self.port, self.option());
        self.conflict(
            server,
            ConflictKind::ProxyProtocol,
            format!(
                "port {port} expects a PROXY line from another proxy in front, and that holds for every site there"
            ),
            vec![
                format!(
                    "choose another port with {option}, and let the proxy in front pass the name on to it without a PROXY line"
                ),
                "take `proxy_protocol` out of the `listen` lines, if nothing is in front any more".to_owned(),
            ],
        )
    }

    fn option(&self) -> &'static str {
        if self.tls { "--https-port" } else { "--http-port" }
    }

    fn conflict(&self, server: &Server<'_>, kind: ConflictKind, what: String, ways: Vec<String>) -> Refusal {
        let (file, line) = (server.site.file.clone(), server.site.line);
        Refusal::Conflict(Conflict { kind, file, line, what, ways })
    }

    fn refusal(&self, server: &Server<'_>, why: String) -> Refusal {
        Refusal::PortInUse { port: self.port, file: server.site.file.clone(), line: server.site.line, why }
    }

    /// TLS holds for an address once a single server says so.
    fn is_tls(&self, address: &str) -> bool {
        self.neighbours.tls_listens(self.port, address).next().is_some()
    }

    fn is_bound_to_all(&self, family: Family) -> bool {
        let others = self.neighbours.http_listens(self.port).map(|(_, listen)| listen);
        let own = self.neighbours.own.iter().filter(|listen| listen.at.port == self.port);
        others.chain(own).any(|listen| listen.at.address == family.all())
    }

    /// Whether IPv4 comes in by an IPv6 listener: a listener of its own could not be bound then, which
    /// nginx's check does not see.
    fn all_by_ipv6(&self) -> bool {
        let mut listens = self.neighbours.http_listens(self.port).map(|(_, listen)| listen);
        listens.any(|listen| listen.at.address == Family::Ipv6.all() && listen.dual_stack)
    }
}

fn is_loopback(address: &str) -> bool {
    let bare = address.trim_matches(['[', ']']);
    address == "localhost"
        || bare.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || bare.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}
