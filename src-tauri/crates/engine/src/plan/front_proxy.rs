//! Which of several proxies the site is set up in: the one that visitors come to first.

use super::planner::not_installed;
use super::{Conflict, ConflictKind, Refusal};
use crate::facts::{HostFacts, Install, Passage, Sign, SiteKind};
use crate::proxies::ProxyKind;
use crate::request::{CertificateSource, Request};

/// The proxy that was asked for, or the one that visitors come to first.
///
/// # Errors
/// When there is none, when it cannot be told which, and when the one that was asked for is behind
/// another one, which has the site's ports.
pub(super) fn choose<'f>(facts: &'f HostFacts, request: &Request) -> Result<&'f Install, Refusal> {
    if let Some(proxy) = request.proxy {
        let found = facts.installs.iter().find(|install| install.proxy == proxy);
        let install = found.ok_or_else(|| not_installed(facts, request.proxy))?;
        return match in_front(facts, request, install) {
            Some(conflict) => Err(Refusal::Conflict(conflict)),
            None => Ok(install),
        };
    }
    match facts.installs.as_slice() {
        [] => Err(not_installed(facts, None)),
        [only] => Ok(only),
        several => facts.front_proxy().ok_or_else(|| Refusal::ChooseProxy {
            installed: several.iter().map(|install| install.proxy).collect(),
        }),
    }
}

/// What keeps visitors from coming to that proxy on the site's ports.
fn in_front(facts: &HostFacts, request: &Request, install: &Install) -> Option<Conflict> {
    let passages = facts.passages();
    let fronts = fronts_of(&passages, install.proxy);
    let https = (request.certificate != CertificateSource::NoTls).then_some(request.https_port);
    let ports = std::iter::once(request.http_port).chain(https).map(std::num::NonZero::get);
    let (port, holder) = ports.filter(|port| !facts.has_port(install, *port)).find_map(|port| {
        let mut others = facts.installs.iter().filter(|other| fronts.contains(&other.proxy));
        Some((port, others.find(|other| facts.has_port(other, port))?.proxy))
    })?;
    let passage = passages.iter().find(|passage| passage.behind == install.proxy)?;
    Some(Conflict {
        kind: ConflictKind::BehindAnotherProxy,
        file: passage.file.clone(),
        line: passage.line,
        what: format!("visitors of port {port} come to {}{}", holder.title(), said(passage, holder)),
        ways: vec![
            in_holder(facts, passage, holder),
            format!(
                "give {} ports of its own that visitors reach, with --http-port and --https-port",
                install.proxy.title()
            ),
        ],
    })
}

/// What it takes to set the site up in the proxy that visitors come to.
fn in_holder(facts: &HostFacts, passage: &Passage, holder: ProxyKind) -> String {
    let sites =
        facts.installs.iter().filter(|install| install.proxy == holder).flat_map(|found| &found.sites);
    let mut leading = sites.filter(|site| site.file == passage.file && site.line == passage.line);
    let title = holder.title();
    if leading.any(|site| site.kind == SiteKind::Tcp) {
        // It sees no names: those are known only where connections are opened.
        format!(
            "let {title} open connections itself instead of passing bytes on, and set the site up in it: --proxy {holder}"
        )
    } else {
        format!("set the site up in {title}, which visitors come to first: --proxy {holder}")
    }
}

/// All that are in front of one, next to it or further on.
fn fronts_of(passages: &[Passage], behind: ProxyKind) -> Vec<ProxyKind> {
    let mut fronts = vec![behind];
    let mut next = 0;
    while let Some(proxy) = fronts.get(next).copied() {
        let above = passages.iter().filter(|passage| passage.behind == proxy).map(|passage| passage.front);
        let new: Vec<ProxyKind> = above.filter(|front| !fronts.contains(front)).collect();
        fronts.extend(new);
        next += 1;
    }
    fronts.split_off(1)
}

/// What it says after the name of the proxy that visitors come to.
fn said(passage: &Passage, holder: ProxyKind) -> String {
    let (front, behind) = (passage.front.title(), passage.behind.title());
    match &passage.sign {
        Sign::PassesOn { to } if passage.front == holder => {
            format!(", which passes them on to {behind} here ({to})")
        }
        Sign::PassesOn { to } => format!("; {front} passes them on to {behind} here ({to})"),
        Sign::ExpectsProxyLine { port } => format!(
            "; {behind} expects a PROXY line here, on port {port}, which no visitor sends but a proxy in front"
        ),
        Sign::ListensInside => format!("; {behind} listens for programs of this machine only, as here"),
    }
}
