//! The root side: it looks at the machine, makes the plan, carries it out as one transaction, and
//! puts everything back.
//!
//! [`session::serve`] answers a front over the [`protocol`]; [`client`] is the front's end of it.
//! A change is written down in the [`journal`] before it begins, so that a failed check, a dead
//! front, a signal or a loss of power at any moment ends with the machine as it was.

pub mod client;
pub mod disk;
pub mod journal;
pub mod machine;
pub mod protocol;
pub mod session;
pub mod tools;

mod apply;
mod fault;
mod provide;
mod stop;
mod undo;
