use std::collections::BTreeSet;

use super::address::Address;
use super::effective::{Effective, Setting, VirtualHost};
use super::listen::Listening;
use super::name::bare_name;

/// A virtual host beside which another is to live: its names, its addresses, whether it speaks TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Neighbour<'e> {
    /// The virtual host itself.
    pub(super) vhost: &'e VirtualHost,
    /// Its place in the order in which the server reads them.
    pub(super) order: usize,
    /// Its addresses.
    pub(super) addresses: Vec<Address>,
    /// Its name: its own, or for one that is there for all addresses the main server's. Where neither is
    /// set the server asks the system: for the machine's name, or for that of its address.
    pub(super) server_name: Option<&'e str>,
    /// The names it answers to, as written, its name first.
    pub(super) names: Vec<String>,
}

impl<'e> Neighbour<'e> {
    /// Every virtual host, and those with an address that is not understood.
    pub(super) fn all(effective: &'e Effective) -> (Vec<Self>, Vec<&'e VirtualHost>) {
        let mut neighbours = Vec::new();
        let mut strange = Vec::new();
        for (order, vhost) in effective.vhosts.iter().enumerate() {
            let addresses: Option<Vec<Address>> =
                vhost.addresses.iter().map(|text| Address::parse(text)).collect();
            match addresses {
                Some(addresses) => {
                    let takes_all = addresses.iter().any(Address::is_wildcard);
                    let inherited = || effective.main_value("servername").filter(|_| takes_all);
                    let server_name = vhost.value("servername").or_else(inherited).map(bare_name);
                    let names = names(server_name, &vhost.settings);
                    neighbours.push(Self { vhost, order, addresses, server_name, names });
                }
                None => strange.push(vhost),
            }
        }
        (neighbours, strange)
    }

    /// Whether it has a name of its own. One without takes the main server's, which the machine's own
    /// name stands in for where that has none either.
    pub(super) fn is_named(&self) -> bool {
        self.vhost.value("servername").is_some()
    }

    /// Whether it has an address for that very port.
    pub(super) fn is_on(&self, port: u16) -> bool {
        self.addresses.iter().any(|address| address.port == Some(port))
    }

    /// Whether it has an address for any port.
    pub(super) fn is_on_any(&self) -> bool {
        self.addresses.iter().any(|address| address.port.is_none())
    }

    /// The names beside its own.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &str> {
        self.names.iter().skip(usize::from(self.server_name.is_some())).map(String::as_str)
    }

    /// Whether it is there for all addresses.
    pub(super) fn has_wildcard_address(&self) -> bool {
        self.addresses.iter().any(Address::is_wildcard)
    }

    /// Whether it speaks TLS on a port. Without a word on it a site does where `https` is spoken by
    /// default (seen on 2.4.68 for 443).
    pub(super) fn speaks_tls(&self, port: u16, effective: &Effective, listens: &Listening) -> bool {
        match self.vhost.value("sslengine").or_else(|| effective.main_value("sslengine")) {
            Some(value) => !value.eq_ignore_ascii_case("off"),
            None => effective.modules.contains("ssl") && listens.is_https(port),
        }
    }
}

/// The name, and the further ones that are set.
pub(super) fn names(server_name: Option<&str>, settings: &[Setting]) -> Vec<String> {
    let aliases = settings.iter().filter(|setting| setting.name == "serveralias");
    let aliases = aliases.flat_map(|setting| setting.args.iter().cloned());
    server_name.map(str::to_owned).into_iter().chain(aliases).collect()
}

/// Where a site passes requests on to, as written, each once.
pub(super) fn upstreams(settings: &[Setting]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let targets =
        settings.iter().filter_map(|setting| match (setting.name.as_str(), setting.args.as_slice()) {
            ("proxypass" | "proxypassmatch", [first, ..]) if first.contains("://") => Some(first),
            ("proxypass" | "proxypassmatch", [_, target, ..]) if target != "!" => Some(target),
            ("rewriterule", [_, target, flags, ..]) if passes_on(flags) => Some(target),
            _ => None,
        });
    targets.filter(|target| seen.insert(*target)).cloned().collect()
}

/// `[P]`, `[proxy]`, among others.
fn passes_on(flags: &str) -> bool {
    let flags = flags.trim_matches(|c| c == '[' || c == ']');
    flags
        .split(',')
        .any(|flag| flag.trim().eq_ignore_ascii_case("p") || flag.trim().eq_ignore_ascii_case("proxy"))
}
