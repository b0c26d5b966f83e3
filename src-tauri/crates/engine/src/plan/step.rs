use serde::{Deserialize, Serialize};

use super::Permit;
use crate::facts::Content;
use crate::host::ToolCall;
use crate::names::{AbsPath, Fqdn, Slug, Upstream};
use crate::proxies::{ProxyKind, Reload};

/// One thing that is done. The list is closed: the root side carries out these and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Step {
    /// A folder that has to be there. One that exists is left as it is.
    MakeFolder {
        /// Where.
        path: AbsPath,
        /// Permission bits for a new one.
        mode: u32,
    },
    /// A file with exactly these bytes. One that is replaced keeps its mode and owner.
    WriteFile {
        /// Where.
        path: AbsPath,
        /// Its bytes.
        content: Content,
        /// Permission bits for a new one.
        mode: u32,
        /// Whose a new one is.
        owner: Owner,
    },
    /// A symbolic link.
    Link {
        /// Where.
        path: AbsPath,
        /// Where it leads.
        target: AbsPath,
    },
    /// A site file or link that is taken away (a site of ours that moved).
    Remove {
        /// Which.
        path: AbsPath,
    },
    /// Certificate and key in one file, mode 0600: HAProxy before 2.2 takes nothing else. The bytes
    /// are put together by root and are no part of the plan.
    CombinePem {
        /// Where.
        path: AbsPath,
        /// The chain.
        cert: AbsPath,
        /// The key.
        key: AbsPath,
    },
    /// A certificate from a certificate authority of this machine's own, both made where missing.
    /// Keys are made by root and are no part of the plan.
    IssueCertificate {
        /// The name it is for.
        domain: Fqdn,
        /// The authority's certificate, to be taken to phones and televisions.
        ca_cert: AbsPath,
        /// The authority's key, mode 0600.
        ca_key: AbsPath,
        /// The chain.
        cert: AbsPath,
        /// The key, mode 0600.
        key: AbsPath,
    },
    /// Modules or sites switched on by the server's own tool.
    Enable(Enable),
    /// Something that the machine forbids is allowed by its own tool.
    Permit(Permit),
    /// The server's own check of the whole configuration.
    CheckConfig {
        /// What is run.
        call: ToolCall,
        /// Who reads what it prints.
        proxy: ProxyKind,
    },
    /// The new configuration becomes effective.
    Reload {
        /// How.
        how: Reload,
    },
    /// The front looks at what the change did; what it does not see to be good is undone.
    Observe {
        /// At what.
        what: Observation,
    },
    /// The front asks Jellyfin to restart and waits until it is ready: network.xml is read at start.
    RestartJellyfin {
        /// Which Jellyfin.
        upstream: Upstream,
    },
}

/// Modules or sites switched on by the server's own tool (`a2enmod`, `a2ensite`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enable {
    /// Modules or sites.
    pub what: EnableKind,
    /// Which.
    pub names: Vec<Slug>,
    /// The call that does it.
    pub call: ToolCall,
    /// The folders that the tool changes: undo puts back every entry as it was, which also takes
    /// back what the tool switched on as a dependency.
    pub folders: Vec<AbsPath>,
    /// The links that the tool makes, for a tree whose programs are never run.
    pub links: Vec<(AbsPath, AbsPath)>,
}

/// What an [`Enable`] switches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnableKind {
    /// Server modules.
    Module,
    /// Sites.
    Site,
}

/// Whose a new file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Whoever carries out the plan: root, save in a tree of the user's own.
    Writer,
    /// The owner and group of the folder it lies in (Jellyfin's own).
    AsFolder,
}

/// What the front is asked to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Observation {
    /// The site answers and leads to this Jellyfin.
    SiteAnswers,
    /// Everything: the whole health check, Jellyfin's trust in the proxy included.
    Healthy,
}
