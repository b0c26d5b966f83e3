//! The side of the user: it asks the network, shows what was found, and talks to the root side.

mod call_off;
mod confirm;
pub(crate) mod form;
mod observe;
mod root_side;
pub(crate) mod surroundings;

pub(crate) use confirm::confirmed;
pub(crate) use observe::Observer;
pub(crate) use root_side::{Companion, RootSide, RootSideLost};

use std::future::Future;

use engine::jellyfin::JellyfinInstall;
use engine::names::Upstream;
use engine::verdict::{JellyfinSeen, SiteUrl};
use probe::{Limits, jellyfin};

/// Where Jellyfin is asked when nobody said: where this machine's files say, else on its usual port.
pub(crate) fn upstream_among(found: &[JellyfinInstall]) -> Upstream {
    let usual = || Upstream::local(engine::jellyfin::NetworkXml::defaults().http_port);
    found.first().map_or_else(usual, |jellyfin| jellyfin.url.clone())
}

/// What Jellyfin itself answers there.
pub(crate) async fn jellyfin_at(upstream: &Upstream, base_path: &str) -> JellyfinSeen {
    jellyfin::look(&site_of(upstream).below(base_path), Limits::default()).await
}

/// An upstream as an address to ask.
pub(crate) fn site_of(upstream: &Upstream) -> SiteUrl {
    upstream.to_string().parse().expect("an upstream is a plain http address")
}

/// Asks the network. The runtime lives for one question: commands themselves are sequential.
pub(crate) fn ask<T>(question: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(runtime.block_on(question))
}
