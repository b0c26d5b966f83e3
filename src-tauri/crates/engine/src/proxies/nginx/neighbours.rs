use super::drop_in::DropInPlace;
use super::listen::ListenLine;
use super::survey::{Context, Server};
use crate::names::{AbsPath, Fqdn};
use crate::plan::{Finding, Refusal};

/// The servers that are there besides the site.
#[derive(Debug)]
pub(super) struct Neighbours {
    servers: Vec<Server>,
}

const ALL_IPV4: &str = "*";
const ALL_IPV6: &str = "[::]";

impl Neighbours {
    /// All servers but the site's own, which stand in the file of that name.
    ///
    /// # Errors
    /// When this product's site for the name stands somewhere else, or another site has the name
    /// in a form that collides with it.
    pub(super) fn of(servers: Vec<Server>, own: &AbsPath, domain: &Fqdn) -> Result<Self, Refusal> {
        let servers: Vec<Server> =
            servers.into_iter().filter(|server| !(server.site.managed && server.site.file == *own)).collect();
        // `.a.test` is `*.a.test` and `a.test` at once.
        let collides =
            |name: &&String| name.strip_prefix('.').unwrap_or(name).eq_ignore_ascii_case(domain.as_str());
        for Server { context, site, .. } in &servers {
            if let (Context::Http, Some(name)) = (context, site.names.iter().find(collides)) {
                let (name, file, line) = (name.clone(), site.file.clone(), site.line);
                return Err(Refusal::NameTaken { name, file, line });
            }
        }
        Ok(Self { servers })
    }

    /// The addresses to listen on at a port: all of them, and each one that somebody else names,
    /// since nginx gives the visitors of an address only to those who name it.
    ///
    /// # Errors
    /// When the port is used there in a way that leaves no room for the site.
    pub(super) fn addresses(&self, port: u16, tls: bool, ipv6: bool) -> Result<Vec<String>, Refusal> {
        self.room(port, tls)?;
        let mut addresses = Vec::new();
        if self.all_by_ipv6(port) {
            addresses.push(ALL_IPV6.to_owned());
        } else {
            addresses.push(ALL_IPV4.to_owned());
            addresses.extend(ipv6.then(|| ALL_IPV6.to_owned()));
        }
        for (_, listen) in self.http_listens(port) {
            let address = &listen.at.address;
            let reachable = (ipv6 || !address.starts_with('[')) && !is_wildcard(address);
            let alike = self.is_tls(port, address) == tls && !self.takes_proxy_line(port, address);
            if reachable && alike && !addresses.contains(address) {
                addresses.push(address.clone());
            }
        }
        Ok(addresses)
    }

    /// Whether others speak TLS at an address, and not all of them HTTP/2 by their `listen`.
    pub(super) fn lack_http2(&self, port: u16, address: &str) -> bool {
        self.tls_listens(port, address).any(|listen| !listen.http2)
    }

    /// Whether others speak HTTP/2 at a port by their `listen`.
    pub(super) fn listen_with_http2(&self, port: u16) -> bool {
        self.http_listens(port).any(|(_, listen)| listen.at.tls && listen.http2)
    }

    /// What the user should know of the site's effect on the others.
    pub(super) fn findings(
        &self,
        name: &str,
        ports: &[u16],
        place: &DropInPlace,
        domain: &Fqdn,
    ) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            ports.iter().filter_map(|port| self.new_default(*port, name, place, domain)).collect();
        findings.extend(self.wildcard(domain));
        findings
    }

    fn room(&self, port: u16, tls: bool) -> Result<(), Refusal> {
        for server in &self.servers {
            for listen in server.listens.iter().filter(|listen| listen.at.port == port) {
                let address = &listen.at.address;
                let shared = is_wildcard(address);
                let why = match server.context {
                    Context::Stream | Context::Mail => {
                        format!("it belongs to a `{}` server, which speaks no HTTP", server.context.word())
                    }
                    Context::Http if shared && listen.at.tls != tls && self.is_tls(port, address) != tls => {
                        let (there, here) =
                            if tls { ("plain HTTP", "HTTPS") } else { ("HTTPS", "plain HTTP") };
                        format!("{there} is spoken there, and {here} is wanted")
                    }
                    Context::Http if shared && listen.proxy_protocol => {
                        "a load balancer's PROXY line is expected there".to_owned()
                    }
                    Context::Http => continue,
                };
                let (file, line) = (server.site.file.clone(), server.site.line);
                return Err(Refusal::PortInUse { port, file, line, why });
            }
        }
        Ok(())
    }

    fn http_listens(&self, port: u16) -> impl Iterator<Item = (&Server, &ListenLine)> {
        let http = self.servers.iter().filter(|server| server.context == Context::Http);
        http.flat_map(|server| server.listens.iter().map(move |listen| (server, listen)))
            .filter(move |(_, listen)| listen.at.port == port)
    }

    /// TLS holds for an address once a single server says so.
    fn is_tls(&self, port: u16, address: &str) -> bool {
        self.tls_listens(port, address).next().is_some()
    }

    fn tls_listens<'s>(&'s self, port: u16, address: &'s str) -> impl Iterator<Item = &'s ListenLine> {
        let listens = self.http_listens(port).map(|(_, listen)| listen);
        listens.filter(move |listen| listen.at.address == address && listen.at.tls)
    }

    fn takes_proxy_line(&self, port: u16, address: &str) -> bool {
        self.http_listens(port).any(|(_, listen)| listen.at.address == address && listen.proxy_protocol)
    }

    /// Whether IPv4 comes in by an IPv6 listener: a listener of its own could not be bound then, which
    /// nginx's check does not see.
    fn all_by_ipv6(&self, port: u16) -> bool {
        let mut listens = self.http_listens(port).map(|(_, listen)| listen);
        listens.any(|listen| listen.at.address == ALL_IPV6 && listen.dual_stack)
    }

    /// The site becomes the one that answers for unknown names where it is read first and nobody is
    /// marked for that.
    fn new_default(&self, port: u16, name: &str, place: &DropInPlace, domain: &Fqdn) -> Option<Finding> {
        let (loser, _) = self.http_listens(port).find(|(_, listen)| {
            let mut others =
                self.http_listens(port).filter(|(_, other)| other.at.address == listen.at.address);
            others.all(|(server, other)| !other.at.default && !place.is_before(server, name))
        })?;
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

    /// A name of its own goes before a wildcard.
    fn wildcard(&self, domain: &Fqdn) -> Option<Finding> {
        let covers = |name: &&String| {
            let below = name.strip_prefix('*').or_else(|| name.starts_with('.').then_some(name.as_str()));
            below.is_some_and(|below| domain.as_str().ends_with(&below.to_ascii_lowercase()))
        };
        let mut http =
            self.servers.iter().filter(|server| server.context == Context::Http && !server.site.managed);
        let (name, site) =
            http.find_map(|server| Some((server.site.names.iter().find(covers)?, &server.site)))?;
        Some(Finding::note(
            "wildcard_gives_way",
            format!("{domain} was answered by {name} in {}, line {}, until now", site.file, site.line),
        ))
    }
}

fn is_wildcard(address: &str) -> bool {
    address == ALL_IPV4 || address == ALL_IPV6
}
