use std::net::{Ipv4Addr, SocketAddr};

use engine::facts::HostFacts;
use engine::names::AbsPath;
use engine::verdict::{SiteUrl, Verdict, judge};
use probe::{Target, measure};

use crate::observer::{LOCAL_CA, local_roots};
use crate::{site_of, surroundings, upstream_among};

/// The health test of a site that this machine serves: as its visitors come, or, in a practice run whose names
/// nobody else knows, on this machine itself.
pub async fn health_test(url: SiteUrl, facts: Option<&HostFacts>, practice: bool) -> Verdict {
    let mut target = Target::new(url);
    if practice {
        target.connect = Some(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), target.url.port()));
        target.http_port = target.url.tls().then_some(80);
    }
    if let Some(facts) = facts {
        let upstream = site_of(&upstream_among(&facts.jellyfin));
        target.upstream = Some(upstream.below(target.url.base_path()));
        target.own_addresses = surroundings::own_addresses();
        target.access_log = surroundings::access_log();
        if shows_own_certificate(facts, &target.url)
            && let Some(roots) = local_roots()
        {
            target.roots = roots;
        }
    }
    judge(&measure(&target).await)
}

/// Whether the site's certificate is one of the authority that this product makes.
fn shows_own_certificate(facts: &HostFacts, url: &SiteUrl) -> bool {
    let own: AbsPath = LOCAL_CA.parse().expect("a literal plain path");
    let folder = own.parent().parent();
    let sites = facts.installs.iter().flat_map(|install| &install.sites);
    let named = sites.filter(|site| site.managed && site.names.iter().any(|name| *name == url.host()));
    named.flat_map(|site| &site.certificates).any(|material| material.files().0.is_within(&folder))
}
