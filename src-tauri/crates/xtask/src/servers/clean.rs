//! A whole Debian of this machine's release with nothing in it but what every Debian has, and apt: for packages to be
//! installed in. What they will need is fetched beforehand, so that this is done without a network.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Base;
use super::apt::{self, Apt};
use super::stamp::Stamp;
use crate::{debian, program, project};

/// The folder with that Debian, made if need be; in it lie the archives with which `package` can be installed, and
/// after it the others by their names.
pub(crate) fn clean_debian(package: &Path, others: &[&str]) -> Result<PathBuf> {
    let release = debian::release()?;
    let folder = project::target().join("servers").join(&release);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let lock = File::create(folder.join("clean.lock")).context("the lock of the clean Debian")?;
    lock.lock().context("waiting for another run that makes it")?;

    let clean = Clean { root: folder.join("clean"), folder, release };
    if !clean.is_made() {
        clean.make()?;
    } else if clean.fetch(package, others).is_ok() {
        return Ok(clean.root);
    } else {
        // Its index names packages that the mirror has newer ones of.
        clean.make()?;
    }
    clean.fetch(package, others)?;
    Ok(clean.root)
}

struct Clean {
    release: String,
    folder: PathBuf,
    root: PathBuf,
}

impl Clean {
    fn stamp(&self) -> PathBuf {
        self.folder.join("clean.stamp")
    }

    fn is_made(&self) -> bool {
        Stamp::read(&self.stamp()).is_some() && self.root.is_dir()
    }

    /// Beside its place, so that an interrupted run never leaves half of one there.
    fn make(&self) -> Result<()> {
        let unfinished = self.root.with_extension("new");
        for old in [&unfinished, &self.root] {
            if old.exists() {
                fs::remove_dir_all(old).with_context(|| old.display().to_string())?;
            }
        }
        let settings = self.folder.join("clean.acquire");
        fs::write(&settings, apt::acquire()?).with_context(|| settings.display().to_string())?;
        let sources =
            Apt::prepare(&self.folder.join("clean.apt"), &self.release, Base::Nothing)?.sources()?;
        let mut bootstrap = Command::new("mmdebstrap");
        // With its index: apt is to be of use there without a network.
        bootstrap.args(["--quiet", "--mode=root", "--variant=apt", "--skip=cleanup/apt/lists"]);
        bootstrap.arg(format!("--aptopt={}", settings.display()));
        // Nothing of it has to outlive a power failure.
        bootstrap.arg("--dpkgopt=force-unsafe-io");
        program::run(bootstrap.arg(&self.release).arg(&unfinished).args(sources))?;
        fs::rename(&unfinished, &self.root).with_context(|| self.root.display().to_string())?;
        Stamp { installed: "nothing".into(), packages: Vec::new() }.write(&self.stamp())
    }

    /// First what the package needs by itself: among others apt may choose other packages.
    fn fetch(&self, package: &Path, others: &[&str]) -> Result<()> {
        self.download(package, &[])?;
        self.download(package, others)
    }

    fn download(&self, package: &Path, others: &[&str]) -> Result<()> {
        let configuration = self.folder.join("clean.conf");
        let root = self.root.display();
        let own = format!(
            "Dir \"{root}\";\nDir::State::status \"{root}/var/lib/dpkg/status\";\nAPT::Sandbox::User \"\";\n"
        );
        fs::write(&configuration, apt::acquire()? + &own)?;
        let mut apt = Command::new("apt-get");
        apt.env("APT_CONFIG", &configuration).env("LC_ALL", "C");
        apt.args(["install", "--yes", "--quiet=2", "--no-install-recommends", "--download-only"]);
        program::run(apt.arg(package).args(others))
    }
}
