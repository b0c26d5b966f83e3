//! Whose forwarded headers are believed.

use std::net::IpAddr;

use ipnet::IpNet;

use super::config::NetworkConfig;
use crate::version::Version;

/// Whose forwarded headers are believed, as worked out once at each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KnownProxies {
    /// An empty list up to 10.10.6: one hop, whoever it is.
    Anybody,
    /// An empty list from 10.10.7.
    Nobody,
    /// Any entry at all adds 127.0.0.0/8 and ::1 (observed on all versions).
    Listed(Vec<IpNet>),
}

impl KnownProxies {
    /// Works out the list. Host names are looked up now and not again; one that is not found is
    /// passed over, and so is an address of a family that is switched off.
    pub(crate) async fn resolve(config: &NetworkConfig, version: Version) -> Self {
        if config.known_proxies.is_empty() {
            return if version.believes_anybody_by_default() { Self::Anybody } else { Self::Nobody };
        }
        let mut networks = vec![
            IpNet::new_assert(IpAddr::from([127, 0, 0, 0]), 8),
            IpNet::from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])),
        ];
        for entry in &config.known_proxies {
            let found = lookup(entry).await;
            networks.extend(found.into_iter().filter(|network| match network {
                IpNet::V4(_) => config.enable_ipv4,
                IpNet::V6(_) => config.enable_ipv6,
            }));
        }
        Self::Listed(networks)
    }

    /// This address may say whom it speaks for.
    pub(crate) fn include(&self, address: IpAddr) -> bool {
        match self {
            Self::Anybody => true,
            Self::Nobody => false,
            Self::Listed(networks) => {
                networks.iter().any(|network| network.contains(&address.to_canonical()))
            }
        }
    }

    /// How many hops are followed at most.
    pub(crate) fn hops(&self) -> usize {
        match self {
            Self::Anybody => 1,
            Self::Nobody => 0,
            Self::Listed(_) => usize::MAX,
        }
    }
}

async fn lookup(entry: &str) -> Vec<IpNet> {
    if let Ok(address) = entry.parse::<IpAddr>() {
        return vec![address.into()];
    }
    if let Ok(network) = entry.parse::<IpNet>() {
        return vec![network];
    }
    match tokio::net::lookup_host((entry, 0)).await {
        Ok(found) => found.map(|address| IpNet::from(address.ip())).collect(),
        Err(error) => {
            tracing::warn!(entry, %error, "a known proxy has no address: passed over");
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn trusted(entries: &[&str], version: Version, from: &str, ipv6: bool) -> bool {
        let config = NetworkConfig {
            known_proxies: entries.iter().map(ToString::to_string).collect(),
            enable_ipv6: ipv6,
            ..NetworkConfig::default()
        };
        let from = from.parse().expect("an address");
        KnownProxies::resolve(&config, version).await.include(from)
    }

    #[tokio::test]
    async fn the_observed_table_of_lists_and_versions() {
        let (old, new) = (Version::V10_10_6, Version::V10_10_7);
        for (entries, version, from, ipv6, expected) in [
            (&[][..], old, "203.0.113.9", false, true),
            (&[][..], new, "127.0.0.1", false, false),
            (&["127.0.0.1"][..], old, "127.0.0.1", false, true),
            (&["127.0.0.1"][..], new, "203.0.113.9", false, false),
            (&["192.0.2.1"][..], new, "127.0.0.1", false, true),
            (&["192.0.2.1"][..], new, "192.0.2.1", false, true),
            (&["192.0.2.1"][..], new, "::ffff:192.0.2.1", true, true),
            (&["10.0.0.0/8", "localhost"][..], new, "10.1.2.3", false, true),
            (&["::1"][..], new, "127.0.0.1", true, true),
            (&["2001:db8::7"][..], new, "2001:db8::7", false, false),
            (&["2001:db8::7"][..], new, "2001:db8::7", true, true),
            (&["no-such-host.invalid"][..], new, "127.0.0.1", false, true),
        ] {
            let got = trusted(entries, version, from, ipv6).await;
            assert_eq!(got, expected, "{entries:?} on {version} from {from}");
        }
    }
}
