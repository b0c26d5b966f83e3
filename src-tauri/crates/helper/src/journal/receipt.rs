use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ChangeId;
use crate::protocol::{StepStatus, Trouble};

/// What was done by a change, for people. Contents of files are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this document.
    pub schema: u32,
    /// Which change.
    pub id: ChangeId,
    /// When it began.
    pub when: Timestamp,
    /// The plan that was carried out.
    pub plan_id: String,
    /// Whose configuration changed.
    pub proxy: String,
    /// The address that it was about.
    pub url: String,
    /// How it stands.
    pub state: ReceiptState,
    /// Its steps.
    pub steps: Vec<ReceiptStep>,
    /// Warnings of the server's own check that were not there before.
    pub warnings: Vec<String>,
    /// When it was undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
    /// Why it was undone; `None` where the user asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Trouble>,
}

/// How a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// It is in effect.
    Active,
    /// Everything was put back.
    Undone,
    /// It ended in the middle and waits to be recovered.
    Interrupted,
}

/// A step that was carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptStep {
    /// The step in a sentence.
    pub summary: String,
    /// How far it came.
    pub status: StepStatus,
    /// How long it took.
    pub seconds: f64,
}
