use std::collections::BTreeMap;

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
    /// followed by its servers.
    pub(super) fn named_in(&self, server: Node<'_>) -> Vec<String> {
        let passes = server.below().into_iter().filter(|node| PASSES.iter().any(|pass| node.is(pass)));
        let written = passes.filter_map(|node| node.first().map(|place| place.into_owned()));
        let mut found: Vec<String> = Vec::new();
        for place in written.flat_map(|place| [vec![place.clone()], self.members(&place)].concat()) {
            if !found.contains(&place) {
                found.push(place);
            }
        }
        found
    }

    fn members(&self, place: &str) -> Vec<String> {
        let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
        let name = rest.split('/').next().unwrap_or_default();
        self.0.get(name).cloned().unwrap_or_default()
    }
}
