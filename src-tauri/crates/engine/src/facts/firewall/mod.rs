//! What lets visitors in, or does not: ufw, firewalld, or rules made by hand.

mod by_hand;
mod firewalld;
mod rules;
mod ufw;

pub use rules::{Access, PortRule, Rules};

use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::names::AbsPath;

/// The firewall of a machine, as far as it decides who comes to a port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Firewall {
    /// None that is known here, or none that is switched on.
    #[default]
    None,
    /// It is switched on, and only root may read its rules.
    Hidden {
        /// `ufw`, `firewalld`.
        name: String,
    },
    /// ufw, with its rules for what comes in.
    Ufw {
        /// Its program.
        program: AbsPath,
        /// The rules for IPv4.
        v4: Rules,
        /// The rules for IPv6; `None` where it leaves IPv6 alone.
        v6: Option<Rules>,
    },
    /// firewalld, with the rules of its default zone.
    Firewalld {
        /// Its client.
        program: AbsPath,
        /// The default zone.
        zone: String,
        /// Those in effect now.
        now: Rules,
        /// Those in effect after its next start.
        always: Rules,
        /// Other zones that have an interface or a source.
        other_zones: Vec<String>,
    },
    /// Rules that somebody made by hand keep visitors out of ports that are not named in them.
    ByHand {
        /// `nftables`, `iptables`.
        name: String,
    },
}

impl Firewall {
    pub(super) fn look(evidence: &mut Evidence<'_>) -> Self {
        ufw::look(evidence)
            .or_else(|| firewalld::look(evidence))
            .or_else(|| by_hand::look(evidence))
            .unwrap_or_default()
    }

    /// How visitors to a TCP port are treated, where that is known.
    pub fn access(&self, port: u16) -> Option<Access> {
        match self {
            Self::None => Some(Access::Open),
            Self::Hidden { .. } | Self::ByHand { .. } => None,
            Self::Ufw { v4, v6, .. } => {
                let v4 = v4.access(port);
                Some(match v6.as_ref().map_or(v4, |v6| v6.access(port)) {
                    v6 if v6 == v4 => v4,
                    // Somebody made it so for one of them only.
                    _ => Access::Ruled,
                })
            }
            Self::Firewalld { now, always, .. } => Some(match (now.access(port), always.access(port)) {
                (Access::Ruled, _) | (_, Access::Ruled) => Access::Ruled,
                (Access::Open, Access::Open) => Access::Open,
                _ => Access::Closed,
            }),
        }
    }

    /// The files in which it keeps what is opened.
    pub fn files(&self) -> Vec<AbsPath> {
        match self {
            // It writes all of them again whenever it reads one.
            Self::Ufw { .. } => ufw::RULES.iter().chain(&[ufw::CONFIG]).map(|file| known(file)).collect(),
            Self::Firewalld { zone, .. } => firewalld::zone_files(zone),
            Self::None | Self::Hidden { .. } | Self::ByHand { .. } => Vec::new(),
        }
    }

    /// Its name for people.
    pub fn name(&self) -> &str {
        match self {
            Self::None => "no firewall",
            Self::Hidden { name } | Self::ByHand { name } => name,
            Self::Ufw { .. } => "ufw",
            Self::Firewalld { .. } => "firewalld",
        }
    }
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
