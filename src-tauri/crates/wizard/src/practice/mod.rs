//! A practice run is another wizard, in a sandbox: this very program, started once more inside, which takes
//! intents and shows views over its pipes.

mod inside;
mod outside;

use std::path::PathBuf;

use engine::proxies::ProxyKind;
use helper::protocol::Trouble;
use serde::{Deserialize, Serialize};

pub use inside::stage;
pub(crate) use outside::{Practice, Run};

use crate::view::View;

/// How one practises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PracticeWish {
    /// With which proxy; the first that is found if not given.
    pub proxy: Option<ProxyKind>,
    /// A folder that is laid over the machine inside the sandbox: servers unpacked there appear installed.
    pub layer: Option<PathBuf>,
}

/// What the wizard inside says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    /// What is shown now.
    View(Box<View>),
    /// There is no practice, or no longer.
    Ended(Trouble),
}

/// The argument with which this program is the inside of a practice run.
const INSIDE: &str = "--practice-inside";
