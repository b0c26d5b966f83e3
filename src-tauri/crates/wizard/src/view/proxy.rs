use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The choice of a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ProxyView {
    /// One for each proxy that is known, those that run first.
    pub cards: Vec<ProxyCard>,
    /// The word of the one that is chosen.
    pub chosen: Option<String>,
}

/// A proxy to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ProxyCard {
    /// Its word.
    pub word: String,
    /// Its name for people.
    pub title: String,
    /// Its version, where it is installed.
    pub version: Option<String>,
    /// Whether it is the one to take.
    pub recommended: bool,
    /// Why it is, as a stable word: `runs_already`, `in_front`, `only_one`.
    pub reason: Option<String>,
    /// Why it cannot be taken.
    pub why_not: Option<WhyNot>,
}

/// Why a proxy cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct WhyNot {
    /// A stable word: `proxy_not_installed`, `proxy_not_running`, `config_not_understood` …
    pub code: String,
    /// The same in English.
    pub message: String,
    /// What to do about it, in English.
    pub next: String,
    /// The command that does it, for a person to type.
    pub command: Option<String>,
    /// What this program can do about it itself.
    pub remedy: Option<Remedy>,
}

/// What this program can do about a proxy that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum Remedy {
    /// Have the machine's package manager install it.
    Install,
    /// Start it.
    Start,
}
