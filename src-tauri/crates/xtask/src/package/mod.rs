//! `cargo xtask package`: a .deb and an .rpm of everything, from one tree of files.

mod deb;
mod made;
mod profile;
mod rpm;
mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{debian, page, program, project, servers};
use made::Made;
use profile::Profile;

/// The package's name.
const NAME: &str = "jellyfin-proxy-wizard";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const SUMMARY: &str = "Puts Jellyfin behind the web server of this computer";
const MAINTAINER: &str =
    "Jellyfin Proxy Wizard maintainers <maintainers@users.noreply.r-seed-2c7924f7.example>";

/// What is wanted beside the packages.
#[derive(clap::Args)]
pub(crate) struct Choice {
    /// Install the .deb in a clean Debian, in a sandbox, and try it there
    #[arg(long)]
    test: bool,
    /// Package the programs as the tests build them: large, and made at once
    #[arg(long)]
    debug: bool,
}

/// What the tests install beside the package, once it was seen to need nothing more.
const COMPANIONS: &str = include_str!("../../../../../tests/desktop/package/companions");

/// Builds both, says where they are, and tries them where that is wanted.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    let made = from_the_start(if choice.debug { Profile::Debug } else { Profile::Release })?;
    if choice.test { try_out(&made) } else { Ok(()) }
}

/// Builds both for users; the one for Debian comes back.
pub(crate) fn shipped() -> Result<PathBuf> {
    Ok(from_the_start(Profile::Release)?.deb)
}

/// Tries packages of the programs that the tests have built.
pub(crate) fn test() -> Result<()> {
    debian::install_packagers()?;
    try_out(&make(Profile::Debug)?)
}

fn from_the_start(profile: Profile) -> Result<Made> {
    debian::install_tools()?;
    debian::install_for_desktop()?;
    debian::install_packagers()?;
    page::build()?;
    make(profile)
}

fn make(profile: Profile) -> Result<Made> {
    profile.build()?;
    Made::with(profile)
}

/// Installs the .deb in a clean Debian and does there what its users do; looks at the .rpm.
fn try_out(made: &Made) -> Result<()> {
    if !debian::is_root()? {
        println!("The packages were NOT TRIED: only root can install them in a clean Debian.");
        return Ok(());
    }
    debian::install_cargo_tools()?;
    debian::install_bootstrap()?;
    let clean = servers::clean_debian(&made.deb, &COMPANIONS.split_whitespace().collect::<Vec<_>>())?;
    let mut tests = project::cargo();
    tests.args(["nextest", "run", "--package", "desktop-tests", "--test", "package"]);
    program::run(tests.env(project::PACKAGES, &made.folder).env(project::SERVERS, clean))
}

/// The time of the latest commit: the same sources make the same package.
fn source_date() -> Result<String> {
    latest_commit("%ct")
}

/// What git says of it in this format.
fn latest_commit(format: &str) -> Result<String> {
    let format = format!("--format={format}");
    let said = program::read(Command::new("git").current_dir(project::root()).args(["log", "-1", &format]))?;
    Ok(said.trim().to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    std::fs::write(path, text).with_context(|| path.display().to_string())
}
