use serde::{Deserialize, Serialize};

/// Something that went wrong, for a program (by its code) and for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// A stable word.
    pub code: String,
    /// What was observed.
    pub message: String,
    /// What to do about it.
    pub next: String,
}
