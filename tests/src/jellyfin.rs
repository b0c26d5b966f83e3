use std::path::PathBuf;

use standin::{Options, Running, Seen, Standin, State, Version};
use tokio::runtime::Runtime;

/// The token of its administrator.
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A Jellyfin on 127.0.0.1:8096 that reads `/etc/jellyfin/network.xml`.
pub struct Jellyfin {
    runtime: Runtime,
    running: Option<Running>,
}

impl Jellyfin {
    /// One that is ready.
    pub fn ready() -> Self {
        Self::start(|_| {})
    }

    /// One that was never set up, is starting, or differs otherwise.
    ///
    /// # Panics
    /// When its port is taken.
    pub fn start(change: impl FnOnce(&mut Options)) -> Self {
        let runtime = Runtime::new().expect("threads for the stand-in");
        let folder = PathBuf::from("/etc/jellyfin");
        std::fs::create_dir_all(&folder).expect("the sandbox is writable");
        let mut options = Options::new(Version::V10_11_11, folder);
        options.port = Some(8096);
        options.token = Some(TOKEN.to_owned());
        change(&mut options);
        let running = runtime.block_on(Standin::start(options)).expect("port 8096 is free in the sandbox");
        Self { runtime, running: Some(running) }
    }

    /// One in that state.
    pub fn in_state(state: State) -> Self {
        Self::start(|options| options.state = state)
    }

    /// The last requests it saw.
    pub fn seen(&self) -> Vec<Seen> {
        self.running.as_ref().map(Running::seen).unwrap_or_default()
    }

    /// How often it was asked to restart.
    pub fn restarts_asked(&self) -> usize {
        self.seen().iter().filter(|seen| seen.target.ends_with("/System/Restart")).count()
    }

    /// Stops it; its port is closed when this returns.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}
