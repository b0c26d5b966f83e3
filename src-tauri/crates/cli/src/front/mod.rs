//! The side of the user: it asks the network, shows what was found, and talks to the root side.

pub(crate) mod form;
pub(crate) mod surroundings;

use engine::facts::HostFacts;
use engine::names::Upstream;
use engine::verdict::{JellyfinSeen, SiteUrl};
use probe::{Limits, jellyfin};

/// Where Jellyfin is asked: where somebody said, else where this machine's files say, else the usual port.
pub(crate) fn upstream_for(facts: &HostFacts, named: Option<&Upstream>) -> Upstream {
    let found = || facts.jellyfin.first().map(|jellyfin| jellyfin.url.clone());
    let usual = || Upstream::local(engine::jellyfin::NetworkXml::defaults().http_port);
    named.cloned().or_else(found).unwrap_or_else(usual)
}

/// What Jellyfin itself answers there.
pub(crate) async fn jellyfin_at(upstream: &Upstream, base_path: &str) -> JellyfinSeen {
    jellyfin::look(&site_of(upstream).below(base_path), Limits::default()).await
}

/// An upstream as an address to ask.
pub(crate) fn site_of(upstream: &Upstream) -> SiteUrl {
    upstream.to_string().parse().expect("an upstream is a plain http address")
}
