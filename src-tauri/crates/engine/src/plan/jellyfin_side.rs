//! Jellyfin's part of a plan: it must know its proxy, or every visitor counts as local to it and a
//! stranger can restart it (observed on 10.10.7 to 12.0).

use std::net::{IpAddr, Ipv4Addr};

use super::{Finding, Owner, Refusal, Step};
use crate::facts::HostFacts;
use crate::jellyfin::{JellyfinInstall, NetworkXml};
use crate::names::Upstream;
use crate::proxies::WantedSite;
use crate::request::{KnownProxies, Request};

pub(super) struct JellyfinSide {
    pub(super) steps: Vec<Step>,
    pub(super) findings: Vec<Finding>,
}

/// The Jellyfin of this machine that listens there, where there is one.
pub(super) fn install_behind<'f>(facts: &'f HostFacts, upstream: &Upstream) -> Option<&'f JellyfinInstall> {
    facts.jellyfin.iter().find(|jellyfin| upstream.is_loopback() && jellyfin.url.port() == upstream.port())
}

pub(super) fn arrange(
    facts: &HostFacts,
    request: &Request,
    site: &WantedSite,
) -> Result<JellyfinSide, Refusal> {
    let trusted = request.jellyfin_seen.as_ref().and_then(|seen| seen.trusts_proxy);
    let proxy_address = as_seen_by_jellyfin(facts, &site.upstream);
    let by_hand = proxy_address.map_or("this machine's address".to_owned(), |address| address.to_string());
    match (install_behind(facts, &site.upstream), request.known_proxies) {
        (_, KnownProxies::Leave) if trusted == Some(true) => Ok(nothing()),
        (_, KnownProxies::Leave) => Ok(left_alone(&by_hand)),
        (Some(install), KnownProxies::Set) => {
            tell(facts, install, site, proxy_address.unwrap_or(Ipv4Addr::LOCALHOST.into()), trusted)
        }
        (None, KnownProxies::Set) if trusted == Some(true) => Ok(nothing()),
        (None, KnownProxies::Set) => Ok(elsewhere(&by_hand)),
    }
}

/// This machine's address as that Jellyfin sees it; `None` where only a name is known of it, which
/// the proxy looks up when it starts.
fn as_seen_by_jellyfin(facts: &HostFacts, upstream: &Upstream) -> Option<IpAddr> {
    if upstream.is_loopback() {
        return upstream.socket_address().map(|address| address.ip());
    }
    facts.toward_upstream
}

fn nothing() -> JellyfinSide {
    JellyfinSide { steps: Vec::new(), findings: Vec::new() }
}

fn tell(
    facts: &HostFacts,
    install: &JellyfinInstall,
    site: &WantedSite,
    proxy: IpAddr,
    trusted: Option<bool>,
) -> Result<JellyfinSide, Refusal> {
    if let Some(reason) = &install.problem {
        return Err(Refusal::JellyfinConfig { reason: reason.clone() });
    }
    let path = install.network_xml();
    let original = facts.content(&path).unwrap_or_default();
    let xml = if install.has_network_xml {
        NetworkXml::parse(original).map_err(|error| Refusal::JellyfinConfig { reason: error.to_string() })?
    } else {
        NetworkXml::defaults()
    };
    let mut side = nothing();
    if !xml.believes(proxy) {
        let content = xml.with_known_proxy(original, proxy);
        side.steps.push(Step::WriteFile {
            path,
            content: content.into(),
            mode: 0o644,
            owner: Owner::AsFolder,
        });
    } else if trusted != Some(false) {
        return Ok(side);
    }
    if facts.live {
        side.steps.push(Step::RestartJellyfin { upstream: site.upstream.clone() });
        side.findings.push(Finding::warning(
            "jellyfin_restarts",
            "Jellyfin restarts at the end, two to six seconds: whoever is watching is interrupted, and open pages must be reloaded",
            "choose a quiet moment, or leave Jellyfin as it is with --known-proxies leave",
        ));
    } else {
        side.findings.push(Finding::note(
            "jellyfin_restart_needed",
            "Jellyfin reads its network settings at its next start",
        ));
    }
    if xml.require_https {
        side.findings.push(Finding::note(
            "jellyfin_requires_https",
            "Jellyfin itself insists on HTTPS; once it knows its proxy this no longer redirects visitors",
        ));
    }
    Ok(side)
}

fn left_alone(proxy: &str) -> JellyfinSide {
    JellyfinSide {
        steps: Vec::new(),
        findings: vec![Finding::warning(
            "known_proxies_left",
            "Jellyfin is not told about its proxy: every visitor counts as local to it, and a stranger can restart it through the proxy",
            format!("enter {proxy} in Jellyfin's dashboard under Networking, Known proxies, and restart it"),
        )],
    }
}

fn elsewhere(proxy: &str) -> JellyfinSide {
    JellyfinSide {
        steps: Vec::new(),
        findings: vec![Finding::warning(
            "known_proxies_by_hand",
            "this Jellyfin's settings are not on this machine (another machine, or a container), so it must be told about its proxy by hand: until then every visitor counts as local to it, and a stranger can restart it through the proxy",
            format!(
                "enter {proxy} in Jellyfin's dashboard under Networking, Known proxies, and restart it (a container sees the address of its bridge's gateway instead)"
            ),
        )],
    }
}
