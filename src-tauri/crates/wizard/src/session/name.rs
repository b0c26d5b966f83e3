use std::net::IpAddr;

use engine::names::Fqdn;
use engine::verdict::Trouble;

use crate::view::{PointsTo, Resolved};

/// Where a name leads, as this machine's resolver says.
pub(super) async fn look_up(domain: &Fqdn) -> PointsTo {
    match probe::resolve(domain.as_str()).await {
        Ok(addresses) => {
            let own = front::surroundings::own_addresses();
            let shown = addresses.iter().map(ToString::to_string).collect();
            PointsTo { meaning: meaning(&addresses, &own), addresses: shown }
        }
        Err(Trouble::NameNotFound) => PointsTo { meaning: Resolved::Nowhere, addresses: Vec::new() },
        Err(_) => PointsTo { meaning: Resolved::NoAnswer, addresses: Vec::new() },
    }
}

fn meaning(addresses: &[IpAddr], own: &[IpAddr]) -> Resolved {
    let is_here = |address: &IpAddr| own.contains(address) || address.is_loopback();
    match addresses {
        [] => Resolved::Nowhere,
        _ if addresses.iter().any(is_here) => Resolved::Here,
        _ if addresses.iter().all(is_private) => Resolved::Private,
        _ if addresses.iter().all(IpAddr::is_ipv6) => Resolved::Ipv6Only,
        _ => Resolved::Public,
    }
}

/// An address that leads nowhere from outside this network: RFC 1918, RFC 6598 (shared by a provider's
/// customers), link-local, and IPv6's unique local ones (RFC 4193).
fn is_private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            address.is_private() || address.is_link_local() || (first == 100 && second & 0xc0 == 64)
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_addresses_mean_is_told_apart() {
        let parse = |text: &str| text.split(' ').filter_map(|one| one.parse().ok()).collect::<Vec<IpAddr>>();
        let own = parse("192.168.1.5 2001:db8::5");
        for (addresses, expected) in [
            ("", Resolved::Nowhere),
            ("192.168.1.5", Resolved::Here),
            ("203.0.113.9 2001:db8::5", Resolved::Here),
            ("127.0.1.1", Resolved::Here),
            ("192.168.1.9", Resolved::Private),
            ("100.64.0.1", Resolved::Private),
            ("100.128.0.1", Resolved::Public),
            ("fd00::1", Resolved::Private),
            ("2001:db8::9", Resolved::Ipv6Only),
            ("203.0.113.9", Resolved::Public),
            ("10.0.0.1 203.0.113.9", Resolved::Public),
        ] {
            assert_eq!(meaning(&parse(addresses), &own), expected, "{addresses}");
        }
    }
}
