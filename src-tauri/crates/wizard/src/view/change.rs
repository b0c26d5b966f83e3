use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Notice;

/// A change that is carried out, or was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ChangeView {
    /// How it stands.
    pub state: ChangeState,
    /// Its steps, those ahead included.
    pub lines: Vec<ProgressLine>,
    /// The steps of its undoing, those ahead included; empty before that begins.
    pub way_back: Vec<ProgressLine>,
    /// The change's number, once it is done.
    pub id: Option<String>,
    /// The address that answers.
    pub url: Option<String>,
    /// What was put back, where it was undone.
    pub undone: Option<UndoneView>,
    /// Why it was undone or not done.
    pub why: Option<Notice>,
}

/// How a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "wizard.ts")]
pub enum ChangeState {
    /// The root side is being asked for: the password dialog is open.
    AskingPassword,
    /// It is carried out.
    Running,
    /// It was called off, and is being undone.
    CallingOff,
    /// It is being undone, since that was wanted or something failed. This goes to its end.
    Undoing,
    /// It is done, and was seen to be healthy.
    Done,
    /// Everything is as it was again.
    Undone,
    /// It was called off before anything was changed.
    Untouched,
    /// It was not begun, or its end is not known.
    Failed,
}

/// A step of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ProgressLine {
    /// A sentence in English.
    pub summary: String,
    /// Its kind, as a planned step or one of the way back has it.
    pub kind: String,
    /// The file that it is about.
    pub path: Option<String>,
    /// `ahead`, `started`, `done`, `failed` or `skipped`.
    pub status: String,
    /// How long it took.
    pub seconds: f64,
}

/// What was put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct UndoneView {
    /// Folders that stay, since something else is in them now.
    pub left: Vec<String>,
    /// Copies of what somebody else had written: the file, and where its copy is.
    pub kept: Vec<(String, String)>,
    /// What became of the server: `untouched`, `reloaded`, `not_running`, `check_failed`, `reload_failed`.
    pub server: String,
    /// Where somebody changed the files since and nothing was undone: file and difference.
    pub differs: Vec<(String, String)>,
}

/// What was changed before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct HistoryView {
    /// Whether it is being read now.
    pub reading: bool,
    /// The changes, latest first.
    pub changes: Vec<PastChange>,
}

/// A change of before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct PastChange {
    /// Its number.
    pub id: String,
    /// When, RFC 3339.
    pub when: String,
    /// The proxy's word.
    pub proxy: String,
    /// The address that it was about.
    pub url: String,
    /// `active`, `undone` or `interrupted`.
    pub state: String,
    /// Its steps in English.
    pub steps: Vec<String>,
}
