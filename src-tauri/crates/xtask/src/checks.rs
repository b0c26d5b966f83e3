//! `cargo xtask test`.

use anyhow::Result;

use crate::{debian, program, project, servers};

/// Runs every check. The summary of the tests is the last thing printed.
pub(crate) fn run() -> Result<()> {
    debian::install_tools()?;
    debian::install_cargo_tools()?;
    let layer = servers::unpacked()?;
    let checks: [&[&str]; 5] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        &["test", "--quiet", "--workspace", "--doc"],
        // The tests on real servers run the programs themselves.
        &["build", "--package", "cli", "--package", "helper", "--bins"],
        &["nextest", "run", "--workspace"],
    ];
    checks.iter().try_for_each(|arguments| {
        program::run(project::cargo().args(*arguments).env(project::SERVERS, &layer))
    })
}
