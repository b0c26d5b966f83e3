use super::Conflict;
use crate::facts::CertificateFault;
use crate::names::{AbsPath, BasePath, Fqdn, Upstream, Version};
use crate::proxies::ProxyKind;
use crate::verdict::Phase;

/// Why there is no plan. Every one is something the user can mend, and says how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// None of the proxies is installed.
    #[error("none of {} is installed on this machine", known.join(", "))]
    NothingInstalled {
        /// The proxies' names.
        known: Vec<String>,
        /// What installs the first of them here.
        command: Option<String>,
    },
    /// The wanted one is not installed.
    #[error("{proxy} is not installed on this machine", proxy = .proxy.title())]
    ProxyNotInstalled {
        /// Which.
        proxy: ProxyKind,
        /// What installs it here.
        command: Option<String>,
    },
    /// More than one could be meant.
    #[error("more than one proxy is installed: {}", .installed.iter().map(|kind| kind.title()).collect::<Vec<_>>().join(", "))]
    ChooseProxy {
        /// Which.
        installed: Vec<ProxyKind>,
    },
    /// It is installed and does not run.
    #[error("{} is installed, and does not run", proxy.title())]
    ProxyNotRunning {
        /// Which.
        proxy: ProxyKind,
        /// What starts its service here.
        start: Option<String>,
    },
    /// Its present configuration does not pass its own check: a reload would fail whatever is written.
    #[error("the present configuration does not pass {proxy}'s own check: {}", errors.join(" / "), proxy = .proxy.title())]
    AlreadyBroken {
        /// Which.
        proxy: ProxyKind,
        /// Its words.
        errors: Vec<String>,
    },
    /// Something in its configuration is not understood, and it could matter.
    #[error("{file}:{line}: {message}")]
    NotUnderstood {
        /// The file.
        file: AbsPath,
        /// Its line.
        line: usize,
        /// What is not understood.
        message: String,
    },
    /// A version that lacks what a proxy for Jellyfin needs.
    #[error("{} {version} is too old: {lacks}", proxy.title())]
    TooOld {
        /// Which.
        proxy: ProxyKind,
        /// Its version.
        version: Version,
        /// What it cannot do.
        lacks: String,
    },
    /// It lacks a module that cannot be switched on.
    #[error("{} lacks the module {module}", proxy.title())]
    ModuleMissing {
        /// Which.
        proxy: ProxyKind,
        /// The module.
        module: String,
        /// What brings it here.
        command: Option<String>,
    },
    /// The name is served already.
    #[error("{name} is already served by {file}, line {line}")]
    NameTaken {
        /// The name as it is written there.
        name: String,
        /// The file.
        file: AbsPath,
        /// Its line.
        line: usize,
    },
    /// Another program holds the port.
    #[error("port {port} is held by {}", process.as_deref().unwrap_or("another program"))]
    PortTaken {
        /// The port.
        port: u16,
        /// Its holder.
        process: Option<String>,
    },
    /// The proxy itself uses the port in a way that leaves no room for another site.
    #[error("port {port} is already used in {file}, line {line}: {why}")]
    PortInUse {
        /// The port.
        port: u16,
        /// The file.
        file: AbsPath,
        /// Its line.
        line: usize,
        /// What stands there.
        why: String,
    },
    /// Something already there leaves no room, and can be dealt with in one of several ways.
    #[error(transparent)]
    Conflict(Conflict),
    /// The site that was to be taken over is not there, or cannot be without losing something.
    #[error("no site for Jellyfin of the name {domain} is there that can be taken over")]
    NothingToAdopt {
        /// The name.
        domain: Fqdn,
    },
    /// The port is Jellyfin's own.
    #[error("port {port} is the one Jellyfin itself listens on")]
    PortIsJellyfins {
        /// The port.
        port: u16,
    },
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(CertificateFault),
    /// Jellyfin's first-run wizard was never finished: whoever comes first becomes administrator.
    #[error(
        "Jellyfin's own first-run wizard was never finished, so whoever opens it first becomes its administrator"
    )]
    JellyfinNotSetUp,
    /// It starts or migrates.
    #[error("Jellyfin is still starting ({})", phase.words())]
    JellyfinStarting {
        /// Its phase.
        phase: Phase,
    },
    /// Nothing usable answers there.
    #[error("Jellyfin does not answer at {upstream} ({})", phase.words())]
    JellyfinUnreachable {
        /// Where it was asked.
        upstream: Upstream,
        /// What was seen instead.
        phase: Phase,
    },
    /// Somebody answers there who is no Jellyfin.
    #[error("something other than Jellyfin answers at {upstream}{}", said.as_ref().map(|said| format!(": asked for /System/Info/Public, it said {said}")).unwrap_or_default())]
    NotJellyfin {
        /// Where it was asked.
        upstream: Upstream,
        /// What it said where a Jellyfin says who it is.
        said: Option<String>,
    },
    /// Jellyfin's Base URL is another one.
    #[error("Jellyfin's base URL is {}, and {} was asked for", shown(.jellyfin.prefix()), shown(.wanted.prefix()))]
    BasePathMismatch {
        /// Jellyfin's.
        jellyfin: BasePath,
        /// The one asked for.
        wanted: BasePath,
    },
    /// network.xml is not understood.
    #[error("Jellyfin's network settings are not understood: {reason}")]
    JellyfinConfig {
        /// Why.
        reason: String,
    },
    /// The server cannot queue.
    #[error("{} cannot queue requests", proxy.title())]
    CannotQueue {
        /// Which.
        proxy: ProxyKind,
    },
    /// A check of the finished plan by other code found it wrong. This is a mistake of this program.
    #[error("the plan does not pass its own check: {reason}")]
    Unsound {
        /// What is wrong.
        reason: String,
        /// The name it was for.
        domain: Fqdn,
    },
}

fn shown(prefix: &str) -> &str {
    if prefix.is_empty() { "/" } else { prefix }
}

impl Refusal {
    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingInstalled { .. } => "no_proxy_installed",
            Self::ProxyNotInstalled { .. } => "proxy_not_installed",
            Self::ChooseProxy { .. } => "choose_proxy",
            Self::ProxyNotRunning { .. } => "proxy_not_running",
            Self::AlreadyBroken { .. } => "config_already_broken",
            Self::NotUnderstood { .. } => "config_not_understood",
            Self::TooOld { .. } => "proxy_too_old",
            Self::ModuleMissing { .. } => "module_missing",
            Self::NameTaken { .. } => "name_taken",
            Self::PortTaken { .. } => "port_taken",
            Self::PortInUse { .. } => "port_in_use",
            Self::Conflict(conflict) => conflict.kind.code(),
            Self::NothingToAdopt { .. } => "nothing_to_adopt",
            Self::PortIsJellyfins { .. } => "port_is_jellyfins",
            Self::Certificate(fault) => fault.code(),
            Self::JellyfinNotSetUp => "jellyfin_not_set_up",
            Self::JellyfinStarting { .. } => "jellyfin_starting",
            Self::JellyfinUnreachable { .. } => "jellyfin_unreachable",
            Self::NotJellyfin { .. } => "not_jellyfin",
            Self::BasePathMismatch { .. } => "base_path_mismatch",
            Self::JellyfinConfig { .. } => "jellyfin_config_not_understood",
            Self::CannotQueue { .. } => "cannot_queue",
            Self::Unsound { .. } => "plan_unsound",
        }
    }

    /// The ways out where there are several, best first.
    pub fn ways(&self) -> &[String] {
        match self {
            Self::Conflict(conflict) => &conflict.ways,
            _ => &[],
        }
    }

    /// The command that mends it, for a person to type, where one does.
    pub fn command(&self) -> Option<&str> {
        match self {
            Self::NothingInstalled { command, .. } | Self::ProxyNotInstalled { command, .. } => {
                command.as_deref()
            }
            Self::ProxyNotRunning { start, .. } => start.as_deref(),
            _ => None,
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> String {
        match self {
            Self::NothingInstalled { command, .. } | Self::ProxyNotInstalled { command, .. } => match command
            {
                Some(command) => format!("install it and try again: {command}"),
                None => "install it with your system's package manager and try again".to_owned(),
            },
            Self::ChooseProxy { .. } => "say which one with --proxy".to_owned(),
            Self::ProxyNotRunning { proxy, start } => match start {
                Some(command) => format!("start it and try again: {command}"),
                None => format!("start {} and try again", proxy.title()),
            },
            Self::AlreadyBroken { .. } => "mend that first: nothing was changed".to_owned(),
            Self::NotUnderstood { .. } => LOOK_AT_LINE.to_owned(),
            Self::TooOld { proxy, .. } => format!("update {}, or use another proxy", proxy.title()),
            Self::ModuleMissing { proxy, module, command } => match command {
                Some(command) => format!("install it and try again: {command}"),
                None => format!("install the package with {}'s module {module} and try again", proxy.title()),
            },
            Self::NameTaken { file, .. } => {
                format!("choose another name, or take that site out of {file} first")
            }
            Self::PortTaken { process, .. } => match process {
                Some(process) => format!(
                    "stop {process} or move it to another port, use {process} itself as the proxy if it is one, or choose other ports with --http-port and --https-port"
                ),
                None => "see who it is with: sudo ss -ltnp".to_owned(),
            },
            Self::PortInUse { .. } | Self::PortIsJellyfins { .. } => {
                "choose other ports with --http-port and --https-port".to_owned()
            }
            Self::Conflict(conflict) => conflict.ways.join("; or "),
            Self::NothingToAdopt { .. } => "leave out --adopt, and say where the certificate is".to_owned(),
            Self::Certificate(fault) => certificate_advice(fault).to_owned(),
            Self::JellyfinNotSetUp => FINISH_WIZARD.to_owned(),
            Self::JellyfinStarting { .. } => WAIT_FOR_JELLYFIN.to_owned(),
            Self::JellyfinUnreachable { .. } => START_JELLYFIN.to_owned(),
            Self::NotJellyfin { .. } => FIND_JELLYFIN.to_owned(),
            Self::BasePathMismatch { jellyfin, .. } => format!(
                "use --base-path {}, or change the base URL in Jellyfin's dashboard under Networking first",
                shown(jellyfin.prefix())
            ),
            Self::JellyfinConfig { .. } => {
                "mend the file, or leave Jellyfin as it is with --known-proxies leave".to_owned()
            }
            Self::CannotQueue { .. } => QUEUE_ELSEWHERE.to_owned(),
            Self::Unsound { .. } => {
                "please report this with the output of `jellyfin-proxy detect --json`".to_owned()
            }
        }
    }
}

const FINISH_WIZARD: &str = "open Jellyfin on this machine, finish its own wizard (language, administrator, libraries), and try again";
const START_JELLYFIN: &str = "start Jellyfin, or say where it listens with --upstream";
const FIND_JELLYFIN: &str =
    "say where Jellyfin itself listens with --upstream; its port is 8096 unless changed";
const WAIT_FOR_JELLYFIN: &str =
    "wait until it is ready (a migration can take hours and must not be interrupted), and try again";
const QUEUE_ELSEWHERE: &str = "leave out --max-connections, or use HAProxy, which queues";
const LOOK_AT_LINE: &str = "nothing was changed; have a look at that line, or set the site up by hand";

fn certificate_advice(fault: &CertificateFault) -> &'static str {
    match fault {
        CertificateFault::Missing { .. } => {
            "check the path (certbot keeps them in /etc/letsencrypt/live/NAME/fullchain.pem and privkey.pem)"
        }
        CertificateFault::Unreadable { .. } => "make the file readable for root, or name another one",
        CertificateFault::NotACertificate { .. } => {
            "give the certificate in PEM form (it begins with -----BEGIN CERTIFICATE-----)"
        }
        CertificateFault::NoKey { .. } => "give the private key in PEM form and without a passphrase",
        CertificateFault::KeyMismatch { .. } => "give the key that the certificate was made with",
        CertificateFault::NameNotCovered { .. } => "use one of its names, or get a certificate for this one",
        CertificateFault::Expired { .. } => "renew it first",
        CertificateFault::NotYetValid { .. } => "check this machine's clock, or wait",
    }
}
