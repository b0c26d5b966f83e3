use std::collections::BTreeMap;
use std::net::IpAddr;

use super::address::Host;
use super::neighbour::Neighbour;

/// The server's table of virtual hosts: for each address those that share it, in the order in which
/// they are read. The first of them answers for unknown names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    chains: BTreeMap<(Host, Option<u16>), Vec<usize>>,
}

/// Those that share an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain<'t> {
    /// The address.
    pub(super) host: Host,
    /// Its port; `None` for any.
    pub(super) port: Option<u16>,
    /// Their places, first one first.
    pub(super) places: &'t [usize],
}

impl Table {
    /// The table of these virtual hosts, which are meant by their place among them.
    pub(super) fn of<'n, 'e: 'n>(neighbours: impl IntoIterator<Item = &'n Neighbour<'e>>) -> Self {
        let mut table = Self::default();
        for (place, neighbour) in neighbours.into_iter().enumerate() {
            for address in &neighbour.addresses {
                let chain = table.chains.entry((address.host, address.port)).or_default();
                if chain.last() != Some(&place) {
                    chain.push(place);
                }
            }
        }
        table
    }

    /// Those among which the name decides on a connection to this address: the first there is of the
    /// address with that port, the address with any, all addresses with that port, all with any. `None`
    /// is the main server's.
    pub(super) fn chain(&self, ip: IpAddr, port: u16) -> Option<Chain<'_>> {
        let keys =
            [(Host::Ip(ip), Some(port)), (Host::Ip(ip), None), (Host::Any, Some(port)), (Host::Any, None)];
        keys.into_iter().find_map(|(host, port)| {
            let places = self.exact(host, port)?;
            Some(Chain { host, port, places })
        })
    }

    /// Those that have a chain of its own.
    pub(super) fn exact(&self, host: Host, port: Option<u16>) -> Option<&[usize]> {
        self.chains.get(&(host, port)).map(Vec::as_slice)
    }

    /// Whether what no other address takes on that port goes to a virtual host, and not to the main server.
    pub(super) fn takes_all(&self, port: u16) -> bool {
        self.exact(Host::Any, Some(port)).is_some() || self.exact(Host::Any, None).is_some()
    }

    /// Whether a name stands in the place of an address on that port, which only the server looks up.
    pub(super) fn has_name(&self, port: u16) -> bool {
        self.exact(Host::Name, Some(port)).is_some() || self.exact(Host::Name, None).is_some()
    }

    /// Every address with those that share it.
    pub(super) fn all(&self) -> impl Iterator<Item = Chain<'_>> {
        self.chains.iter().map(|((host, port), places)| Chain { host: *host, port: *port, places })
    }
}
