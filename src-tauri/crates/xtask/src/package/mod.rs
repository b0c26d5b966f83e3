//! `cargo xtask package`: a .deb and an .rpm of everything, from one tree of files.

mod deb;
mod rpm;
mod tree;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{debian, page, program, project};
use tree::Tree;

/// The package's name.
const NAME: &str = "jellyfin-proxy-wizard";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const SUMMARY: &str = "Puts Jellyfin behind the web server of this computer";
const MAINTAINER: &str =
    "Jellyfin Proxy Wizard maintainers <maintainers@users.noreply.r-seed-2c7924f7.example>";

/// Builds both, and says where they are.
pub(crate) fn run() -> Result<()> {
    debian::install_tools()?;
    debian::install_for_desktop()?;
    debian::install_packagers()?;
    page::build()?;
    let programs = ["--package", NAME, "--package", "cli", "--package", "helper", "--bins"];
    program::run(project::cargo().args(["build", "--release"]).args(programs))?;
    let folder = project::target().join("package");
    let tree = Tree::lay_out(&folder)?;
    for package in [deb::build(&tree, &folder)?, rpm::build(&tree, &folder)?] {
        let size = std::fs::metadata(&package).with_context(|| package.display().to_string())?.len();
        println!("{} ({:.1} MB)", package.display(), megabytes(size));
    }
    println!("Installed: {:.1} MB, without WebKitGTK", megabytes(tree.size()?));
    Ok(())
}

fn megabytes(bytes: u64) -> f64 {
    // Far below what a float holds exactly.
    bytes as f64 / 1e6
}

/// The time of the latest commit: the same sources make the same package.
fn source_date() -> Result<String> {
    let time =
        program::read(Command::new("git").current_dir(project::root()).args(["log", "-1", "--format=%ct"]))?;
    Ok(time.trim().to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    std::fs::write(path, text).with_context(|| path.display().to_string())
}
