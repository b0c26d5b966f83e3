//! Overlays and binds whose sources are held open, so that nothing mounted meanwhile can hide them.

use std::cell::Cell;
use std::ffi::{CStr, CString};
use std::fs;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use rustix::mount::{MountFlags, UnmountFlags, mount, mount_bind_recursive, unmount};

use super::availability::Kind;
use super::error::{Failing, SetupError, SetupStep};

/// A folder or file that stays reachable when something is mounted over its path.
#[derive(Debug)]
pub(super) struct Held(OwnedFd);

impl Held {
    pub(super) fn open(path: &Path) -> Result<Self, rustix::io::Errno> {
        open(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).map(Self)
    }

    /// Where it can be reached now. It holds no character that an overlay's option list would take for its own.
    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}", self.0.as_raw_fd()))
    }
}

/// Memory in which overlays keep what is written. It is reachable only while the sandbox is set up.
#[derive(Debug)]
pub(super) struct Staging {
    next: Cell<u32>,
}

/// A place that every machine has, and whose own files the sandbox hides in any case.
const STAGING: &str = "/tmp";

impl Staging {
    pub(super) fn mount() -> Result<Self, SetupError> {
        memory(STAGING, c"mode=0755")?;
        Ok(Self { next: Cell::new(0) })
    }

    /// A new, empty folder.
    pub(super) fn folder(&self) -> Result<PathBuf, SetupError> {
        let number = self.next.get();
        self.next.set(number + 1);
        let path = Path::new(STAGING).join(number.to_string());
        fs::DirBuilder::new().mode(0o755).create(&path).failing(SetupStep::Memory, &path)?;
        Ok(path)
    }

    /// What was mounted from it stays.
    pub(super) fn leave(self) -> Result<(), SetupError> {
        unmount(STAGING, UnmountFlags::DETACH).failing(SetupStep::Memory, STAGING)
    }
}

/// Mounts an empty folder in memory.
pub(super) fn memory(target: impl AsRef<Path>, options: &CStr) -> Result<(), SetupError> {
    let target = target.as_ref();
    let flags = MountFlags::NOSUID | MountFlags::NODEV;
    mount("tmpfs", target, "tmpfs", flags, options).failing(SetupStep::Memory, target)
}

/// Shows `source` at `target`, with what is mounted below it.
pub(super) fn bind(source: &Path, target: &Path) -> Result<(), SetupError> {
    mount_bind_recursive(source, target).failing(SetupStep::Overlay, target)
}

/// Lays `lowers` (the first one on top) over each other at `target`; with `upper`, writable into it.
pub(super) fn overlay(
    target: &Path,
    lowers: &[PathBuf],
    upper: Option<(&Path, &Staging)>,
    kind: Kind,
) -> Result<(), SetupError> {
    let lowers = lowers.iter().map(|lower| lower.display().to_string()).collect::<Vec<_>>();
    let mut options = format!("lowerdir={}", lowers.join(":"));
    if let Some((upper, staging)) = upper {
        options += &format!(",upperdir={},workdir={}", upper.display(), staging.folder()?.display());
    }
    match kind {
        Kind::Root => {}
        Kind::UserNamespace => options += ",userxattr",
    }
    let options = CString::new(options).failing(SetupStep::Overlay, target)?;
    mount("overlay", target, "overlay", MountFlags::empty(), options.as_c_str())
        .failing(SetupStep::Overlay, target)
}
