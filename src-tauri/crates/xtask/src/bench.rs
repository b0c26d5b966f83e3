//! `cargo xtask bench`.

use std::ffi::OsString;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::releases::Prepared;
use crate::{debian, package, program, project, servers};

/// The part whose rows are those of the test `limits`.
const LIMITS: &str = "limits";

/// The part that opens the desktop application.
const DESKTOP: &str = "desktop";

/// Builds the bench and the product, which it runs, as they would be shipped, and runs it on the unpacked servers.
pub(crate) fn run(arguments: &[OsString]) -> Result<()> {
    debian::install_tools()?;
    if arguments.first().is_some_and(|part| part == LIMITS) {
        return limits(&arguments[1..]);
    }
    if arguments.first().is_some_and(|part| part == DESKTOP) {
        return desktop(&arguments[1..]);
    }
    let layers = [servers::unpacked()?, servers::unpacked_for_bench()?];
    program::run(project::cargo().args(["build", "--release", "--package", "cli", "--package", "helper"]))?;
    program::run(project::cargo().args(["build", "--profile", "load", "--package", "bench"]))?;
    // Beside the product, which it runs.
    let program = project::target().join("release/bench");
    fs::copy(project::target().join("load/bench"), &program).context("the bench")?;
    let mut bench = Command::new(program);
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

/// What the desktop application takes as it would be shipped, from its package.
fn desktop(further: &[OsString]) -> Result<()> {
    let package = package::shipped()?;
    debian::install_display()?;
    let prepared = Prepared::of(&[&debian::release()?]);
    let bench = ["bench", "--quiet", "--package", "desktop-tests", "--bench", "figures", "--", "--package"];
    let mut cargo = project::cargo();
    program::run(prepared.environment(cargo.args(bench).arg(package).args(further)))
}
