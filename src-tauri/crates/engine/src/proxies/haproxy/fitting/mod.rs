//! Where a site of ours fits into what is there: frontends of others that already listen on its ports
//! take it in as a guest, and where nobody listens it gets a frontend of its own.

mod blocks;
mod certificates;
mod entrances;
mod guest;
mod place;
mod refusals;

pub(super) use blocks::{Blocks, Slot};
pub(super) use certificates::{Showing, Shown};
pub(super) use entrances::Entrances;
pub(super) use guest::{Early, Guest};
