//! What the tests on real servers share: a sandboxed machine with a server, a Jellyfin and the product.

mod command;
mod jellyfin;
mod lab;
mod server;
mod snapshot;
mod trial;

pub use command::{Ended, product};
pub use jellyfin::Jellyfin;
pub use lab::Lab;
pub use server::Server;
pub use snapshot::Snapshot;
pub use trial::{Case, main};
