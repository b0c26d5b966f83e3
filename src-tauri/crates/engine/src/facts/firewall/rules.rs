use serde::{Deserialize, Serialize};

/// Rules for what comes in by TCP, in the order in which they count: the first that has a port decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rules(pub Vec<PortRule>);

/// What one rule says of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortRule {
    /// The first port.
    pub first: u16,
    /// The last one, which is in it.
    pub last: u16,
    /// Whether everybody is let in. A rule that is for some visitors only, or keeps them out, is one
    /// that somebody thought about.
    pub everybody: bool,
}

/// How visitors to a port are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// All are let in.
    Open,
    /// None is, since no rule is about the port.
    Closed,
    /// There is a rule about the port, and it does not let everybody in.
    Ruled,
}

impl Rules {
    /// How visitors to a port are treated.
    pub fn access(&self, port: u16) -> Access {
        match self.0.iter().find(|rule| (rule.first..=rule.last).contains(&port)) {
            Some(rule) if rule.everybody => Access::Open,
            Some(_) => Access::Ruled,
            None => Access::Closed,
        }
    }
}

impl PortRule {
    /// A rule about every port.
    pub(super) fn all(everybody: bool) -> Self {
        Self { first: 0, last: u16::MAX, everybody }
    }

    /// `80`, `9000:9010` or `9000-9010`.
    pub(super) fn parse(ports: &str, everybody: bool) -> Option<Self> {
        let (first, last) = ports.split_once([':', '-']).unwrap_or((ports, ports));
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()?, everybody })
    }
}
