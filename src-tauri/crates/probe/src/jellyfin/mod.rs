//! Jellyfin asked directly for a set-up: what it is, when it is ready, and a restart.

mod look;
mod ready;
mod restart;

pub use look::look;
pub use ready::{NotReady, await_ready};
pub use restart::{RestartError, restart};
