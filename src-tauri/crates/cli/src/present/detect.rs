use std::net::IpAddr;

use engine::facts::{
    CertificateFacts, ConfigCheck, DropIn, Firewall, HostFacts, Install, Listener, Passage, Problem, Selinux,
    Service, ServiceManager, Site,
};
use engine::names::{AbsPath, Upstream};
use engine::proxies::ProxyKind;
use engine::verdict::{JellyfinSeen, Phase};
use serde::Serialize;

use super::guards::guards;

/// What `detect` prints.
#[derive(Debug, Serialize)]
pub(crate) struct DetectDocument {
    schema: u32,
    system: String,
    privileged: bool,
    installs: Vec<InstallView>,
    /// The word of the proxy that visitors come to first, where that can be told.
    front_proxy: Option<ProxyKind>,
    passages: Vec<Passage>,
    listeners: Vec<Listener>,
    service_manager: ServiceManager,
    selinux: Selinux,
    firewall: Firewall,
    jellyfin: Vec<JellyfinView>,
    certificates: Vec<CertificateFacts>,
    unread: Vec<String>,
}

#[derive(Debug, Serialize)]
struct InstallView {
    proxy: String,
    version: String,
    binary: AbsPath,
    openssl: Option<String>,
    config_root: AbsPath,
    main_config: AbsPath,
    drop_in: DropIn,
    web_root: AbsPath,
    build: Vec<String>,
    modules: Vec<String>,
    service: Option<Service>,
    running: bool,
    config_check: ConfigCheck,
    sites: Vec<Site>,
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct JellyfinView {
    url: Upstream,
    id: Option<String>,
    version: Option<String>,
    base_path: String,
    known_proxies: Vec<String>,
    phase: Option<Phase>,
    set_up: Option<bool>,
    trusts_proxy: Option<bool>,
    config_dir: Option<AbsPath>,
    problem: Option<String>,
}

impl DetectDocument {
    /// The facts, with what Jellyfin itself answered.
    pub(crate) fn of(facts: &HostFacts, seen: &[(Upstream, JellyfinSeen)]) -> Self {
        Self {
            schema: 1,
            system: facts.os.pretty_name.clone(),
            privileged: facts.privileged,
            installs: facts.installs.iter().map(InstallView::of).collect(),
            front_proxy: facts.front_proxy().map(|install| install.proxy),
            passages: facts.passages(),
            listeners: facts.listeners.clone(),
            service_manager: facts.service_manager,
            selinux: facts.selinux.clone(),
            firewall: facts.firewall.clone(),
            jellyfin: jellyfin_views(facts, seen),
            certificates: facts.certificates.clone(),
            unread: facts.unread.iter().map(ToString::to_string).collect(),
        }
    }

    /// The same for people.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |words: String| {
            text.push_str(&words);
            text.push('\n');
        };
        for install in &self.installs {
            line(install.headline());
            for site in &install.sites {
                line(format!("  {}", site_line(site)));
            }
            for problem in &install.problems {
                line(format!("  problem: {}:{}: {}", problem.file, problem.line, problem.message));
            }
        }
        for passage in &self.passages {
            line(passage_line(passage));
        }
        if self.installs.is_empty() {
            line("No Apache, nginx or HAProxy found.".to_owned());
        }
        for listener in self.listeners.iter().filter(|listener| matches!(listener.port, 80 | 443)) {
            line(format!("Port {}: {}", listener.port, holder(listener)));
        }
        guards(&self.selinux, &self.firewall).into_iter().for_each(&mut line);
        for jellyfin in &self.jellyfin {
            line(jellyfin.headline());
        }
        if self.jellyfin.is_empty() {
            line("No Jellyfin found.".to_owned());
        }
        for certificate in &self.certificates {
            line(format!(
                "Certificate {} for {}, until {}",
                certificate.path,
                certificate.names.join(", "),
                certificate.not_after
            ));
        }
        for unread in &self.unread {
            line(format!("Not read: {unread}"));
        }
        text
    }
}

impl InstallView {
    fn of(install: &Install) -> Self {
        Self {
            proxy: install.proxy.to_string(),
            version: install.version.to_string(),
            binary: install.binary.clone(),
            openssl: install.openssl.map(|version| version.to_string()),
            config_root: install.config_root.clone(),
            main_config: install.main_config.clone(),
            drop_in: install.drop_in.clone(),
            web_root: install.web_root.clone(),
            build: install.build.iter().cloned().collect(),
            modules: install.modules.iter().cloned().collect(),
            service: install.service.clone(),
            running: install.running,
            config_check: install.config_check.clone(),
            sites: install.sites.clone(),
            problems: install.problems.clone(),
        }
    }

    fn headline(&self) -> String {
        let state = if self.running { "running" } else { "not running" };
        let check = match &self.config_check {
            ConfigCheck::NotAsked => String::new(),
            ConfigCheck::Passed { warnings } if warnings.is_empty() => ", configuration passes".to_owned(),
            ConfigCheck::Passed { warnings } => {
                format!(", configuration passes with {} warnings", warnings.len())
            }
            ConfigCheck::Failed { errors } => format!(", CONFIGURATION BROKEN: {}", errors.join(" / ")),
        };
        format!("{} {} ({}), {state}{check}", self.proxy, self.version, self.main_config)
    }
}

fn site_line(site: &Site) -> String {
    let listens: Vec<String> = site
        .listens
        .iter()
        .map(|listen| format!("{}:{}{}", listen.address, listen.port, if listen.tls { " tls" } else { "" }))
        .collect();
    let names = if site.names.is_empty() { "(any name)".to_owned() } else { site.names.join(" ") };
    let managed = if site.managed { ", ours" } else { "" };
    format!("{names} on {} in {}:{}{managed}", listens.join(", "), site.file, site.line)
}

fn passage_line(passage: &Passage) -> String {
    let (front, behind) = (passage.front.title(), passage.behind.title());
    format!("Visitors come to {front} first, and through it to {behind}: {}:{}", passage.file, passage.line)
}

fn holder(listener: &Listener) -> String {
    let address = match listener.address {
        IpAddr::V4(address) if address.is_unspecified() => "every IPv4 address".to_owned(),
        IpAddr::V6(address) if address.is_unspecified() => "every address".to_owned(),
        address => address.to_string(),
    };
    let process = listener.process.as_deref().unwrap_or("a program that only root can name");
    format!("{process} on {address}")
}

impl JellyfinView {
    fn headline(&self) -> String {
        let version = self.version.as_deref().unwrap_or("of unknown version");
        let phase = self.phase.map_or("not asked", Phase::words);
        let trust = match self.trusts_proxy {
            Some(true) => ", knows its proxy",
            Some(false) => ", does not know its proxy",
            None => "",
        };
        let set_up = if self.set_up == Some(false) { ", first-run wizard NOT finished" } else { "" };
        let problem = self.problem.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
        format!("Jellyfin {version} at {}{}: {phase}{trust}{set_up}{problem}", self.url, self.base_path)
    }
}

/// Those with files here, then those that only answer.
fn jellyfin_views(facts: &HostFacts, seen: &[(Upstream, JellyfinSeen)]) -> Vec<JellyfinView> {
    let answer = |url: &Upstream| seen.iter().find(|(place, _)| place == url).map(|(_, seen)| seen);
    let mut views: Vec<JellyfinView> = Vec::new();
    for install in &facts.jellyfin {
        let answer = answer(&install.url);
        views.push(JellyfinView {
            url: install.url.clone(),
            id: answer.and_then(|seen| seen.id.clone()),
            version: answer.and_then(|seen| seen.version.clone()),
            base_path: install.base_path.clone(),
            known_proxies: install.known_proxies.clone(),
            phase: answer.map(|seen| seen.phase),
            set_up: answer.and_then(|seen| seen.set_up),
            trusts_proxy: answer.and_then(|seen| seen.trusts_proxy),
            config_dir: Some(install.config_dir.clone()),
            problem: install.problem.clone(),
        });
    }
    for (url, answer) in seen {
        let told = views.iter().any(|view| &view.url == url);
        if !told && answer.id.is_some() {
            views.push(JellyfinView {
                url: url.clone(),
                id: answer.id.clone(),
                version: answer.version.clone(),
                base_path: answer.base_path.clone(),
                known_proxies: Vec::new(),
                phase: Some(answer.phase),
                set_up: answer.set_up,
                trusts_proxy: answer.trusts_proxy,
                config_dir: None,
                problem: None,
            });
        }
    }
    views
}
