//! What the terminal and JSON readers see.

mod companion;
mod detect;
mod guards;
mod history;
mod plan;
mod setup;
mod undo;

pub(crate) use companion::{Companionship, DoneStep};
pub(crate) use detect::DetectDocument;
pub(crate) use history::HistoryDocument;
pub(crate) use plan::{plan_text, refusal_text};
pub(crate) use setup::{SetupDocument, exit_of, trouble_text};
pub(crate) use undo::{UndoDocument, undo_text};
