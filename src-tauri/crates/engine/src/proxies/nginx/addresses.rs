//! Which addresses a site listens on beside others.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::neighbours::Neighbours;
use super::survey::{Context, Server};
use crate::plan::Refusal;

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

/// The addresses to listen on at a port: all of them, and each one that somebody else names, since
/// nginx gives the visitors of an address only to those who name it.
///
/// Where others name single addresses and nobody all of them, those single ones: a running nginx
/// cannot go over to all (its socket for the single one is in the way, which its check does not see).
///
/// # Errors
/// When the port is used there in a way that leaves no room for the site.
pub(super) fn addresses(
    neighbours: &Neighbours,
    port: u16,
    tls: bool,
    ipv6: bool,
) -> Result<Vec<String>, Refusal> {
    let there = At { neighbours, port, tls };
    there.room()?;
    let mut addresses =
        if ipv6 && there.all_by_ipv6() { Vec::new() } else { there.of_family(Family::Ipv4)? };
    if ipv6 {
        addresses.extend(there.of_family(Family::Ipv6)?);
    }
    Ok(addresses)
}

/// A port, and what is wanted of it.
struct At<'a> {
    neighbours: &'a Neighbours,
    port: u16,
    tls: bool,
}

impl At<'_> {
    fn of_family(&self, family: Family) -> Result<Vec<String>, Refusal> {
        let mut named: Vec<(&Server, &str)> = Vec::new();
        for (server, listen) in self.neighbours.http_listens(self.port) {
            let address = listen.at.address.as_str();
            let known = address == family.all() || named.iter().any(|(_, named)| *named == address);
            if !known && Family::of(address) == Some(family) {
                named.push((server, address));
            }
        }
        let usable = named.iter().map(|(_, address)| *address).filter(|address| self.is_alike(address));
        let mut addresses: Vec<String> = usable.map(str::to_owned).collect();
        match named.first() {
            Some((server, address)) if !self.is_bound_to_all(family) => {
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
                let address = listen.at.address.as_str();
                let shared = [Family::Ipv4, Family::Ipv6].iter().any(|family| family.all() == address);
                let why = match server.context {
                    Context::Stream | Context::Mail => {
                        format!("it belongs to a `{}` server, which speaks no HTTP", server.context.word())
                    }
                    Context::Http
                        if shared && listen.at.tls != self.tls && self.is_tls(address) != self.tls =>
                    {
                        let (there, here) =
                            if self.tls { ("plain HTTP", "HTTPS") } else { ("HTTPS", "plain HTTP") };
                        format!("{there} is spoken there, and {here} is wanted")
                    }
                    Context::Http if shared && listen.proxy_protocol => {
                        "a load balancer's PROXY line is expected there".to_owned()
                    }
                    Context::Http => continue,
                };
                return Err(self.refusal(server, why));
            }
        }
        Ok(())
    }

    fn refusal(&self, server: &Server, why: String) -> Refusal {
        Refusal::PortInUse { port: self.port, file: server.site.file.clone(), line: server.site.line, why }
    }

    /// Whether the site could share an address with those who listen on it.
    fn is_alike(&self, address: &str) -> bool {
        let mut others = self.neighbours.http_listens(self.port).map(|(_, listen)| listen);
        self.is_tls(address) == self.tls
            && !others.any(|listen| listen.at.address == address && listen.proxy_protocol)
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
