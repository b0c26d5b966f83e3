use std::path::Path;

use anyhow::Context;
use helper::protocol::Trouble;
use system::sandbox::{Sandbox, Unavailable};

/// Why no sandbox can be had on this machine.
#[derive(Debug, thiserror::Error)]
#[error("Practice cannot be had here: {}", .0.reason.sentence())]
pub struct NoSandbox(Unavailable);

impl NoSandbox {
    /// The same as other troubles are told.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let reason = &self.0.reason;
        Trouble {
            code: reason.code().to_owned(),
            message: format!("{}: {}", reason.sentence(), self.0.observed),
            next: reason.next_step().to_owned(),
        }
    }
}

/// The sandbox in which one practises, with this folder laid over the machine; it was set up once to see that
/// it can be had.
///
/// # Errors
/// [`NoSandbox`] where it cannot be had; or the folder is missing.
pub fn sandbox(layer: Option<&Path>) -> anyhow::Result<Sandbox> {
    let own = std::env::current_exe()?;
    let mut sandbox = Sandbox::new();
    // A program that is installed is seen in there anyway, and its folder shall take the layer's programs.
    if !own.starts_with("/usr") {
        sandbox = sandbox.keep(own.parent().context("this program has no folder")?);
    }
    if let Some(layer) = layer {
        let layer = layer.canonicalize().with_context(|| format!("--layer {}", layer.display()))?;
        sandbox = sandbox.layer(layer);
    }
    sandbox.availability().map_err(NoSandbox)?;
    Ok(sandbox)
}
