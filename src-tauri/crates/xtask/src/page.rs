//! The wizard's page: built and tested by Node's tools.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{program, project};

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

fn install() -> Result<()> {
    if !program::exists("npm") {
        bail!("the wizard's page is built with Node 20.19 or newer and npm, which are missing");
    }
    program::run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

fn npm() -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(project::root().join("ui"));
    npm
}
