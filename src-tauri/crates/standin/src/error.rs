//! Why a stand-in did not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a stand-in did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// network.xml is there but cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    ReadConfig {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The port is taken or the address is not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// network.xml leaves no address to listen on, for example with both address families off.
    #[error("network.xml leaves no address to listen on: switch on EnableIPv4 or EnableIPv6")]
    NoAddress,
}
