use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// A listening TCP socket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listener {
    /// The address it is bound to; unspecified for all.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// The program that holds it (`nginx`); `None` where only root can tell.
    pub process: Option<String>,
}

/// A process of the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its id.
    pub pid: u32,
    /// The kernel's short name for it, 15 characters at most.
    pub name: String,
    /// The arguments it was started with, program first; empty for kernel threads.
    pub args: Vec<String>,
}
