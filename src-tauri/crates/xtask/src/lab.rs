//! `cargo xtask lab`.

use anyhow::Result;

use crate::releases::{Prepared, RELEASES};
use crate::{debian, program, project};

/// What is to be tried; everything, unless something is named.
#[derive(clap::Args)]
pub(crate) struct Choice {
    /// A Debian release by its name, such as trixie
    #[arg(long)]
    release: Option<String>,
    /// A proxy: nginx, apache or haproxy
    #[arg(long)]
    proxy: Option<String>,
}

/// Sets the product up on each release's servers in every situation, as far as the releases can be had.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    debian::install_tools()?;
    debian::install_cargo_tools()?;
    let wanted = choice.release.as_deref().map_or(RELEASES.to_vec(), |release| vec![release]);
    let prepared = Prepared::of(&wanted);
    if let Some(release) = &choice.release {
        prepared.demand(release)?;
    }
    let programs = ["--package", "cli", "--package", "helper", "--bins"];
    program::run(project::cargo().arg("build").args(programs))?;
    let tests = match &choice.proxy {
        Some(proxy) => format!("test(/^lab::{proxy}_/)"),
        None => "test(/^lab::/)".to_owned(),
    };
    let mut lab = project::cargo();
    lab.args(["nextest", "run", "--package", "tests", "--test", "real", "--filterset", &tests]);
    let outcome = program::run(prepared.environment(&mut lab));
    prepared.report()?;
    outcome
}
