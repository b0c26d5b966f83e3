use std::collections::BTreeSet;
use std::sync::Arc;

use super::address::Host;
use super::effective::{Condition, PlacedListen};
use super::listen::ListenLine;
use super::neighbour::Neighbour;
use super::proxy_lines::ProxyLines;
use super::surroundings::Surroundings;
use super::table::Table;
use crate::facts::{HostFacts, Install};
use crate::names::AbsPath;
use crate::plan::{Conflict, ConflictKind, Finding, Refusal};

/// How a site gets onto a port: what others have there stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PortPlace {
    /// The port.
    pub(super) port: u16,
    /// The addresses of the virtual host: all, and those that have others of their own, which would
    /// otherwise never let a visitor through.
    pub(super) addresses: Vec<String>,
    /// Those of them where each connection begins with a PROXY line, as another proxy in front sends it.
    pub(super) behind: Vec<String>,
    /// Whether Apache has to be told to listen there.
    pub(super) listens: bool,
    /// The conditions under which others have it listen there.
    pub(super) unless: BTreeSet<Arc<[Condition]>>,
    /// Whether the main server answers there today: it would not any more once there is a virtual host
    /// for all addresses, so one is written that stands for it.
    pub(super) keeps_main_server: bool,
}

impl PortPlace {
    /// The place on a port, with TLS or without.
    ///
    /// # Errors
    /// When a site there would take away another's visitors, or get none.
    pub(super) fn find(around: &Surroundings<'_>, port: u16, tls: bool) -> Result<Self, Refusal> {
        let listens = around.listens();
        let here: Vec<&Neighbour<'_>> = around.foreign().filter(|other| other.is_on(port)).collect();
        let listened = around.present_listens().iter().any(|line| line.port == port);
        if let Some(other) = around.foreign().find(|other| listened && other.is_on_any()) {
            return Err(in_use(
                other,
                port,
                "that site is there for every port, and one for this port alone would take all its visitors on it",
            ));
        }
        let others = around.others();
        let proxy_lines = ProxyLines::of(around.effective(), others);
        if let Some((file, line)) = expected_everywhere(&proxy_lines, &listens, port) {
            return Err(expects_proxy_line(port, file, line));
        }
        let mixed = others
            .iter()
            .filter(|other| other.is_on(port))
            .find(|other| other.speaks_tls(port, around.effective(), &listens) != tls);
        if let Some(other) = mixed {
            let why = if tls { "that site speaks no TLS there" } else { "that site speaks TLS there" };
            return Err(in_use(other, port, why));
        }
        let mut addresses = vec![format!("*:{port}")];
        let mut behind = Vec::new();
        let mut named = BTreeSet::new();
        for address in here.iter().flat_map(|other| &other.addresses) {
            let text = format!("{}:{port}", address.text);
            if !address.is_wildcard() && address.port == Some(port) && named.insert(text.clone()) {
                if proxy_lines.are_expected(address.host, port) {
                    behind.push(text.clone());
                }
                addresses.push(text);
            }
        }
        // An encrypted port that only the main server is on answers nobody who speaks TLS.
        let keeps_main_server = !tls && listened && !Table::of(around.foreign()).takes_all(port);
        let (listens, unless) = listening(around, port);
        Ok(Self { port, addresses, behind, listens, unless, keeps_main_server })
    }

    /// What the user should know of the port.
    pub(super) fn findings(&self, around: &Surroundings<'_>) -> Vec<Finding> {
        let listens = around.listens();
        let lines: Vec<_> = listens.iter().filter(|line| line.port == self.port).collect();
        let narrow: Option<Vec<String>> = lines.iter().map(|line| line.address.clone()).collect();
        let narrow = narrow.filter(|addresses| !addresses.is_empty());
        let told = narrow.map(|addresses| {
            let message = format!("Apache listens for port {} on {} only", self.port, addresses.join(", "));
            Finding::note("listens_on_address", message)
        });
        let behind = (!self.behind.is_empty()).then(|| {
            let message = format!(
                "connections to {} begin with a PROXY line, so at that address only the proxy in front reaches the site",
                self.behind.join(", ")
            );
            Finding::note("proxy_line_at_address", message)
        });
        told.into_iter().chain(behind).collect()
    }
}

/// The line by which no address of a port is left that visitors reach by themselves: one for all addresses, or
/// for each of those that Apache listens on.
fn expected_everywhere<'l>(
    proxy_lines: &'l ProxyLines,
    listens: &[ListenLine],
    port: u16,
) -> Option<(&'l AbsPath, usize)> {
    let at = |line: &ListenLine| proxy_lines.line(line.address.as_deref().map_or(Host::Any, Host::of), port);
    let mut lines = listens.iter().filter(|line| line.port == port);
    let first = lines.next().and_then(at);
    let all = first.filter(|_| lines.all(|line| at(line).is_some()));
    all.or_else(|| proxy_lines.line(Host::Any, port))
}

/// Whether Apache has to be told to listen on a port, and the conditions under which others tell it so. One
/// that was told goes on being told where others may end doing it with the next start.
fn listening(around: &Surroundings, port: u16) -> (bool, BTreeSet<Arc<[Condition]>>) {
    let here = around.effective().listens.iter().filter(|listen| listen.port == port);
    let (others, ours): (Vec<&PlacedListen>, Vec<_>) = here.partition(|listen| listen.written_for.is_none());
    let for_site = |listen: &&PlacedListen| listen.written_for.as_deref() == Some(around.domain().as_str());
    let was_told = ours.iter().any(for_site);
    let is_settled = |listen: &&PlacedListen| listen.holds && (!was_told || listen.conditions.is_empty());
    let listens = !others.iter().any(is_settled);
    (listens, others.iter().map(|listen| listen.conditions.clone()).collect())
}

fn expects_proxy_line(port: u16, file: &AbsPath, line: usize) -> Refusal {
    Refusal::Conflict(Conflict {
        kind: ConflictKind::ProxyProtocol,
        file: file.clone(),
        line,
        what: format!(
            "RemoteIPProxyProtocol has each connection to port {port} begin with a PROXY line, which only another proxy sends, and visitors would get no answer"
        ),
        ways: vec![
            "set Jellyfin up in the proxy that is in front, with --proxy".to_owned(),
            "use ports of its own with --http-port and --https-port".to_owned(),
        ],
    })
}

/// The ports that only switching on modules makes Apache listen on.
///
/// # Errors
/// When one of them is taken: Apache would not start again.
pub(super) fn new_listens<'a>(
    facts: &HostFacts,
    install: &Install,
    around: &'a Surroundings<'_>,
) -> Result<&'a [ListenLine], Refusal> {
    let own = install.binary.file_name();
    for line in around.new_listens() {
        let holders = facts.listeners_on(line.port).filter_map(|listener| listener.process.as_deref());
        if let Some(process) = holders.into_iter().find(|process| *process != own) {
            return Err(Refusal::PortInUse {
                port: line.port,
                file: line.file.clone(),
                line: line.line,
                why: format!(
                    "with the modules for this site Apache listens there too, and {process} does already: take that line out first"
                ),
            });
        }
    }
    Ok(around.new_listens())
}

/// A site stands in the way.
pub(super) fn in_use(other: &Neighbour<'_>, port: u16, why: &str) -> Refusal {
    let (file, line) = (AbsPath::clone(&other.vhost.file), other.vhost.line);
    Refusal::PortInUse { port, file, line, why: why.to_owned() }
}
