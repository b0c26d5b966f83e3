//! The site that every contender serves.

use std::net::{Ipv4Addr, SocketAddr};

/// The name in all configurations.
pub(crate) const DOMAIN: &str = "jellyfin.example.com";

/// Where the site answers inside the sandbox.
pub(crate) const HTTPS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 443);

/// Where Jellyfin listens.
pub(crate) const JELLYFIN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8096);

/// The request that every client sends when it opens: small, and no token is needed.
pub(crate) const SMALL: &str = "/System/Info/Public";

/// A video; any id is one.
pub(crate) const VIDEO: &str = "/Videos/0123456789abcdef0123456789abcdef/stream?static=true";

/// How many bytes the video has.
pub(crate) const VIDEO_BYTES: u64 = 1 << 30;
