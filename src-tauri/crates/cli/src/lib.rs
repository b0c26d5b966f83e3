//! `jellyfin-proxy`: the wizard in a terminal.

pub mod args;
mod commands;
mod exit;
mod present;
mod serve;
mod terminal;

pub use commands::run;
pub use exit::Exit;
