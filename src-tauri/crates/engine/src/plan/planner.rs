use super::{
    Plan, PlanId, Refusal, Step, adopted, firewall_side, front_proxy, jellyfin_side, selinux_side, standing,
    tls_side,
};
use crate::facts::{ConfigCheck, HostFacts, Install, Site};
use crate::lint::lint;
use crate::names::{BasePath, Slug, Upstream};
use crate::plan::{Finding, Observation, Precondition};
use crate::proxies::{ProxyKind, WantedSite, registry};
use crate::request::Request;
use crate::verdict::Phase;

/// The plan that gives the request on that machine; empty steps where all of it is there already.
///
/// # Errors
/// A [`Refusal`], where the user has to mend or to decide something first. Nothing is tried on the
/// machine to find that out.
pub fn plan(facts: &HostFacts, request: &Request) -> Result<Plan, Refusal> {
    let install = front_proxy::choose(facts, request)?;
    usable(facts, install)?;
    let upstream = upstream(facts, request);
    jellyfin_is_ready(&upstream, request)?;
    let adopted = adopted::find(facts, install, request, &upstream)?;
    let shown = adopted::certificate(facts, install, request, adopted.as_ref());
    let tls = tls_side::arrange(facts, request, shown)?;
    let site = WantedSite {
        domain: request.domain.clone(),
        slug: Slug::for_domain(&request.domain),
        base_path: base_path(facts, request, &upstream)?,
        http_port: request.http_port,
        tls: tls.wanted,
        hsts: request.hsts,
        max_connections: request.max_connections,
        ipv6: facts.ipv6,
        acme_root: install.web_root.clone(),
        adopted,
        upstream,
    };
    room_for(facts, install, &site)?;
    let change = install.proxy.proxy().change(facts, install, &site)?;
    let mut findings = tls.findings;
    findings.extend(change.findings);
    let selinux = selinux_side::arrange(facts, install, &site);
    findings.extend(selinux.findings);
    let own = selinux.steps.into_iter().chain(tls.steps).chain(change.steps);
    let mut steps: Vec<Step> = own.filter(|step| !standing::is_met(step, facts)).collect();
    if !steps.is_empty() && facts.live {
        steps.push(Step::CheckConfig { call: change.check, proxy: install.proxy });
        steps.push(Step::Reload { how: change.reload });
        steps.push(Step::Observe { what: Observation::SiteAnswers });
    }
    let jellyfin = jellyfin_side::arrange(facts, request, &site)?;
    findings.extend(jellyfin.findings);
    steps.extend(jellyfin.steps);
    let firewall = firewall_side::arrange(facts, &site, request.firewall);
    findings.extend(firewall.findings);
    // The door is opened last.
    steps.extend(firewall.steps);
    if !steps.is_empty() && facts.live {
        steps.push(Step::Observe { what: Observation::Healthy });
    }
    findings.extend(blind_spots(facts, request));
    seal(facts, install.proxy, &site, steps, findings)
}

/// Says that the wanted proxy, or any at all, is not on this machine, and what installs it here.
pub fn not_installed(facts: &HostFacts, wanted: Option<ProxyKind>) -> Refusal {
    let family = facts.os.package_family();
    let command = |kind: ProxyKind| family.install_command(kind.proxy().package(family));
    match wanted {
        Some(proxy) => Refusal::ProxyNotInstalled { proxy, command: command(proxy) },
        None => Refusal::NothingInstalled {
            known: registry().iter().map(|proxy| proxy.title().to_owned()).collect(),
            command: registry().first().and_then(|proxy| command(ProxyKind::of(*proxy))),
        },
    }
}

/// Whether a proxy can be given a site at all, as it is now.
///
/// # Errors
/// What keeps it from that.
pub fn usable(facts: &HostFacts, install: &Install) -> Result<(), Refusal> {
    let proxy = install.proxy;
    if let ConfigCheck::Failed { errors } = &install.config_check {
        return Err(Refusal::AlreadyBroken { proxy, errors: errors.clone() });
    }
    if let Some(problem) = install.problems.first() {
        let (file, line, message) = (problem.file.clone(), problem.line, problem.message.clone());
        return Err(Refusal::NotUnderstood { file, line, message });
    }
    if facts.live && !install.running {
        let service = install.service.as_ref();
        let start = service.and_then(|service| service.manager.start_command(&service.unit));
        return Err(Refusal::ProxyNotRunning { proxy, start });
    }
    Ok(())
}

fn upstream(facts: &HostFacts, request: &Request) -> Upstream {
    let found = || facts.jellyfin.first().map(|jellyfin| jellyfin.url.clone());
    let default = || Upstream::local(crate::jellyfin::NetworkXml::defaults().http_port);
    request.upstream.clone().or_else(found).unwrap_or_else(default)
}

fn jellyfin_is_ready(upstream: &Upstream, request: &Request) -> Result<(), Refusal> {
    let Some(seen) = &request.jellyfin_seen else { return Ok(()) };
    match seen.phase {
        Phase::Ready if seen.set_up == Some(false) => Err(Refusal::JellyfinNotSetUp),
        Phase::Ready => Ok(()),
        Phase::NotJellyfin => {
            Err(Refusal::NotJellyfin { upstream: upstream.clone(), said: seen.stranger.clone() })
        }
        phase @ (Phase::Starting | Phase::Loading) => Err(Refusal::JellyfinStarting { phase }),
        phase @ (Phase::Unhealthy
        | Phase::Filtered
        | Phase::Elsewhere
        | Phase::Refused
        | Phase::Silent
        | Phase::Unreachable) => Err(Refusal::JellyfinUnreachable { upstream: upstream.clone(), phase }),
    }
}

/// What Jellyfin was seen to use goes before what its file says: the file is read at its start only.
fn base_path(facts: &HostFacts, request: &Request, upstream: &Upstream) -> Result<BasePath, Refusal> {
    let seen = request.jellyfin_seen.as_ref().and_then(|seen| seen.base_path.parse::<BasePath>().ok());
    let written =
        jellyfin_side::install_behind(facts, upstream).and_then(|found| found.base_path.parse().ok());
    match (request.base_path.clone(), seen.or(written)) {
        (Some(wanted), Some(jellyfin)) if wanted != jellyfin => {
            Err(Refusal::BasePathMismatch { jellyfin, wanted })
        }
        (wanted, jellyfin) => Ok(wanted.or(jellyfin).unwrap_or_default()),
    }
}

/// No other program on the ports, no other site of the same name.
fn room_for(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<(), Refusal> {
    let ports = std::iter::once(site.http_port).chain(site.tls.as_ref().map(|tls| tls.port));
    for port in ports.map(std::num::NonZero::get) {
        if site.upstream.is_loopback() && site.upstream.port().get() == port {
            return Err(Refusal::PortIsJellyfins { port });
        }
        let own = install.binary.file_name();
        let stranger = facts.listeners_on(port).find(|listener| match &listener.process {
            Some(process) => process != own,
            // Without root the holder is not told; the proxy itself is the likely one where its
            // configuration names the port.
            None => !install.sites.iter().flat_map(|site| &site.listens).any(|listen| listen.port == port),
        });
        if let Some(stranger) = stranger {
            return Err(Refusal::PortTaken { port, process: stranger.process.clone() });
        }
    }
    let taken = |name: &&String| name.trim_end_matches('.').eq_ignore_ascii_case(site.domain.as_str());
    let given_up = |other: &Site| {
        site.adopted.as_ref().is_some_and(|adopted| {
            let is_part = adopted.file == other.file || adopted.also.contains(&other.file);
            is_part && taken(&&adopted.name)
        })
    };
    match install
        .sites
        .iter()
        .filter(|other| !other.managed && !given_up(other))
        .find_map(|other| other.names.iter().find(taken).map(|name| (name, other)))
    {
        Some((name, other)) => {
            Err(Refusal::NameTaken { name: name.clone(), file: other.file.clone(), line: other.line })
        }
        None => Ok(()),
    }
}

/// What a plan made without seeing everything has to say of itself.
fn blind_spots(facts: &HostFacts, request: &Request) -> Vec<Finding> {
    let mut findings = Vec::new();
    if facts.live && !facts.privileged {
        findings.push(Finding::note(
            "planned_without_root",
            "this was planned without root, which sees more: the plan is made again before anything is changed",
        ));
    }
    if facts.live && request.jellyfin_seen.is_none() {
        findings.push(Finding::note("jellyfin_not_asked", "Jellyfin itself was not asked"));
    }
    findings
}

fn seal(
    facts: &HostFacts,
    proxy: ProxyKind,
    site: &WantedSite,
    steps: Vec<Step>,
    findings: Vec<Finding>,
) -> Result<Plan, Refusal> {
    let mut preconditions: Vec<Precondition> =
        steps.iter().flat_map(|step| standing::preconditions(step, facts)).collect();
    preconditions.sort();
    preconditions.dedup();
    let (url, upstream) = (site.url(), site.upstream.clone());
    let id = PlanId::of(&(proxy, &url, &upstream, &preconditions, &steps, &findings));
    let plan = Plan { id, proxy, url, upstream, preconditions, steps, findings };
    match lint(&plan).into_iter().next() {
        Some(reason) => Err(Refusal::Unsound { reason: reason.to_string(), domain: site.domain.clone() }),
        None => Ok(plan),
    }
}
