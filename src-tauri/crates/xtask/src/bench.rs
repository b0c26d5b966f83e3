//! `cargo xtask bench`.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{debian, program, project, servers};

/// The part whose rows are those of the test `limits`.
const LIMITS: &str = "limits";

/// Builds the bench and the product, which it runs, as they would be shipped, and runs it on the unpacked servers.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    debian::install_tools()?;
    if arguments.first().is_some_and(|part| part == LIMITS) {
        return limits(&arguments[1..]);
    }
    let layers = [servers::unpacked()?, servers::unpacked_for_bench()?];
    let programs = ["--package", "bench", "--package", "cli", "--package", "helper"];
    program::run(project::cargo().args(["build", "--release"]).args(programs))?;
    let mut bench = Command::new(project::target().join("release/bench"));
    // After the arguments, which may begin with the word of one part.
    program::run(bench.args(arguments).arg("--layer").arg(&layers[0]).arg("--layer").arg(&layers[1]))
}

/// What hostile configurations cost the product as it would be shipped: the tests' own table, measured.
fn limits(further: &[OsString]) -> Result<()> {
    if let Some(unknown) = further.first() {
        bail!("bench {LIMITS} takes no arguments, and was given {}", unknown.display());
    }
    program::run(project::cargo().args(["build", "--release", "--package", "cli", "--bins"]))?;
    let test = ["test", "--quiet", "--package", "tests", "--test", LIMITS, "--", "--table"];
    program::run(project::cargo().args(test).arg(project::target().join("release/jellyfin-proxy")))
}
