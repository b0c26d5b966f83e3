//! `cargo xtask test`.

use anyhow::Result;

use crate::releases::{self, Prepared};
use crate::{debian, page, program, project, servers};

/// For how long each reader of a dialect is given mutated files; less where nobody sets it.
const FUZZ_SECONDS: &str = "JELLYFIN_PROXY_FUZZ_SECONDS";

/// Runs every check. The summary of the tests, and on which servers they ran, is the last thing printed.
pub(crate) fn run() -> Result<()> {
    debian::install_tools()?;
    debian::install_cargo_tools()?;
    let release = debian::release()?;
    page::build()?;
    page::test()?;
    let prepared = Prepared::of(&releases::around(&release));
    prepared.demand(&release)?;
    servers::unpacked_firewalls()?;
    let fuzz_seconds = std::env::var(FUZZ_SECONDS).unwrap_or_else(|_| "60".to_owned());
    let checks: [&[&str]; 5] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        &["test", "--quiet", "--workspace", "--doc"],
        // The tests on real servers run the programs themselves.
        &["build", "--package", "cli", "--package", "helper", "--bins"],
        &["nextest", "run", "--workspace"],
    ];
    let outcome = checks.iter().try_for_each(|arguments| {
        let mut cargo = project::cargo();
        cargo.args(*arguments).env(FUZZ_SECONDS, &fuzz_seconds);
        program::run(prepared.environment(&mut cargo))
    });
    prepared.report()?;
    outcome
}
