use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::profile::Profile;
use super::tree::Tree;
use super::{NAME, SUMMARY, VERSION, source_date, write};
use crate::program;

/// Said when it is removed from a machine that something was set up on.
const TO_UNDO: &str = "if [ -d /var/lib/jellyfin-proxy ]; then\n\
    echo 'What was set up stays and works. To take it back: install this package again, then: jellyfin-proxy undo'\n\
    fi";

/// Makes the package for Fedora and its kin; the libraries that the programs need, rpmbuild finds itself.
pub(super) fn build(tree: &Tree, folder: &Path, profile: Profile) -> Result<PathBuf> {
    let spec = folder.join(format!("{NAME}.spec"));
    write(&spec, &specification(tree)?)?;
    let output = folder.join("rpm");
    let mut rpmbuild = Command::new("rpmbuild");
    rpmbuild.env("SOURCE_DATE_EPOCH", source_date()?);
    rpmbuild
        .args(["-bb", "--quiet", "--define"])
        .arg(format!("_topdir {}", folder.join("rpmbuild").display()));
    rpmbuild.arg("--define").arg(format!("_rpmdir {}", output.display()));
    rpmbuild.arg("--define").arg(format!("tree {}", tree.root().display()));
    if profile == Profile::Debug {
        // What is only tried here need not be small.
        rpmbuild.args(["--define", "_binary_payload w1.gzdio"]);
    }
    program::run(rpmbuild.arg(&spec))?;
    let folders = std::fs::read_dir(&output).with_context(|| output.display().to_string())?;
    let packages = folders.flatten().filter_map(|folder| std::fs::read_dir(folder.path()).ok());
    let mut found = packages.flatten().flatten().map(|entry| entry.path());
    let is_this = |path: &PathBuf| path.display().to_string().contains(&format!("{NAME}-{VERSION}-"));
    found.find(is_this).context("rpmbuild made no package")
}

fn specification(tree: &Tree) -> Result<String> {
    let mut files = String::new();
    for file in tree.files()? {
        let place = file.strip_prefix(tree.root())?.display().to_string();
        files += &format!("/{}\n", place.replace("zsh/vendor-completions", "zsh/site-functions"));
    }
    Ok(format!(
        "Name: {NAME}\n\
         Version: {VERSION}\n\
         Release: 1\n\
         Summary: {SUMMARY}\n\
         License: MIT OR Apache-2.0\n\
         Requires: polkit\n\
         %global debug_package %{{nil}}\n\
         %global __os_install_post %{{nil}}\n\
         %global _build_id_links none\n\
         %global clamp_mtime_to_source_date_epoch 1\n\
         %global use_source_date_epoch_as_buildtime 1\n\
         %description\n\
         A wizard that puts a Jellyfin media server behind the nginx, Apache or HAProxy\n\
         that is already there: it shows what will change, changes it in one\n\
         transaction, looks at the result as a visitor would, and can undo all of it.\n\
         %install\n\
         mkdir -p %{{buildroot}}\n\
         cp -a %{{tree}}/. %{{buildroot}}/\n\
         mv %{{buildroot}}/usr/share/zsh/vendor-completions %{{buildroot}}/usr/share/zsh/site-functions\n\
         %post\n\
         if [ $1 = 1 ]; then systemctl enable --quiet jellyfin-proxy-recover.service || :; fi\n\
         %preun\n\
         if [ $1 = 0 ]; then\n\
         systemctl disable --quiet jellyfin-proxy-recover.service || :\n\
         {TO_UNDO}\n\
         fi\n\
         %files\n\
         {files}"
    ))
}
