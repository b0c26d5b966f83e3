//! The one video that every item is.

pub(crate) mod content;
pub(crate) mod stamp;
pub(crate) mod trickle;
