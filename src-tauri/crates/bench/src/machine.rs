//! Where and when it was measured.

use std::time::SystemTime;

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;

/// Where and when it was measured: figures of two machines are not to be compared.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    /// `2026-11-23`.
    pub(crate) date: String,
    pub(crate) cores: usize,
    /// `Linux 6.1.0`.
    pub(crate) kernel: String,
}

impl Machine {
    /// The one that this runs on.
    pub(crate) fn this(now: SystemTime) -> Result<Self> {
        let name = rustix::system::uname();
        let text = |part: &std::ffi::CStr| part.to_string_lossy().into_owned();
        Ok(Self {
            date: Timestamp::try_from(now)?.strftime("%Y-%m-%d").to_string(),
            cores: std::thread::available_parallelism()?.get(),
            kernel: format!("{} {}", text(name.sysname()), text(name.release())),
        })
    }
}
