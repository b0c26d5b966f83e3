//! `jellyfin-proxy`: the wizard in a terminal.

pub mod args;
mod commands;
mod exit;
mod front;
mod present;

pub use commands::run;
pub use exit::Exit;
