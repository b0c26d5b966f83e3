//! The desktop application: built, opened and tested.

use std::process::Command;

use anyhow::Result;

use crate::releases::Prepared;
use crate::{debian, page, program, project, servers};

const APPLICATION: &str = "jellyfin-proxy-wizard";
/// The programs that belong to it, by their packages.
const PROGRAMS: [&str; 7] = ["--package", APPLICATION, "--package", "cli", "--package", "helper", "--bins"];

/// Whether a window can be opened here.
pub(crate) fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|at| !at.is_empty()))
}

/// Builds the application and opens it in a practice run, with every server that it knows.
pub(crate) fn open() -> Result<()> {
    debian::install_for_desktop()?;
    page::build()?;
    let layer = servers::unpacked()?;
    program::run(project::cargo().args(["build", "--release"]).args(PROGRAMS))?;
    let mut wizard = Command::new(project::target().join("release").join(APPLICATION));
    // Nothing real is touched, so it may be root who looks at it.
    wizard.env("JELLYFIN_PROXY_WIZARD_AS_ROOT", "1");
    program::run(wizard.args(["--practice", "--layer"]).arg(&layer))
}

/// Drives the application in its real window. What was seen is kept in `target/debug/pictures`.
pub(crate) fn test(prepared: &Prepared) -> Result<()> {
    debian::install_display()?;
    servers::unpacked_polkit()?;
    program::run(project::cargo().arg("build").args(PROGRAMS))?;
    // Those of the packages need packages.
    let tests = ["nextest", "run", "--package", APPLICATION, "--package", "desktop-tests"];
    let tests = tests.into_iter().chain(["--filterset", "not (package(desktop-tests) & binary(package))"]);
    program::run(prepared.environment(project::cargo().args(tests)))
}
