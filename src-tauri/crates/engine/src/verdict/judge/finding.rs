//! What one check found.

use crate::verdict::code::Code;

/// A code and what was seen.
pub(super) struct Finding {
    pub(super) code: Code,
    pub(super) observed: String,
}

impl Finding {
    /// A finding with what was seen.
    pub(super) fn new(code: Code, observed: impl Into<String>) -> Self {
        Self { code, observed: observed.into() }
    }

    /// All is well.
    pub(super) fn ok(observed: impl Into<String>) -> Self {
        Self::new(Code::Ok, observed)
    }

    /// Nothing was seen; the code says why.
    pub(super) fn unseen(code: Code) -> Self {
        Self::new(code, code.meaning())
    }
}
