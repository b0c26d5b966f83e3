//! A plan becomes a change: written down, carried out step by step, and either seen to be good or
//! put back.

mod carry_out;
mod certificate;
mod enable;
mod guard;
mod permit;
mod process;
mod reload;
mod server;
mod touched;
mod transaction;

pub(crate) use reload::reload;
pub(crate) use server::check;
pub(crate) use transaction::{Applied, apply, entries};

use std::time::Duration;

use crate::protocol::{Progress, Turn, WayBack};
use crate::stop::Stop;

/// Whoever asked for the change: told how it goes, and asked to look at what it did.
pub(crate) trait Front {
    /// A step begins or has ended.
    fn progress(&mut self, progress: Progress) -> Result<(), Stop>;
    /// Has the front do a step, and waits for it to say that the result is good.
    fn your_turn(&mut self, step: usize, turn: Turn, deadline: Duration) -> Result<(), Stop>;
    /// Whether the change is still wanted.
    fn still_wanted(&mut self) -> Result<(), Stop>;
    /// How the way back goes. Nothing waits for a front that is gone: it is undone all the same.
    fn way_back(&mut self, way: WayBack);
}
