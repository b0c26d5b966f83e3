//! What the unpacked servers were made from: while nothing of it changed, they are used again.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Context, Result};

use super::Base;
use super::apt::Package;

/// Rises when the layer is made in another way than before.
const FORMAT: &str = "layer 2";

/// The content of the stamp file.
pub(super) struct Stamp {
    /// State of the machine's package database; see [`installed_packages`].
    pub(super) installed: String,
    pub(super) packages: Vec<Package>,
}

impl Stamp {
    /// `None` where there is none, or one of another format.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let mut lines = text.lines();
        lines.next().filter(|format| *format == FORMAT)?;
        let installed = lines.next()?.to_owned();
        let packages = lines.map(Package::from_line).collect::<Option<_>>()?;
        Some(Self { installed, packages })
    }

    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let packages = self.packages.iter().map(Package::to_line);
        let lines = [FORMAT.to_owned(), self.installed.clone()].into_iter().chain(packages);
        fs::write(path, lines.flat_map(|line| [line, "\n".to_owned()]).collect::<String>())
            .with_context(|| path.display().to_string())
    }
}

/// Changes whenever a package is installed or removed on the machine: then other packages may be missing.
pub(super) fn installed_packages(base: Base) -> Result<String> {
    match base {
        Base::Machine => on_the_machine(),
        Base::Nothing => Ok("nothing".into()),
    }
}

fn on_the_machine() -> Result<String> {
    let path = super::dpkg_status::MACHINE;
    let status = fs::metadata(path).with_context(|| format!("{path}: is this a Debian or Ubuntu?"))?;
    Ok(format!("dpkg status of {} bytes, written at {}", status.len(), status.mtime()))
}
