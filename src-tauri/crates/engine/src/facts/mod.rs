//! What is known of a machine, as data: it can be saved, sent to somebody, and planned on again.

mod certificate;
mod collect;
mod content;
mod evidence;
mod files;
mod firewall;
mod install;
mod os;
mod passage;
mod readings;
mod selinux;
mod service_manager;
mod site;
mod sockets;

pub use certificate::{CertificateFacts, CertificateFault, KeyFit, ends_soon, read_certificate};
pub use collect::{Wanted, collect};
pub use content::Content;
pub use evidence::Evidence;
pub use files::Files;
pub use firewall::{Access, Firewall, PortRule, Rules};
pub use install::{ConfigCheck, DropIn, Install, Problem, Service};
pub use os::{Os, PackageFamily, Unattended};
pub use passage::{Passage, Sign};
pub(crate) use readings::Readings;
pub use selinux::{Selinux, SelinuxMode};
pub use service_manager::ServiceManager;
pub use site::{Listen, Site, SiteKind};
pub use sockets::{Listener, Process};

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::host::{Entry, HostError};
use crate::jellyfin::JellyfinInstall;
use crate::names::AbsPath;

/// Everything a plan is made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostFacts {
    /// When the machine was looked at.
    pub taken_at: Timestamp,
    /// Whether root looked.
    pub privileged: bool,
    /// Whether this is a machine that runs; a tree of files has no processes, ports and programs.
    pub live: bool,
    /// The distribution.
    pub os: Os,
    /// What starts and reloads services.
    pub service_manager: ServiceManager,
    /// Whether the kernel has IPv6: a `[::]` listener is an error where it has not.
    pub ipv6: bool,
    /// What SELinux does.
    #[serde(default)]
    pub selinux: Selinux,
    /// Who decides which visitors come in.
    #[serde(default)]
    pub firewall: Firewall,
    /// The proxies found, in the registry's order.
    pub installs: Vec<Install>,
    /// Who listens on TCP.
    pub listeners: Vec<Listener>,
    /// The Jellyfin servers found on this machine.
    pub jellyfin: Vec<JellyfinInstall>,
    /// This machine's address as the wanted upstream sees it, where one was named.
    pub toward_upstream: Option<IpAddr>,
    /// Certificates lying where certificates usually lie, and those asked for.
    pub certificates: Vec<CertificateFacts>,
    /// Certificates that were asked for and cannot be used at all.
    pub unusable_certificates: Vec<CertificateFault>,
    /// The files that were read or looked at, by path.
    pub files: Files,
    /// What should have been read and could not be.
    pub unread: Vec<HostError>,
}

/// One file, folder or link that a plan may meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Kind, mode and owner.
    pub entry: Entry,
    /// The bytes of a file that was read.
    pub content: Option<Content>,
}

impl HostFacts {
    /// The bytes at a path, where they were read.
    pub fn content(&self, path: &AbsPath) -> Option<&[u8]> {
        self.files.get(path)?.content.as_ref().map(Content::as_bytes)
    }

    /// What lies at a path, where it was looked at.
    pub fn entry(&self, path: &AbsPath) -> Option<&Entry> {
        self.files.get(path).map(|file| &file.entry)
    }

    /// A certificate with its key.
    ///
    /// # Errors
    /// The fault that kept it from being read.
    pub fn certificate(&self, path: &AbsPath, key: &AbsPath) -> Result<&CertificateFacts, CertificateFault> {
        let found = self.certificates.iter().find(|found| &found.path == path && &found.key_path == key);
        found.ok_or_else(|| {
            let fault =
                self.unusable_certificates.iter().find(|fault| fault.concerns(path) || fault.concerns(key));
            fault.cloned().unwrap_or_else(|| CertificateFault::Missing { path: path.clone() })
        })
    }

    /// Who listens on a port, whatever the address.
    pub fn listeners_on(&self, port: u16) -> impl Iterator<Item = &Listener> {
        self.listeners.iter().filter(move |listener| listener.port == port)
    }
}
