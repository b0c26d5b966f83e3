use serde::{Deserialize, Serialize};

/// Something the user should know before agreeing to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable word for it.
    pub code: String,
    /// What is so.
    pub message: String,
    /// What to do about it, where there is something to do.
    pub next: Option<String>,
}

/// How much a [`Finding`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something will not work as well as it could, or needs the user's hand later.
    Warning,
}

impl Finding {
    /// Good to know.
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, code: code.to_owned(), message: message.into(), next: None }
    }

    /// Something that needs the user's hand.
    pub fn warning(code: &str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            code: code.to_owned(),
            message: message.into(),
            next: Some(next.into()),
        }
    }
}
