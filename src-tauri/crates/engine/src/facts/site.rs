use serde::{Deserialize, Serialize};

use crate::names::AbsPath;
use crate::proxies::TlsMaterial;

/// A site that a proxy already serves: an nginx server block, an Apache vhost, a HAProxy frontend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// What it speaks with visitors.
    #[serde(default)]
    pub kind: SiteKind,
    /// The names it answers to, as they are written (wildcards and patterns included).
    pub names: Vec<String>,
    /// Where it listens.
    pub listens: Vec<Listen>,
    /// What it passes requests on to, as written; a named group of servers is followed by its servers.
    pub upstreams: Vec<String>,
    /// The certificates it shows, in its own order; those behind a variable are not among them.
    #[serde(default)]
    pub certificates: Vec<TlsMaterial>,
    /// The file it stands in.
    pub file: AbsPath,
    /// The line it begins at, counted from 1.
    pub line: usize,
    /// Whether this product wrote it.
    pub managed: bool,
}

/// What a [`Site`] speaks with visitors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// HTTP: names tell its sites apart.
    #[default]
    Http,
    /// Bytes are passed on as they come (nginx's `stream`, HAProxy's `mode tcp`).
    Tcp,
    /// SMTP, IMAP or POP3 (nginx's `mail`).
    Mail,
}

/// One address that a site listens on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listen {
    /// `*`, `[::]`, an address, or `unix:/path`, as the server understands it.
    pub address: String,
    /// The port; 0 for a unix socket.
    pub port: u16,
    /// Whether TLS is spoken there.
    pub tls: bool,
    /// Whether it is marked as the one that answers for unknown names.
    pub default: bool,
    /// Whether HTTP/2 is offered there.
    #[serde(default)]
    pub http2: bool,
    /// Whether each connection has to begin with a PROXY line, which no visitor sends: another proxy is
    /// in front.
    #[serde(default)]
    pub proxy_protocol: bool,
}
