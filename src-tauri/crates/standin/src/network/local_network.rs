//! Which addresses count as the local network, and which may come in from outside it.

use std::net::IpAddr;

use ipnet::IpNet;

use super::config::NetworkConfig;

/// What counts as local when network.xml names no subnets.
const PRIVATE_IPV4: [&str; 4] = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const PRIVATE_IPV6: [&str; 3] = ["::1/128", "fe80::/10", "fc00::/7"];

/// The local network and the remote filter of one start.
#[derive(Clone, Debug)]
pub(crate) struct LocalNetwork {
    inside: Vec<IpNet>,
    excluded: Vec<IpNet>,
    filter: Vec<IpNet>,
    filter_forbids: bool,
    remote_access: bool,
}

impl LocalNetwork {
    pub(crate) fn new(config: &NetworkConfig) -> Self {
        let named: Vec<&str> = config.local_network_subnets.iter().map(String::as_str).collect();
        let mut inside = networks(named.iter().copied().filter(|subnet| !subnet.starts_with('!')));
        if inside.is_empty() {
            let ipv4 = PRIVATE_IPV4.into_iter().filter(|_| config.enable_ipv4);
            inside = networks(ipv4.chain(PRIVATE_IPV6.into_iter().filter(|_| config.enable_ipv6)));
        }
        Self {
            inside,
            excluded: networks(named.iter().filter_map(|subnet| subnet.strip_prefix('!'))),
            filter: networks(config.remote_ip_filter.iter().map(String::as_str)),
            filter_forbids: config.remote_ip_filter_blacklist,
            remote_access: config.enable_remote_access,
        }
    }

    /// The address counts as local: no limits, and it may restart the server without a token.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let within = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        address.is_loopback() || within(&self.inside) && !within(&self.excluded)
    }

    /// The address may use the API at all.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.contains(address) {
            return true;
        }
        let matches = self.filter.iter().any(|network| network.contains(&address));
        self.remote_access && (self.filter.is_empty() || matches != self.filter_forbids)
    }
}

fn networks<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<IpNet> {
    texts
        .filter_map(|text| text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn private_addresses_are_local_unless_subnets_are_named() {
        let local = LocalNetwork::new(&NetworkConfig::default());
        for (address, expected) in
            [("192.168.1.9", true), ("172.31.0.1", true), ("203.0.113.9", false), ("fd00::1", false)]
        {
            assert_eq!(local.contains(address.parse().expect("address")), expected, "{address}");
        }
        let local_network_subnets = list(&["203.0.113.0/24", "!203.0.113.9"]);
        let local = LocalNetwork::new(&NetworkConfig { local_network_subnets, ..NetworkConfig::default() });
        for (address, expected) in
            [("203.0.113.8", true), ("203.0.113.9", false), ("192.168.1.9", false), ("127.0.0.1", true)]
        {
            assert_eq!(local.contains(address.parse().expect("address")), expected, "{address}");
        }
    }

    #[test]
    fn the_remote_filter_is_a_list_of_guests_or_of_the_banned() {
        for (remote, forbids, address, expected) in [
            (true, false, "203.0.113.9", true),
            (true, false, "198.51.100.1", false),
            (true, true, "203.0.113.9", false),
            (true, true, "198.51.100.1", true),
            (true, true, "192.168.1.1", true),
            (false, false, "203.0.113.9", false),
        ] {
            let local = LocalNetwork::new(&NetworkConfig {
                enable_remote_access: remote,
                remote_ip_filter: list(&["203.0.113.9"]),
                remote_ip_filter_blacklist: forbids,
                ..NetworkConfig::default()
            });
            assert_eq!(local.admits(address.parse().expect("address")), expected, "{address} {forbids}");
        }
    }
}
