//! What of a server outlives its restarts.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use tokio::sync::Notify;

use crate::options::{Options, State};
use crate::seen::{Seen, Visitors};

/// What of a server outlives its restarts.
pub(crate) struct Server {
    pub(crate) options: Options,
    /// 32 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) visitors: Visitors,
    /// Told when somebody asks for a restart.
    pub(crate) restart: Notify,
    /// When the video was last changed, as far as clients can tell.
    pub(crate) created: SystemTime,
    set_up: AtomicBool,
}

impl Server {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            id: options.server_id.clone().unwrap_or_else(random_id),
            visitors: Visitors::new(options.seen_capacity),
            restart: Notify::new(),
            created: SystemTime::now(),
            set_up: AtomicBool::new(options.state != State::NotSetUp),
            options,
        }
    }

    /// The first-run wizard was finished.
    pub(crate) fn is_set_up(&self) -> bool {
        self.set_up.load(Ordering::Relaxed)
    }

    pub(crate) fn finish_set_up(&self) {
        self.set_up.store(true, Ordering::Relaxed);
    }

    /// Somebody wants to know about each request.
    pub(crate) fn notices(&self) -> bool {
        self.visitors.are_kept() || self.options.observer.is_some()
    }

    pub(crate) fn notice(&self, seen: Seen) {
        if let Some(observer) = &self.options.observer {
            observer(&seen);
        }
        if self.visitors.are_kept() {
            self.visitors.keep(seen);
        }
    }
}

/// 32 hexadecimal digits that differ from call to call. Not for secrets.
pub(crate) fn random_id() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
