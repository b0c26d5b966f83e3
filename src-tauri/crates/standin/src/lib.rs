//! A stand-in Jellyfin: it answers as real servers of four versions were seen to answer, for
//! practice runs and tests.
//!
//! ```no_run
//! # async fn example() -> Result<(), standin::StartError> {
//! let options = standin::Options::new(standin::Version::V10_11_11, "/tmp/config");
//! let jellyfin = standin::Standin::start(options).await?;
//! println!("{}", jellyfin.url());
//! jellyfin.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! It takes what the real one takes (network.xml, read at start and restart only) and nothing is
//! added to its HTTP interface but two things no Jellyfin client ever sends:
//!
//! - `/Videos/{id}/stream?static=true&trickle=16000&chunk=2000`: a stream without a length at 16,000
//!   bytes a second in chunks of 2,000, each beginning with the time it was sent at ([`Stamp`]);
//! - a WebSocket answers every text message with the same text.

mod clock;
mod endpoint;
mod error;
mod http;
mod json;
mod life;
mod media;
mod network;
mod options;
mod pace;
mod pipeline;
mod seen;
mod server;
mod version;

pub use error::StartError;
pub use life::phase::Phase;
pub use life::running::{Running, Standin};
pub use media::content::content;
pub use media::stamp::Stamp;
pub use options::{Observer, Options, State};
pub use pace::Pace;
pub use seen::Seen;
pub use version::{Version, VersionError};
