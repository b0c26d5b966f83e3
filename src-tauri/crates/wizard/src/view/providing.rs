use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Notice, Remedy};

/// A proxy that is being installed or started, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ProvidingView {
    /// Its word.
    pub word: String,
    /// Its name for people.
    pub title: String,
    /// What is done.
    pub remedy: Remedy,
    /// How it stands. One that is done is no longer shown.
    pub state: ProvidingState,
    /// What the package manager printed last.
    pub lines: Vec<String>,
    /// Why it could not be done.
    pub why: Option<Notice>,
}

/// How a [`ProvidingView`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum ProvidingState {
    /// The root side is being asked for: the password dialog is open.
    AskingPassword,
    /// It is going on; it cannot be called off.
    Running,
    /// It could not be done.
    Failed,
}
