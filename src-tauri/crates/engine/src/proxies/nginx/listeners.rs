use super::addresses::At;
use super::dialect::{Dialect, Http2};
use super::neighbours::Neighbours;
use super::render::ListenText;
use crate::plan::{Finding, Refusal};

/// The `listen` lines of a site among its neighbours.
pub(super) struct Listeners<'a> {
    /// The others.
    pub(super) neighbours: &'a Neighbours<'a>,
    /// The spelling.
    pub(super) dialect: &'a Dialect,
    /// Whether the machine has IPv6.
    pub(super) ipv6: bool,
    /// Whether nginx runs, with sockets that are in the way of others.
    pub(super) running: bool,
}

impl Listeners<'_> {
    /// The lines for plain HTTP at a port.
    ///
    /// # Errors
    /// When the port leaves no room.
    pub(super) fn http(&self, port: u16) -> Result<Vec<ListenText>, Refusal> {
        let addresses = self.addresses(port, false)?;
        let listen = |address: &String| ListenText {
            place: place(address, port),
            http2: false,
            default: self.neighbours.is_default(port, address),
        };
        Ok(addresses.iter().map(listen).collect())
    }

    /// The lines for HTTPS at a port.
    ///
    /// # Errors
    /// When the port leaves no room.
    pub(super) fn https(&self, port: u16) -> Result<Vec<ListenText>, Refusal> {
        let addresses = self.addresses(port, true)?;
        let listen = |address: &String| ListenText {
            place: place(address, port),
            http2: self.dialect.http2 == Http2::Listen && !self.must_do_without(port, address),
            default: self.neighbours.is_default(port, address),
        };
        Ok(addresses.iter().map(listen).collect())
    }

    /// What the user should know of HTTP/2 at a port.
    pub(super) fn http2_finding(&self, port: u16) -> Option<Finding> {
        match self.dialect.http2 {
            Http2::Lacking => {
                Some(Finding::note("no_http2", "this nginx has no HTTP/2, so browsers will use HTTP/1.1"))
            }
            Http2::Listen if self.must_do_without(port, "*") || self.must_do_without(port, "[::]") => {
                Some(Finding::warning(
                    "http2_as_neighbours",
                    format!(
                        "the other sites on port {port} have no HTTP/2, and this nginx has one setting for all sites of an address: browsers will use HTTP/1.1"
                    ),
                    format!(
                        "to have HTTP/2 for all of them, add `http2` to each of their `listen` lines for port {port}, and plan again"
                    ),
                ))
            }
            Http2::Directive if self.neighbours.listen_with_http2(port) => Some(Finding::note(
                "mixed_http2_spelling",
                format!(
                    "other sites on port {port} switch HTTP/2 on in their `listen`, the old way: nginx may warn that protocol options are redefined, which does no harm"
                ),
            )),
            Http2::Listen | Http2::Directive => None,
        }
    }

    fn addresses(&self, port: u16, tls: bool) -> Result<Vec<String>, Refusal> {
        At { neighbours: self.neighbours, port, tls, running: self.running }.addresses(self.ipv6)
    }

    fn must_do_without(&self, port: u16, address: &str) -> bool {
        // What one `listen` says holds for everybody at the address; from 1.23.4 on one that says something
        // else is warned about.
        self.neighbours.lack_http2(port, address)
            || self.dialect.uniform_listeners && self.neighbours.differ_in_http2(port, address)
    }
}

/// All IPv4 addresses need not be written.
fn place(address: &str, port: u16) -> String {
    if address == "*" { port.to_string() } else { format!("{address}:{port}") }
}
