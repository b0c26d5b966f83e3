use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Problem;

/// Which name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct DomainView {
    /// The name as typed.
    pub name: String,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Whether it is being looked up now.
    pub looking_up: bool,
    /// Where it leads.
    pub points_to: Option<PointsTo>,
    /// The address that visitors will type.
    pub url: Option<String>,
    /// The port for plain HTTP.
    pub http_port: u16,
    /// The port for HTTPS.
    pub https_port: u16,
    /// What is wrong with the ports.
    pub ports_problem: Option<Problem>,
}

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct PointsTo {
    /// What that means.
    pub meaning: Resolved,
    /// The addresses.
    pub addresses: Vec<String>,
}

/// What the addresses of a name mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum Resolved {
    /// An address of this computer itself.
    Here,
    /// A public address; a router at home that has it leads here, another machine does not: that cannot be
    /// told from inside.
    Public,
    /// A private address: the site will be reached in this network only.
    Private,
    /// IPv6 addresses only: visitors without IPv6 cannot come.
    Ipv6Only,
    /// It has none.
    Nowhere,
    /// The resolver gave no answer.
    NoAnswer,
}
