//! What network.xml says, and what follows from it about a request.

pub(crate) mod believed;
pub(crate) mod config;
pub(crate) mod host;
pub(crate) mod known_proxies;
pub(crate) mod local_network;
mod xml;
