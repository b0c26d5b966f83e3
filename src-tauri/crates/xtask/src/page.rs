//! The wizard's page: built and tested by Node's tools.

use std::process::Command;

use anyhow::{Result, bail};

use crate::releases::Prepared;
use crate::{program, project};

/// The variable by which the walk learns which program serves the page.
const PROGRAM: &str = "JELLYFIN_PROXY";

/// Builds the page, which the programs show; its tools come by the lock file.
pub(crate) fn build() -> Result<()> {
    install()?;
    program::run(npm().args(["run", "build"]))
}

/// Checks its types and runs its tests.
pub(crate) fn test() -> Result<()> {
    program::run(npm().args(["run", "check"]))?;
    program::run(npm().args(["run", "test"]))
}

/// Walks through it in a browser: in practice runs on real servers, and in every state that was recorded.
pub(crate) fn walk(prepared: &Prepared) -> Result<()> {
    program::run(npm().args(["run", "storyboard"]))?;
    program::run(
        prepared.environment(
            npm().args(["run", "e2e"]).env(PROGRAM, project::target().join("debug/jellyfin-proxy")),
        ),
    )
}

fn install() -> Result<()> {
    if !program::exists("npm") {
        bail!("the wizard's page is built with Node 20.19 or newer and npm, which are missing");
    }
    // Debian's browser is taken: none is downloaded.
    program::run(npm().env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").args(["ci", "--no-audit", "--no-fund"]))
}

fn npm() -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(project::root().join("ui"));
    npm
}
