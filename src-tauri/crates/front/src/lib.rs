//! The user's side without a face: it asks the network, looks at what a change did, and talks to the root
//! side. The terminal, the desktop and the browser all stand on it.

mod health_test;
mod jellyfin;
mod observer;
pub mod practice;
mod preview;
pub mod programs;
mod root_side;
pub mod surroundings;
mod witness;

pub use health_test::{authority_of, health_test};
pub use jellyfin::{jellyfin_at, site_of, upstream_among};
pub use observer::{LOCAL_CA, Observer};
pub use preview::preview;
pub use root_side::{Companion, Ended, RootSide, RootSideLost, RootSideMissing};
pub use witness::{NotSeen, Witness};
