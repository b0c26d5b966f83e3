//! Practising: a sandbox in which a server runs in front of a stand-in Jellyfin, and nothing real is touched.

mod ground;
mod sandbox;

pub use ground::Ground;
pub use sandbox::{NoSandbox, sandbox};

/// A name that no real site has (RFC 6761), to practise with.
pub const DOMAIN: &str = "jellyfin.practice.test";

/// Where the practice Jellyfin keeps its settings, inside the sandbox only, and apart from a real one's.
pub const JELLYFIN_CONFIG: &str = "/etc/jellyfin-practice";
