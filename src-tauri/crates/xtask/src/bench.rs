//! `cargo xtask bench`.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;

use crate::{debian, program, project, servers};

/// Builds the bench and the product, which it runs, as they would be shipped, and runs it on the unpacked servers.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    debian::install_tools()?;
    let layers = [servers::unpacked()?, servers::unpacked_for_bench()?];
    let programs = ["--package", "bench", "--package", "cli", "--package", "helper"];
    program::run(project::cargo().args(["build", "--release"]).args(programs))?;
    let mut bench = Command::new(project::target().join("release/bench"));
    // After the arguments, which may begin with the word of one part.
    program::run(bench.args(arguments).arg("--layer").arg(&layers[0]).arg("--layer").arg(&layers[1]))
}
