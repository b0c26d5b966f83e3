//! What a stand-in is started with.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::pace::Pace;
use crate::seen::Seen;
use crate::version::Version;

/// The state a stand-in starts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Serving.
    #[default]
    Ready,
    /// Serving, but its first-run wizard was never finished: a stranger may configure it.
    NotSetUp,
    /// The process has just begun: 10.11 and later show their start-up server, older ones nothing.
    Starting,
    /// The web client is served, the API answers 503.
    Loading,
    /// As `Starting`, with a database migration that may take hours.
    Migrating,
}

/// Called with each request as it is answered.
pub type Observer = Arc<dyn Fn(&Seen) + Send + Sync>;

/// What a stand-in is started with. `Options::new` fills in what a test wants; change what differs.
#[derive(Clone)]
pub struct Options {
    /// The version stood in for.
    pub version: Version,
    /// The folder that holds network.xml; the file, or the folder, may be missing (defaults apply).
    pub config: PathBuf,
    /// The folder of the web client; `None` serves one built-in page.
    pub web: Option<PathBuf>,
    /// The port to listen on, winning over network.xml. `Some(0)` takes a free one below the range
    /// from which the system hands out ports, so that it is still free after a restart.
    pub port: Option<u16>,
    /// The addresses to listen on; empty means as network.xml says.
    pub bind: Vec<IpAddr>,
    /// The state to start in.
    pub state: State,
    /// How long a state that is not `Ready` or `NotSetUp` lasts; `None` is for ever.
    pub settle: Option<Duration>,
    /// An administrator's token.
    pub token: Option<String>,
    /// The name the server gives itself.
    pub server_name: String,
    /// The server's id, 32 hexadecimal digits; `None` makes one up.
    pub server_id: Option<String>,
    /// How many bytes each video has (2,724,450 in the recordings).
    pub media_size: u64,
    /// How fast phases follow each other.
    pub pace: Pace,
    /// How many of the last requests `Running::seen` keeps; 0 keeps none and saves their cost.
    pub seen_capacity: usize,
    /// Called with each request as it is answered.
    pub observer: Option<Observer>,
}

impl Options {
    /// A ready server of that version on a free port of 127.0.0.1 that reads `config`/network.xml,
    /// restarts quickly and remembers its last 1,000 requests.
    pub fn new(version: Version, config: impl Into<PathBuf>) -> Self {
        Self {
            version,
            config: config.into(),
            web: None,
            port: Some(0),
            bind: vec![Ipv4Addr::LOCALHOST.into()],
            state: State::Ready,
            settle: None,
            token: None,
            server_name: "jellyfin-standin".to_owned(),
            server_id: None,
            media_size: 2_724_450,
            pace: Pace::quick(),
            seen_capacity: 1_000,
            observer: None,
        }
    }
}
