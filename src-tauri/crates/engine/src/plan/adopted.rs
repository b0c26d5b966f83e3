//! The site for Jellyfin that somebody wrote by hand, and that gives way.

use super::{Conflict, ConflictKind, Refusal};
use crate::facts::{HostFacts, Install, Site};
use crate::host::EntryKind;
use crate::names::{AbsPath, Upstream};
use crate::proxies::{Adoptable, TlsMaterial};
use crate::request::Request;

/// The hand-written site that gives way. Where one is there and nobody said that it shall, that is asked
/// first; where it has given way already, there is none.
///
/// # Errors
/// When that is to be asked, and when there is nothing that could give way.
pub(super) fn find(
    facts: &HostFacts,
    install: &Install,
    request: &Request,
    upstream: &Upstream,
) -> Result<Option<Adoptable>, Refusal> {
    let domain = &request.domain;
    let foreign = install.sites.iter().filter(|site| !site.managed);
    let is_there = foreign
        .flat_map(|site| &site.names)
        .any(|name| name.trim_end_matches('.').eq_ignore_ascii_case(domain.as_str()));
    let found = is_there.then(|| install.proxy.proxy().adoptable(facts, install, domain, upstream)).flatten();
    match (found, request.adopt) {
        (Some(found), true) => Ok(Some(found)),
        (Some(found), false) => Err(Refusal::Conflict(Conflict {
            kind: ConflictKind::JellyfinSite,
            what: format!("a site for Jellyfin of the name {} is there already, written by hand", found.name),
            file: found.file,
            line: found.line,
            ways: vec![
                "let this product's site take its place with --adopt: its certificate and extra settings are carried over, and undo brings it back".to_owned(),
                "choose another name".to_owned(),
                "leave it as it is, and look at it with: jellyfin-proxy check".to_owned(),
            ],
        })),
        (None, true) if own_sites(install, request).next().is_none() => {
            Err(Refusal::NothingToAdopt { domain: domain.clone() })
        }
        (None, _) => Ok(None),
    }
}

/// The certificate of the site that gives way, or of the one that has taken its place.
pub(super) fn certificate(
    facts: &HostFacts,
    install: &Install,
    request: &Request,
    adopted: Option<&Adoptable>,
) -> Option<TlsMaterial> {
    match adopted {
        Some(adopted) => adopted.certificate.clone(),
        None => {
            let shown = own_sites(install, request).find_map(|site| site.certificates.first());
            shown.map(|shown| behind_links(facts, shown))
        }
    }
}

fn own_sites<'i>(install: &'i Install, request: &Request) -> impl Iterator<Item = &'i Site> {
    let name = request.domain.as_str();
    let own = install.sites.iter().filter(|site| site.managed);
    own.filter(move |site| site.names.iter().any(|own| own.eq_ignore_ascii_case(name)))
}

/// This product shows some servers a certificate by links of its own; what is meant lies behind them.
fn behind_links(facts: &HostFacts, shown: &TlsMaterial) -> TlsMaterial {
    let behind = |path: &AbsPath| match facts.entry(path).map(|entry| &entry.kind) {
        Some(EntryKind::Link(target)) => AbsPath::try_from(target.as_path()).unwrap_or_else(|_| path.clone()),
        _ => path.clone(),
    };
    match shown {
        TlsMaterial::Pair { cert, key } => TlsMaterial::Pair { cert: behind(cert), key: behind(key) },
        TlsMaterial::Combined(pem) => TlsMaterial::Combined(behind(pem)),
    }
}
