use std::num::{NonZeroU16, NonZeroU32};

use serde::{Deserialize, Serialize};

use super::Adoptable;
use crate::host::ToolCall;
use crate::names::{AbsPath, BasePath, Fqdn, Slug, Upstream};
use crate::plan::{Finding, Step};

/// The site to be served, with everything decided but the dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedSite {
    /// The name visitors type.
    pub domain: Fqdn,
    /// The same as a word of `[a-z0-9_]`, for what needs a name of its own in the configuration.
    pub slug: Slug,
    /// Where Jellyfin listens.
    pub upstream: Upstream,
    /// Jellyfin's Base URL.
    pub base_path: BasePath,
    /// The port for plain HTTP: the redirect's, or the site's own where there is no TLS.
    pub http_port: NonZeroU16,
    /// TLS, or nothing for an HTTP-only site.
    pub tls: Option<WantedTls>,
    /// Whether browsers are told to come by HTTPS only.
    pub hsts: bool,
    /// How many requests Jellyfin gets at a time; the others queue.
    pub max_connections: Option<NonZeroU32>,
    /// Whether to listen on IPv6 too.
    pub ipv6: bool,
    /// The site that somebody wrote by hand and that this one takes the place of.
    pub adopted: Option<Adoptable>,
    /// The folder whose `.well-known/acme-challenge` answers over plain HTTP.
    pub acme_root: AbsPath,
}

/// The TLS side of a [`WantedSite`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedTls {
    /// The port for HTTPS.
    pub port: NonZeroU16,
    /// Certificate and key.
    pub material: TlsMaterial,
}

/// Files with a certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsMaterial {
    /// Two files.
    Pair {
        /// The chain, leaf first.
        cert: AbsPath,
        /// The private key.
        key: AbsPath,
    },
    /// Chain and key in one file.
    Combined(AbsPath),
}

impl TlsMaterial {
    /// The file with the chain, and the file with the key: the same one twice for a combined file.
    pub fn files(&self) -> (AbsPath, AbsPath) {
        match self {
            Self::Pair { cert, key } => (cert.clone(), key.clone()),
            Self::Combined(pem) => (pem.clone(), pem.clone()),
        }
    }
}

impl WantedSite {
    /// The address visitors type, without a slash at the end: `https://media.example.com:8443/jellyfin`.
    pub fn url(&self) -> String {
        let (scheme, port, default) = match &self.tls {
            Some(tls) => ("https", tls.port.get(), 443),
            None => ("http", self.http_port.get(), 80),
        };
        let port = if port == default { String::new() } else { format!(":{port}") };
        format!("{scheme}://{}{port}{}", self.domain, self.base_path)
    }

    /// The ports that visitors come to, the lower one first.
    pub fn ports(&self) -> Vec<u16> {
        let tls = self.tls.as_ref().map(|tls| tls.port);
        let mut ports: Vec<u16> = std::iter::once(self.http_port).chain(tls).map(NonZeroU16::get).collect();
        ports.sort_unstable();
        ports
    }

    /// The name its file and its entries carry: `jellyfin-media.example.com`.
    pub fn file_stem(&self) -> String {
        format!("jellyfin-{}", self.domain)
    }
}

/// What one proxy needs for a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Files, links and modules, in the order in which they are made.
    pub steps: Vec<Step>,
    /// The server's own check.
    pub check: ToolCall,
    /// How the new configuration becomes effective without dropping anybody.
    pub reload: Reload,
    /// What the user should know.
    pub findings: Vec<Finding>,
}

/// How a running server is made to read its configuration again. Never a restart: people are watching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Reload {
    /// A program does it (`systemctl reload nginx`, `nginx -s reload`, `apache2ctl graceful`).
    Call(ToolCall),
    /// SIGUSR2 to the master process, whose id is in this file (HAProxy without a service manager).
    Usr2 {
        /// The master's pid file.
        pid_file: AbsPath,
    },
}
