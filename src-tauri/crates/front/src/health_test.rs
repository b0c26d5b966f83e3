use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use engine::facts::{CertificateFacts, HostFacts};
use engine::names::AbsPath;
use engine::verdict::{Check, CheckId, Observations, SiteUrl, Verdict, judge, judge_one};
use probe::{Part, Target, measure_telling};

use crate::observer::{LOCAL_CA, local_roots};
use crate::{site_of, surroundings, upstream_among};

/// The health test of a site that this machine serves: as its visitors come, or, in a practice run whose names
/// nobody else knows, on this machine itself. Each check is told once it is settled, with how long its last question
/// took.
pub async fn health_test(
    url: SiteUrl,
    facts: Option<&HostFacts>,
    practice: bool,
    told: impl Fn(Check, Duration) + Sync,
) -> Verdict {
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
    let settled = Mutex::new((BTreeSet::new(), BTreeSet::new()));
    let tell = |part, took, seen: &Observations| {
        let (parts, checks) = &mut *settled.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(part);
        for &id in CheckId::ALL {
            if Part::of(id).iter().all(|needed| parts.contains(needed)) && checks.insert(id) {
                told(judge_one(id, seen), took);
            }
        }
    };
    judge(&measure_telling(&target, &tell).await)
}

/// The file of the authority that signed the site's certificate, where this product made it: what has to be taken to
/// phones and televisions.
pub fn authority_of(facts: &HostFacts, url: &SiteUrl) -> Option<&'static str> {
    shows_own_certificate(facts, url).then_some(LOCAL_CA)
}

/// Whether the site's certificate is one of the authority that this product makes.
fn shows_own_certificate(facts: &HostFacts, url: &SiteUrl) -> bool {
    let own: AbsPath = LOCAL_CA.parse().expect("a literal plain path");
    let folder = own.parent().parent();
    let sites = facts.installs.iter().flat_map(|install| &install.sites);
    let named = sites.filter(|site| site.managed && site.names.iter().any(|name| *name == url.host()));
    let own_ones = facts.certificates.iter().filter(|certificate| certificate.path.is_within(&folder));
    let own_ones: Vec<&str> = own_ones.map(|certificate| certificate.fingerprint.as_str()).collect();
    named.flat_map(|site| &site.certificates).map(|material| material.files()).any(|(cert, key)| {
        // HAProxy's lies beside its others, as a link or a copy.
        let is_same = |found: &CertificateFacts| own_ones.contains(&found.fingerprint.as_str());
        cert.is_within(&folder) || facts.certificate(&cert, &key).is_ok_and(is_same)
    })
}
