//! What the three dialects share: digests, edits on spans, diffs.

mod diff;
mod edit;
mod mark;

pub use diff::unified_diff;
pub use edit::{Edit, apply_edits};
pub use mark::{Mark, MarkedBlock};

use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hexadecimal, 64 characters.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
