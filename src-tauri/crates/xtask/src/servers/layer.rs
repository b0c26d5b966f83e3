//! A folder that is laid over the machine: what packages hold, and what their installation would have added.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::program;

/// Numbers that every Debian has (base-passwd): `www-data`, and the group `adm`, which reads logs.
const WWW_DATA: u32 = 33;
const ADM: u32 = 4;

/// The folder while it is filled.
pub(super) struct Layer {
    root: PathBuf,
}

impl Layer {
    /// Starts with an empty folder, whatever was there.
    pub(super) fn create(root: &Path) -> Result<Self> {
        if root.exists() {
            fs::remove_dir_all(root).with_context(|| root.display().to_string())?;
        }
        let layer = Self { root: root.to_owned() };
        // Where the machine has joined these with `/usr`, packages that still name the old folders must follow.
        for name in ["bin", "lib", "lib64", "sbin"] {
            if Path::new("/").join(name).is_symlink() {
                layer.folder(&format!("usr/{name}"))?;
                layer.link(name, &format!("usr/{name}"))?;
            }
        }
        layer.folder("etc")?;
        layer.folder("var")?;
        Ok(layer)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Unpacks a package's files; none of its scripts runs.
    pub(super) fn unpack(&self, archive: &Path) -> Result<()> {
        let mut reader = Command::new("dpkg-deb");
        reader.arg("--fsys-tarfile").arg(archive).stdout(Stdio::piped());
        program::print(&reader);
        let mut reader = reader.spawn().context("dpkg-deb")?;
        let files = reader.stdout.take().context("the output of dpkg-deb")?;
        let unpacked = Command::new("tar")
            .args(["--extract", "--keep-directory-symlink", "--directory"])
            .arg(&self.root)
            .stdin(files)
            .status()
            .context("tar")?;
        if !reader.wait().context("dpkg-deb")?.success() || !unpacked.success() {
            bail!("{} could not be unpacked", archive.display());
        }
        Ok(())
    }

    pub(super) fn folder(&self, path: &str) -> Result<()> {
        fs::create_dir_all(self.root.join(path)).with_context(|| path.to_owned())
    }

    pub(super) fn link(&self, path: &str, target: &str) -> Result<()> {
        let place = self.root.join(path);
        if place.is_symlink() {
            return Ok(());
        }
        symlink(target, place).with_context(|| path.to_owned())
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<()> {
        fs::write(self.root.join(path), text).with_context(|| path.to_owned())
    }

    pub(super) fn copy(&self, from: &str, to: &str) -> Result<()> {
        fs::copy(self.root.join(from), self.root.join(to)).map(drop).with_context(|| to.to_owned())
    }

    /// An empty log that `www-data` (or root) may write and `adm` may read.
    pub(super) fn log(&self, path: &str, owner: LogOwner) -> Result<()> {
        self.write(path, "")?;
        let place = self.root.join(path);
        fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).with_context(|| path.to_owned())?;
        let owner = match owner {
            LogOwner::Root => 0,
            LogOwner::WwwData => WWW_DATA,
        };
        match chown(&place, Some(owner), Some(ADM)) {
            // A layer that a plain user unpacks is all his own.
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
            changed => changed.with_context(|| path.to_owned()),
        }
    }

    /// What `systemctl enable` does for a unit that belongs to an ordinary start.
    pub(super) fn enable_unit(&self, unit: &str) -> Result<()> {
        let wanted = "etc/systemd/system/multi-user.target.wants";
        self.folder(wanted)?;
        self.link(&format!("{wanted}/{unit}"), &format!("/lib/systemd/system/{unit}"))
    }
}

/// Who writes a log.
#[derive(Clone, Copy)]
pub(super) enum LogOwner {
    Root,
    WwwData,
}
