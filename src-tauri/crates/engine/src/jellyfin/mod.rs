//! Jellyfin's own side: where it keeps its network settings, and how the proxy is added to them.

mod find;
mod network_xml;

pub use find::{JellyfinInstall, find};
pub use network_xml::{NetworkXml, NetworkXmlError};
