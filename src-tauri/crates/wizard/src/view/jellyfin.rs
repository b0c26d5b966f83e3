use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Problem;

/// Which Jellyfin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct JellyfinView {
    /// The address as typed or found.
    pub address: String,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Those that were found on this computer.
    pub found: Vec<FoundJellyfin>,
    /// Whether it is being asked now.
    pub testing: bool,
    /// What it answered.
    pub test: Option<JellyfinTest>,
}

/// A Jellyfin that was found on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct FoundJellyfin {
    /// Its address.
    pub address: String,
    /// The folder of its settings.
    pub config_folder: String,
}

/// What a Jellyfin answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct JellyfinTest {
    /// A stable word for its phase: `ready`, `starting`, `loading`, `unreachable` …
    pub phase: String,
    /// What was said by somebody who is no Jellyfin, in English.
    pub stranger: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its Base URL; empty for the root.
    pub base_path: String,
    /// Whether its first-run wizard was finished.
    pub set_up: Option<bool>,
    /// Whether it knows its proxy already.
    pub trusts_proxy: Option<bool>,
    /// Whether it can be put behind a proxy as it is.
    pub usable: bool,
}
