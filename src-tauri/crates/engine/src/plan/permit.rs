use serde::{Deserialize, Serialize};

use crate::facts::Selinux;
use crate::host::ToolCall;
use crate::names::AbsPath;

/// Something that the machine forbids and its own tool allows: what the tool changes is more than files,
/// and is taken back by the tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    /// What is allowed.
    pub what: Permission,
    /// The calls that allow it, in order.
    pub calls: Vec<ToolCall>,
    /// The files in which the tool keeps that, to be put back as they were.
    pub files: Vec<AbsPath>,
    /// The calls that take back what those allow, and no more than that; each ends well where there is
    /// nothing left to take back.
    pub back: Vec<ToolCall>,
    /// The call that makes the tool read its files once they are put back, where it does not by itself.
    pub reread: Option<ToolCall>,
}

/// What a [`Permit`] allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Permission {
    /// Something that SELinux forbids while a boolean is off.
    Boolean {
        /// The boolean.
        name: String,
    },
    /// That the proxy listens on a port that SELinux knows as nobody's.
    PortType {
        /// What the port is called from then on.
        name: String,
        /// The TCP ports.
        ports: Vec<u16>,
    },
    /// Visitors from everywhere.
    Ports {
        /// The firewall that keeps them out.
        firewall: String,
        /// The TCP ports that they come to.
        ports: Vec<u16>,
    },
}

impl Permit {
    /// The files that show whether what was planned on is still so.
    pub(super) fn shown_by(&self) -> Vec<AbsPath> {
        match &self.what {
            Permission::Boolean { name } => vec![Selinux::boolean_file(name)],
            Permission::PortType { .. } | Permission::Ports { .. } => self.files.clone(),
        }
    }

    /// The permit in a plain sentence.
    pub(super) fn summary(&self) -> String {
        let calls: Vec<String> = self.calls.iter().map(ToString::to_string).collect();
        let calls = calls.join("; ");
        match &self.what {
            Permission::Boolean { .. } => {
                format!("Let SELinux allow the proxy to connect to Jellyfin ({calls})")
            }
            Permission::PortType { ports, .. } => {
                format!("Let SELinux allow the proxy to listen on {} ({calls})", port_words(ports))
            }
            Permission::Ports { firewall, ports } => {
                format!("Open {} in {firewall} ({calls})", port_words(ports))
            }
        }
    }
}

/// `TCP port 80`, `TCP ports 80 and 443`.
pub(super) fn port_words(ports: &[u16]) -> String {
    match ports {
        [first, second] => format!("TCP ports {first} and {second}"),
        ports => format!("TCP port {}", ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")),
    }
}
