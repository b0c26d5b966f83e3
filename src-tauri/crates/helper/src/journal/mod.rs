//! What is done is written down first: intent and before-images, durable, before anything changes.
//!
//! ```text
//! /var/lib/jellyfin-proxy/        0700
//!   lock                          held by whoever changes something
//!   changes/7/                    one folder for each change, counted from 1
//!     intent.json                 what shall be done, and what was there before
//!     log.jsonl                   what was begun and ended, a line each
//!     receipt.json                how it ended; a change without one was interrupted
//!     overwritten/                what an undo found changed by somebody else, and overwrote
//! ```

mod change;
mod change_id;
mod error;
mod intent;
mod log;
mod receipt;
mod state_folder;

pub use change_id::{ChangeId, ChangeIdError};
pub use error::JournalError;
pub use receipt::{Receipt, ReceiptState, ReceiptStep};

pub(crate) use change::{Change, Standing};
pub(crate) use intent::{Intent, IntentStep};
pub(crate) use log::{Course, Event};
pub(crate) use state_folder::Journal;
