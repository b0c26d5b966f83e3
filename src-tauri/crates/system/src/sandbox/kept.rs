//! What stays visible and writable at its own path.

use std::fs;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::CWD;
use rustix::mount::{MoveMountFlags, OpenTreeFlags, move_mount, open_tree};

use super::error::{Failing, SetupError, SetupStep};

/// A folder or file of the machine, detached from the mounts before these become read-only or go.
pub(super) struct Kept {
    path: PathBuf,
    tree: OwnedFd,
}

impl Kept {
    pub(super) fn detach(path: &Path) -> Result<Self, SetupError> {
        let how = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC;
        let tree = open_tree(CWD, path, how | OpenTreeFlags::AT_RECURSIVE).failing(SetupStep::Keep, path)?;
        Ok(Self { path: path.to_owned(), tree })
    }

    /// Shows a folder at its own path below this one.
    pub(super) fn show_folder(&self, below: &Path) -> Result<(), SetupError> {
        let place = self.place(below);
        fs::create_dir_all(&place).failing(SetupStep::Keep, &place)?;
        self.show(&place)
    }

    /// The same for what is no folder, in a folder that is there.
    pub(super) fn show_file(&self, below: &Path) -> Result<(), SetupError> {
        let place = self.place(below);
        fs::File::create(&place).failing(SetupStep::Keep, &place)?;
        self.show(&place)
    }

    fn place(&self, below: &Path) -> PathBuf {
        below.join(self.path.strip_prefix("/").unwrap_or(&self.path))
    }

    fn show(&self, place: &Path) -> Result<(), SetupError> {
        move_mount(&self.tree, "", CWD, place, MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH)
            .failing(SetupStep::Keep, place)
    }
}
