//! The machine that is changed: looked at by one hand, changed by the other.

use std::path::Path;
use std::time::Duration;

use engine::host::{Host, HostError};
use system::host::{LiveHost, TreeHost};

use crate::disk::Disk;
use crate::tools::Toolbox;

/// The machine that is changed, and how long its user may take.
pub struct Machine {
    /// How it is looked at.
    pub host: Box<dyn Host>,
    /// How it is changed.
    pub disk: Disk,
    /// What may be run on it.
    pub tools: Toolbox,
    /// How long the front may take.
    pub deadlines: Deadlines,
}

/// How long the front may take for its steps; then everything is undone.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// To look at the result. A full check takes two seconds; a slow machine or name server some more.
    pub observe: Duration,
    /// To restart Jellyfin and see it ready. A start with many plugins on a small machine takes
    /// minutes.
    pub restart: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { observe: Duration::from_secs(120), restart: Duration::from_secs(600) }
    }
}

impl Machine {
    /// The machine this runs on.
    ///
    /// # Errors
    /// When its root folder cannot be opened.
    pub fn live() -> Result<Self, HostError> {
        Self::with(Box::new(LiveHost::open()?), Path::new("/"))
    }

    /// A tree of files: no program is run, no server reloaded.
    ///
    /// # Errors
    /// When it is no folder or cannot be opened.
    pub fn tree(root: &Path) -> Result<Self, HostError> {
        Self::with(Box::new(TreeHost::open(root)?), root)
    }

    fn with(host: Box<dyn Host>, root: &Path) -> Result<Self, HostError> {
        let disk = Disk::open(root).map_err(|error| HostError::from_io("open", root, &error))?;
        let tools = Toolbox::of_servers(disk.clone());
        Ok(Self { host, disk, tools, deadlines: Deadlines::default() })
    }
}
