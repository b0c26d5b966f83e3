use super::pass::Pass;
use crate::names::{Fqdn, Upstream};
use crate::plan::{Conflict, ConflictKind, Refusal};
use crate::proxies::WantedSite;
use crate::proxies::nginx::config::Config;
use crate::proxies::nginx::node::Node;
use crate::proxies::nginx::survey::{Context, Server};

/// The server blocks of a hand-written site.
#[derive(Debug)]
pub(in super::super) struct Blocks<'s, 'c> {
    pub(super) config: &'c Config,
    pub(super) upstream: Upstream,
    /// Those that lead to Jellyfin.
    pub(super) leading: Vec<&'s Server<'c>>,
    /// Those that send plain HTTP over to HTTPS.
    pub(super) redirecting: Vec<&'s Server<'c>>,
}

impl<'s, 'c> Blocks<'s, 'c> {
    /// Every block of that name; `None` where none leads to Jellyfin, or one does something else.
    pub(in super::super) fn find(
        config: &'c Config,
        servers: &'s [Server<'c>],
        domain: &Fqdn,
        upstream: &Upstream,
    ) -> Option<Self> {
        let named = |server: &&Server<'_>| {
            let mut names = server.site.names.iter();
            server.context == Context::Http
                && !server.site.managed
                && names.any(|name| name.eq_ignore_ascii_case(domain.as_str()))
        };
        let upstream = upstream.clone();
        let mut found = Self { config, upstream, leading: Vec::new(), redirecting: Vec::new() };
        for server in servers.iter().filter(named) {
            if found.jellyfin_locations(server).next().is_some() {
                found.leading.push(server);
            } else if only_redirects(server) {
                found.redirecting.push(server);
            } else {
                return None;
            }
        }
        (!found.leading.is_empty()).then_some(found)
    }

    /// The one that visitors come to: that with TLS, where one has it.
    pub(super) fn leading(&self) -> Option<&'s Server<'c>> {
        let tls = self.leading.iter().find(|server| server.site.listens.iter().any(|listen| listen.tls));
        tls.or(self.leading.first()).copied()
    }

    /// All of them.
    pub(in super::super) fn all(&self) -> impl Iterator<Item = &'s Server<'c>> {
        self.leading.iter().chain(&self.redirecting).copied()
    }

    /// Whether a name is one of the site's, which all come to ours.
    pub(super) fn has_name(&self, name: &str) -> bool {
        let mut names = self.leading.iter().flat_map(|server| &server.site.names);
        names.any(|own| own.eq_ignore_ascii_case(name))
    }

    /// The locations of a block that lead to Jellyfin.
    pub(super) fn jellyfin_locations(&self, server: &Server<'c>) -> impl Iterator<Item = Node<'c>> {
        let node = server.node;
        let locations = node.inside().into_iter().filter(|inner| inner.is("location"));
        locations.filter(move |location| {
            Pass::of(location, &node).is_some_and(|pass| pass.leads_to(&self.upstream, self.config))
        })
    }

    /// Whether our site can take their place.
    ///
    /// # Errors
    /// When visitors would no longer find what they found there.
    pub(super) fn fit(&self, site: &WantedSite) -> Result<(), Refusal> {
        let refused = |server: &Server<'_>, what: String, ways: Vec<String>| {
            let (file, line) = (server.site.file.clone(), server.site.line);
            Err(Refusal::Conflict(Conflict { kind: ConflictKind::JellyfinSite, file, line, what, ways }))
        };
        if let [_, second, ..] = self.leading.iter().filter(|server| is_tls(server)).collect::<Vec<_>>()[..] {
            let what = "two sites with TLS have this name and lead to Jellyfin".to_owned();
            return refused(second, what, vec!["take one of them out, and plan again".to_owned()]);
        }
        let Some(leading) = self.leading() else { return Ok(()) };
        let base = site.base_path.prefix();
        let below = |location: &Node<'_>| {
            let args = location.args();
            let path = args.last().map(|path| path.trim_end_matches('/'));
            let kept = Pass::of(location, &leading.node).and_then(|pass| pass.path);
            let changed = kept.is_some_and(|kept| kept.trim_end_matches('/') != path.unwrap_or_default());
            args.len() == 1 && path == Some(base) && !changed && !location.below().iter().any(rewrites)
        };
        if !self.jellyfin_locations(leading).any(|location| below(&location)) {
            let what = format!(
                "this site does not lead to Jellyfin by a plain `location {base}/` that leaves paths as they are"
            );
            let way = "give Jellyfin the path that visitors use as its Base URL, and plan again".to_owned();
            return refused(leading, what, vec![way, "leave this site as it is".to_owned()]);
        }
        self.ports_stay(site, leading)?;
        let own = leading.site.certificates.first();
        let shown = site.tls.as_ref().map(|tls| &tls.material);
        let others = leading.site.names.len() > 1;
        if others && is_tls(leading) && shown.is_some() && shown != own {
            let what = format!(
                "this site has other names beside {}, and the new certificate is not for them",
                site.domain
            );
            let ways = vec![
                "keep its certificate: give --adopt without another certificate".to_owned(),
                "take the other names out of it, and plan again".to_owned(),
            ];
            return refused(leading, what, ways);
        }
        Ok(())
    }

    /// The port that visitors use has to be among the new site's.
    fn ports_stay(&self, site: &WantedSite, leading: &Server<'_>) -> Result<(), Refusal> {
        let wanted = site.tls.as_ref().map_or(site.http_port, |tls| tls.port).get();
        let there = || leading.site.listens.iter().filter(|listen| listen.tls == site.tls.is_some());
        if there().any(|listen| listen.port == wanted) {
            return Ok(());
        }
        let option = if site.tls.is_some() { "--https-port" } else { "--http-port" };
        let (what, way) = match there().next() {
            Some(listen) => (
                format!("visitors come to this site on port {}, and {wanted} is wanted", listen.port),
                format!("keep its port with {option} {}", listen.port),
            ),
            None if site.tls.is_some() => (
                "this site has no TLS, so its visitors come by plain HTTP".to_owned(),
                "go on without TLS (--no-tls), or take this site out and set up the new one".to_owned(),
            ),
            None => (
                "this site has TLS, and the new one would have none".to_owned(),
                "keep its certificate: give --adopt without --no-tls".to_owned(),
            ),
        };
        let (file, line) = (leading.site.file.clone(), leading.site.line);
        Err(Refusal::Conflict(Conflict {
            kind: ConflictKind::JellyfinSite,
            file,
            line,
            what,
            ways: vec![way],
        }))
    }
}

fn is_tls(server: &Server<'_>) -> bool {
    server.site.listens.iter().any(|listen| listen.tls)
}

fn rewrites(node: &Node<'_>) -> bool {
    node.is("rewrite")
}

/// Whether a block does nothing but send visitors elsewhere, certificate renewals excepted.
fn only_redirects(server: &Server<'_>) -> bool {
    const AROUND: [&str; 13] = [
        "listen",
        "server_name",
        "http2",
        "root",
        "index",
        "access_log",
        "error_log",
        "server_tokens",
        "charset",
        "keepalive_timeout",
        "default_type",
        "try_files",
        "allow",
    ];
    let inside = server.node.below();
    let redirects = |node: &&Node<'_>| node.is("return") || node.is("rewrite");
    let harmless = |node: &Node<'_>| {
        AROUND.iter().any(|name| node.is(name))
            || ["return", "rewrite", "if", "location", "alias", "add_header"].iter().any(|name| node.is(name))
    };
    inside.iter().any(|node| redirects(&node)) && inside.iter().all(harmless)
}
