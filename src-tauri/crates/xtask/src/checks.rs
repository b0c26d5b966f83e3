//! `cargo xtask test`.

use anyhow::Result;

use crate::releases::{self, Prepared};
use crate::{debian, desktop, fuzz, package, page, program, project, servers};

/// For how long each reader of a dialect is given grown files.
const FUZZED: fuzz::Choice = fuzz::Choice { seconds: 60, proxy: None };

/// Runs every check. The summary of the tests, and on which servers they ran, is the last thing printed.
pub(crate) fn run() -> Result<()> {
    debian::install_tools()?;
    debian::install_browser()?;
    debian::install_for_desktop()?;
    debian::install_cargo_tools()?;
    let release = debian::release()?;
    page::build()?;
    page::test()?;
    let prepared = Prepared::of(&releases::around(&release));
    prepared.demand(&release)?;
    servers::unpacked_firewalls()?;
    servers::unpacked_modules()?;
    let checks: [&[&str]; 5] = [
        &["fmt", "--all", "--check"],
        &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"],
        &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        // From here on without the desktop, whose libraries would have everything built in another way.
        &["test", "--quiet", "--doc"],
        // The tests on real servers run the programs themselves.
        &["build", "--package", "cli", "--package", "helper", "--bins"],
    ];
    let cargo = |arguments: &[&str]| {
        let mut cargo = project::cargo();
        cargo.args(arguments);
        program::run(prepared.environment(&mut cargo))
    };
    let outcome = checks
        .iter()
        .try_for_each(|arguments| cargo(arguments))
        .and_then(|()| fuzz::run(&FUZZED))
        .and_then(|()| cargo(&["nextest", "run"]))
        .and_then(|()| page::walk(&prepared))
        .and_then(|()| desktop::test(&prepared))
        .and_then(|()| package::test());
    prepared.report()?;
    outcome
}
