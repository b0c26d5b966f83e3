use engine::jellyfin::{JellyfinInstall, NetworkXml};
use engine::names::Upstream;
use engine::verdict::{JellyfinSeen, SiteUrl};
use probe::{Limits, jellyfin};

/// Where Jellyfin is asked when nobody said: where this machine's files say, else on its usual port.
pub fn upstream_among(found: &[JellyfinInstall]) -> Upstream {
    let usual = || Upstream::local(NetworkXml::defaults().http_port);
    found.first().map_or_else(usual, |jellyfin| jellyfin.url.clone())
}

/// What Jellyfin itself answers there.
pub async fn jellyfin_at(upstream: &Upstream, base_path: &str) -> JellyfinSeen {
    jellyfin::look(&site_of(upstream).below(base_path), Limits::default()).await
}

/// An upstream as an address to ask.
///
/// # Panics
/// Never: an upstream is a plain http address.
pub fn site_of(upstream: &Upstream) -> SiteUrl {
    upstream.to_string().parse().expect("an upstream is a plain http address")
}
