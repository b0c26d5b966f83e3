//! What a visitor sees: DNS, TCP, TLS, HTTP and WebSocket, measured.
//!
//! [`measure`] asks and changes nothing; what the answers mean is for `engine::verdict::judge` to say.
//! [`jellyfin`] is for a set-up: looking at a Jellyfin, waiting for it, restarting it.

mod deadline;
mod dial;
mod direct;
mod exposure;
mod http;
pub mod jellyfin;
mod latency;
mod measure;
mod origin;
mod part;
mod site;
mod target;
mod tls;

pub use dial::resolve;
pub use measure::{measure, measure_telling};
pub use part::Part;
pub use target::{Limits, Target};
pub use tls::roots::{Roots, RootsError};
