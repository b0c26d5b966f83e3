//! What was measured of one contender in one round.

use serde::{Deserialize, Serialize};

/// One contender in one round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// The server's version; `None` where there is none in front.
    pub(crate) version: Option<String>,
    /// Small requests over 16 connections.
    pub(crate) requests: Reading,
    /// Whole files over 8 connections.
    pub(crate) streams: Reading,
    /// Ranges of 1 to 4 MiB over 4 connections.
    pub(crate) seeks: Reading,
    /// Memory of the server's processes after all this, shared pages split.
    pub(crate) memory_bytes: Option<u64>,
    /// How `jellyfin-proxy setup` did, where it wrote the configuration.
    pub(crate) setup: Option<SetUp>,
}

/// What was done under one load, and what it took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(crate) seconds: f64,
    /// Answers received whole.
    pub(crate) requests: u64,
    /// Of bodies.
    pub(crate) bytes: u64,
    /// Of the server's processes; `None` where there is no server in front.
    pub(crate) cpu_seconds: Option<f64>,
}

/// One run of `jellyfin-proxy setup`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct SetUp {
    /// From its start to its end.
    pub(crate) wall_seconds: f64,
    /// While a tool of the server ran, save for its reload.
    pub(crate) tools_seconds: f64,
    /// In steps that look at the site, or wait for Jellyfin or for the server's reload.
    pub(crate) waiting_seconds: f64,
    /// Highest resident memory of `jellyfin-proxy`.
    pub(crate) front_peak_bytes: u64,
    /// Highest resident memory of `jellyfin-proxy-helper`.
    pub(crate) helper_peak_bytes: u64,
}

impl SetUp {
    /// The time that is the program's own.
    pub(crate) fn own_seconds(&self) -> f64 {
        self.wall_seconds - self.tools_seconds - self.waiting_seconds
    }
}
