use serde::{Deserialize, Serialize};

use crate::names::AbsPath;

/// A site that a proxy already serves: an nginx server block, an Apache vhost, a HAProxy frontend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The names it answers to, as they are written (wildcards and patterns included).
    pub names: Vec<String>,
    /// Where it listens.
    pub listens: Vec<Listen>,
    /// What it passes requests on to, as written.
    pub upstreams: Vec<String>,
    /// The file it stands in.
    pub file: AbsPath,
    /// The line it begins at, counted from 1.
    pub line: usize,
    /// Whether this product wrote it.
    pub managed: bool,
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
}
