//! `cargo xtask bench`.

use std::ffi::OsString;

use anyhow::Result;

use crate::{debian, program, project, servers};

/// Builds the bench as it would be shipped, and runs it on the unpacked servers.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    debian::install_tools()?;
    let layer = servers::unpacked()?;
    program::run(
        project::cargo()
            .args(["run", "--release", "--package", "bench", "--", "--layer"])
            .arg(layer)
            .args(arguments),
    )
}
