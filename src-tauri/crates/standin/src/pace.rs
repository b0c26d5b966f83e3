//! How fast a stand-in goes through its phases.

use std::time::Duration;

/// How long each phase lasts, and how often a WebSocket is pinged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From the restart request until the old server is gone.
    pub farewell: Duration,
    /// The start-up server of 10.11 and later.
    pub starting: Duration,
    /// Nothing listens: connections are refused.
    pub closed: Duration,
    /// The web client is served, the API answers 503.
    pub loading: Duration,
    /// From the beginning of the start-up server until it can tell the server's id.
    pub introduction: Duration,
    /// Between two ForceKeepAlive messages on a WebSocket.
    pub keep_alive: Duration,
    /// How long the head of a request may take to arrive.
    pub request_head: Duration,
}

impl Pace {
    /// As observed, at the short end: about two seconds for a restart.
    pub fn observed() -> Self {
        Self {
            farewell: Duration::from_millis(100),
            starting: Duration::from_millis(500),
            closed: Duration::from_millis(500),
            loading: Duration::from_millis(900),
            introduction: Duration::from_millis(1_700),
            keep_alive: Duration::from_secs(48),
            request_head: Duration::from_secs(30),
        }
    }

    /// The same order of phases in under half a second, for tests. Messages keep their observed pace.
    pub fn quick() -> Self {
        Self {
            farewell: Duration::from_millis(20),
            starting: Duration::from_millis(120),
            closed: Duration::from_millis(120),
            loading: Duration::from_millis(120),
            introduction: Duration::from_millis(60),
            ..Self::observed()
        }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::observed()
    }
}
