//! What the terminal and JSON readers see.

mod detect;
mod plan;

pub(crate) use detect::DetectDocument;
pub(crate) use plan::{plan_text, refusal_text};
