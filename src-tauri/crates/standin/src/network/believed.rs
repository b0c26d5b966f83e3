//! Whom a request is believed to come from, and what it asked for.

use std::net::{IpAddr, SocketAddr};

use super::host;
use super::known_proxies::KnownProxies;
use crate::http::request::Request;

/// Whom a request is believed to come from, and under which address it asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Believed {
    pub(crate) client: IpAddr,
    pub(crate) scheme: String,
    /// With its port, as in the Host field; empty without one.
    pub(crate) host: String,
}

impl Believed {
    /// Follows X-Forwarded-For, -Proto and -Host from the right for as long as the hop before is
    /// known. The first address that cannot be read ends the walk with its whole set.
    pub(crate) fn of(request: &Request, peer: SocketAddr, known: &KnownProxies) -> Self {
        let mut believed = Self {
            client: peer.ip().to_canonical(),
            scheme: "http".to_owned(),
            host: request.header("Host").unwrap_or_default().to_owned(),
        };
        if known.hops() == 0 {
            return believed;
        }
        let addresses = hops(request, "X-Forwarded-For");
        let schemes = hops(request, "X-Forwarded-Proto");
        let hosts = hops(request, "X-Forwarded-Host");
        let sets = addresses.len().max(schemes.len()).max(hosts.len()).min(known.hops());
        for set in 0..sets {
            if !known.include(believed.client) {
                break;
            }
            match addresses.get(set).map(|text| address(text)) {
                Some(None) => break,
                Some(Some(client)) => believed.client = client,
                None => {}
            }
            if let Some(scheme) = schemes.get(set).filter(|scheme| is_scheme(scheme)) {
                (*scheme).clone_into(&mut believed.scheme);
            }
            if let Some(host) = hosts.get(set).filter(|host| host::is_valid(host)) {
                (*host).clone_into(&mut believed.host);
            }
        }
        believed
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("https")
    }
}

/// The values of a list field over all its lines, the last hop first.
fn hops<'a>(request: &'a Request, name: &'a str) -> Vec<&'a str> {
    let values = request.header_values(name).flat_map(|line| line.split(','));
    let mut values: Vec<&str> = values.map(str::trim).filter(|value| !value.is_empty()).collect();
    values.reverse();
    values
}

fn address(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().ok();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.or_else(bracketed).or_else(with_port).map(|address| address.to_canonical())
}

/// Any word of these characters is taken, so an IPv4 address written into the scheme's place is too.
fn is_scheme(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}
