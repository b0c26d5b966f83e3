use std::collections::{BTreeMap, BTreeSet};

use super::node::Node;

/// What passes requests on to somewhere.
const PASSES: [&str; 6] =
    ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"];

/// The `upstream` blocks of a context: groups of servers under a name.
pub(super) struct Upstreams(BTreeMap<String, Vec<String>>);

impl Upstreams {
    /// Those among the directives of a context.
    pub(super) fn of(around: &[Node<'_>]) -> Self {
        let blocks = around.iter().filter(|node| node.is("upstream"));
        let named = blocks.filter_map(|block| {
            let servers = block.inside().into_iter().filter(|node| node.is("server"));
            let places = servers.filter_map(|server| server.first().map(|place| place.into_owned()));
            Some((block.first()?.into_owned(), places.collect()))
        });
        Self(named.collect())
    }

    /// What `proxy_pass` and its like name in a server at any depth, as written and each once; a group is
    /// followed by its servers. No more than `most` are told.
    pub(super) fn named_in(&self, server: Node<'_>, most: usize) -> Vec<String> {
        let passes = server.below().into_iter().filter(|node| PASSES.iter().any(|pass| node.is(pass)));
        let mut written = BTreeSet::new();
        let places =
            passes.filter_map(|node| node.first()).filter(|place| written.insert(place.clone().into_owned()));
        let mut seen = BTreeSet::new();
        let members = |place: &str| self.members(place);
        places
            .flat_map(|place| {
                std::iter::once(place.clone().into_owned()).chain(members(&place).iter().cloned())
            })
            .filter(|place| seen.insert(place.clone()))
            .take(most)
            .collect()
    }

    fn members(&self, place: &str) -> &[String] {
        let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
        let name = rest.split('/').next().unwrap_or_default();
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}
