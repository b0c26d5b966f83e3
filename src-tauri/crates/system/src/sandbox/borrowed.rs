//! A plain user's view. Files of the machine's root belong to nobody in his namespace: he can neither write nor move
//! them, nor add files to their folders, not even in an overlay. So folders are made anew as his own above the machine's
//! files, small configuration is copied, and what he may not read is hidden instead of refused.

use std::fs;
use std::path::{Path, PathBuf};

use super::availability::Kind;
use super::error::{Failing, SetupError, SetupStep};
use super::mountinfo::Mount;
use super::overlay::{Held, Staging, bind, overlay};
use super::tree;

/// The machine's logs stay out of sight: servers append to theirs, which only a copy would allow.
const LOGS: &str = "/var/log";

/// The machine's folders, opened before anything hides them.
pub(super) struct Borrowed {
    etc: Held,
    usr: Held,
    var: Held,
    /// Points below `/var`. The kernel lets a plain user lay nothing over a folder that has one.
    mounted: Vec<PathBuf>,
}

impl Borrowed {
    pub(super) fn open(mounts: &[Mount]) -> Result<Self, SetupError> {
        let open = |path: &str| Held::open(Path::new(path)).failing(SetupStep::Mounts, path);
        let below_var = mounts.iter().filter(|mount| mount.is_below(Path::new("/var")));
        Ok(Self {
            etc: open("/etc")?,
            usr: open("/usr")?,
            var: open("/var")?,
            mounted: below_var.map(|mount| mount.point.clone()).collect(),
        })
    }

    pub(super) fn lay(&self, layers: &[Held], staging: &Staging) -> Result<(), SetupError> {
        let etc = Path::new("/etc");
        let copy = staging.folder()?;
        tree::copy(&self.etc.path(), &copy).failing(SetupStep::Copy, etc)?;
        copy_layers(layers, etc, &copy)?;
        bind(&copy, etc)?;

        let mut programs: Vec<PathBuf> =
            layers.iter().map(|layer| layer.path().join("usr")).filter(|path| path.is_dir()).collect();
        if !programs.is_empty() {
            programs.push(self.usr.path());
            overlay(Path::new("/usr"), &programs, None, Kind::UserNamespace)?;
        }
        self.lay_folder(Path::new("/var"), &self.var.path(), layers, staging)
    }

    fn lay_folder(
        &self,
        path: &Path,
        machine: &Path,
        layers: &[Held],
        staging: &Staging,
    ) -> Result<(), SetupError> {
        if path == Path::new(LOGS) {
            empty(path, machine, layers, staging)
        } else if self.mounted.iter().any(|point| point != path && point.starts_with(path)) {
            self.split(path, machine, layers, staging)
        } else {
            lay_overlay(path, machine, layers, staging)
        }
    }

    /// Makes the folder anew and lays over its subfolders one by one.
    fn split(
        &self,
        path: &Path,
        machine: &Path,
        layers: &[Held],
        staging: &Staging,
    ) -> Result<(), SetupError> {
        let folder = staging.folder()?;
        let subfolders = tree::copy_top(machine, &folder).failing(SetupStep::Copy, path)?;
        copy_layers(layers, path, &folder)?;
        bind(&folder, path)?;
        for name in subfolders {
            let (below, original) = (path.join(&name), machine.join(&name));
            if self.mounted.contains(&below) {
                bind(&original, &below)?;
            } else {
                self.lay_folder(&below, &original, layers, staging)?;
            }
        }
        Ok(())
    }
}

fn lay_overlay(path: &Path, machine: &Path, layers: &[Held], staging: &Staging) -> Result<(), SetupError> {
    let upper = staging.folder()?;
    let logs = Path::new(LOGS).strip_prefix(path).ok();
    let closed = tree::own_folders(machine, &upper, logs).failing(SetupStep::Copy, path)?;
    copy_layers(layers, path, &upper)?;
    overlay(path, &[machine.to_owned()], Some((&upper, staging)), Kind::UserNamespace)?;
    closed.iter().try_for_each(|name| empty(&path.join(name), &machine.join(name), layers, staging))
}

/// Covers a folder with one that has its subfolders, as far as they can be seen, and none of its files.
fn empty(path: &Path, machine: &Path, layers: &[Held], staging: &Staging) -> Result<(), SetupError> {
    let cover = staging.folder()?;
    tree::folders(machine, &cover).failing(SetupStep::Copy, path)?;
    copy_layers(layers, path, &cover)?;
    bind(&cover, path)
}

/// Copies what the layers have at `path`, the first one last: it wins.
fn copy_layers(layers: &[Held], path: &Path, to: &Path) -> Result<(), SetupError> {
    let inside = path.strip_prefix("/").unwrap_or(path);
    for layer in layers.iter().rev() {
        let from = layer.path().join(inside);
        if fs::metadata(&from).is_ok_and(|found| found.is_dir()) {
            tree::copy(&from, to).failing(SetupStep::Copy, path)?;
        }
    }
    Ok(())
}
