//! From start to stop, through restarts.

pub(crate) mod boot;
mod doors;
mod lifetime;
pub(crate) mod phase;
mod plan;
mod port;
pub(crate) mod running;
