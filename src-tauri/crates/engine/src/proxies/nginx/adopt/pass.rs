//! Where a `proxy_pass` leads.

use crate::names::Upstream;
use crate::proxies::nginx::config::Config;
use crate::proxies::nginx::node::Node;
use crate::proxies::nginx::survey::{Context, context_directives};

/// The port that Jellyfin listens on unless it is told otherwise.
const JELLYFINS_PORT: &str = "8096";

/// The target of a `proxy_pass`, without its scheme.
pub(super) struct Pass {
    authority: String,
    /// The path that takes the place of the location's, where one is given.
    pub(super) path: Option<String>,
}

impl Pass {
    /// The target in a block, with variables that the block sets put in; `None` for one without.
    pub(super) fn of(block: &Node<'_>, server: &Node<'_>) -> Option<Self> {
        let passes = block.inside().into_iter().find(|node| node.is("proxy_pass"))?;
        let mut target = passes.first()?.into_owned();
        for set in server.below().iter().filter(|node| node.is("set")) {
            if let [name, value] = set.args().as_slice() {
                let braced = name.replacen('$', "${", 1) + "}";
                target = target.replace(&braced, value).replace(&**name, value);
            }
        }
        let (_, rest) = target.split_once("://")?;
        let (authority, path) = match rest.find('/') {
            Some(slash) => (&rest[..slash], Some(rest[slash..].to_owned())),
            None => (rest, None),
        };
        Some(Self { authority: authority.to_owned(), path })
    }

    /// Whether that is Jellyfin: the wanted one, or any at the port that only Jellyfin has.
    pub(super) fn leads_to(&self, upstream: &Upstream, config: &Config) -> bool {
        let is_it = |address: &str| {
            let port = address.rsplit_once(':').map_or("80", |(_, port)| port);
            address == upstream.authority() || port == JELLYFINS_PORT || port == upstream.port().to_string()
        };
        is_it(&self.authority)
            || context_directives(config, Context::Http).iter().any(|node| {
                let named = node.is("upstream") && node.first().is_some_and(|name| name == self.authority);
                let servers = node.inside().into_iter().filter(|inner| inner.is("server"));
                named && servers.into_iter().any(|server| server.first().is_some_and(|it| is_it(&it)))
            })
    }
}
