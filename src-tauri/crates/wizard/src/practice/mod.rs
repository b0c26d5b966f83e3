//! A practice run is another wizard, in a sandbox, which takes intents and shows views over its pipes. It is the
//! command line's program: a process with threads cannot make namespaces, and the desktop's libraries start some
//! before `main`.

mod inside;
mod outside;
mod stage;

use std::path::PathBuf;

use engine::proxies::ProxyKind;
use helper::protocol::Trouble;
use serde::{Deserialize, Serialize};

pub(crate) use outside::{Practice, Run};
pub use stage::stage;

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

/// The argument with which the program makes the sandbox, and starts itself once more inside. The proxy's word (or
/// nothing) and the layer follow.
const OUTSIDE: &str = "--practice-run";
/// The argument with which it is the inside. The proxy's word may follow.
const INSIDE: &str = "--practice-inside";
