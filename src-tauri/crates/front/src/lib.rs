//! The user's side without a face: it asks the network, looks at what a change did, and talks to the root
//! side. The terminal, the desktop and the browser all stand on it.

mod jellyfin;
mod observer;
mod root_side;
pub mod surroundings;

pub use jellyfin::{jellyfin_at, site_of, upstream_among};
pub use observer::Observer;
pub use root_side::{Companion, RootSide, RootSideLost};
