//! The wizard's state on a machine in memory: every answer of the world comes from the test.

mod change;
mod desk;
mod entry;
mod providing;
mod types;
mod typing;
mod walk;
