use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::profile::Profile;
use super::tree::{PROGRAMS, Tree};
use super::{MAINTAINER, NAME, SUMMARY, VERSION, source_date, write};
use crate::{program, project};

/// What the programs start, beside the libraries that they say themselves. Before Debian 12 one package had it all.
const STARTS: &str = "polkitd | policykit-1, pkexec | policykit-1";

const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];

/// Makes the package for Debian and its kin.
pub(super) fn build(tree: &Tree, folder: &Path, profile: Profile) -> Result<PathBuf> {
    let architecture = program::read(Command::new("dpkg").arg("--print-architecture"))?.trim().to_owned();
    let scripts = tree.root().join("DEBIAN");
    write(&scripts.join("control"), &control(tree, folder, &architecture)?)?;
    for script in SCRIPTS {
        let source = project::root().join("packaging/debian").join(script);
        // The copy has the mode of the source: it can be run.
        fs::copy(&source, scripts.join(script)).with_context(|| source.display().to_string())?;
    }
    write(&scripts.join("md5sums"), &sums(tree)?)?;
    let package = folder.join(format!("{NAME}_{VERSION}_{architecture}.deb"));
    let mut dpkg = Command::new("dpkg-deb");
    dpkg.env("SOURCE_DATE_EPOCH", source_date()?);
    // What is only tried here need not be small.
    let compression: &[&str] = match profile {
        Profile::Release => &["-Zxz"],
        Profile::Debug => &["-Zgzip", "-z1"],
    };
    dpkg.arg("--root-owner-group").args(compression).arg("--build").arg(tree.root()).arg(&package);
    let built = program::run(&mut dpkg);
    // The tree is also what the other package is made of.
    fs::remove_dir_all(&scripts).with_context(|| scripts.display().to_string())?;
    built.map(|()| package)
}

fn control(tree: &Tree, folder: &Path, architecture: &str) -> Result<String> {
    let size = tree.size()?.div_ceil(1024);
    let libraries = libraries(tree, folder)?;
    Ok(format!(
        "Package: {NAME}\n\
         Version: {VERSION}\n\
         Architecture: {architecture}\n\
         Maintainer: {MAINTAINER}\n\
         Installed-Size: {size}\n\
         Depends: {libraries}, {STARTS}\n\
         Suggests: nginx | apache2 | haproxy\n\
         Section: net\n\
         Priority: optional\n\
         Description: {SUMMARY}\n \
         A wizard that puts a Jellyfin media server behind the nginx, Apache or HAProxy\n \
         that is already there: it shows what will change, changes it in one\n \
         transaction, looks at the result as a visitor would, and can undo all of it.\n"
    ))
}

/// By what `dpkg --verify` sees that a file was changed since.
fn sums(tree: &Tree) -> Result<String> {
    let mut sums = Command::new("md5sum");
    sums.current_dir(tree.root());
    for file in tree.files()? {
        // DEBIAN is no part of what is installed.
        let place = file.strip_prefix(tree.root())?;
        if !place.starts_with("DEBIAN") {
            sums.arg(place);
        }
    }
    program::read(&mut sums)
}

/// What has the libraries that the programs are linked with, as dpkg knows it.
fn libraries(tree: &Tree, folder: &Path) -> Result<String> {
    // It wants to stand beside a source package.
    write(
        &folder.join("debian/control"),
        &format!("Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n"),
    )?;
    let mut shlibdeps = Command::new("dpkg-shlibdeps");
    shlibdeps.current_dir(folder).arg("-O");
    for (_, place) in PROGRAMS {
        shlibdeps.arg(tree.root().join(place));
    }
    let found = program::read(&mut shlibdeps)?;
    let depends = found.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    depends.map(str::to_owned).context("dpkg-shlibdeps found no libraries")
}
