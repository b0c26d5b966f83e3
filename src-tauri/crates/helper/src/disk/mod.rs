//! The disk as the root side changes it: walked by file descriptor, no link followed by chance, each
//! change durable before the next one begins.

mod append;
mod error;
mod folder;
mod hazard;
mod image;
mod labels;
mod reach;
mod replace;
mod trust;
mod walk;

pub use error::{DiskCause, DiskError};
pub use hazard::{Calm, Deed, Hazard};

pub(crate) use append::Appender;
pub(crate) use folder::Folder;
pub(crate) use image::{Image, Trace, prepared_name};
pub(crate) use reach::{Reach, STATE_FOLDER};
pub(crate) use replace::NewFile;
pub(crate) use trust::Trust;
pub(crate) use walk::{LastLink, Place};

use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;

use engine::names::AbsPath;
use rustix::fs::{Mode, OFlags};
use walk::Walk;

/// A folder that is taken for `/`, and what may go wrong with it. Copies are the same disk.
#[derive(Clone)]
pub struct Disk {
    inner: Arc<Inner>,
}

struct Inner {
    root: OwnedFd,
    trust: Trust,
    hazard: Box<dyn Hazard>,
}

impl Disk {
    /// Opens a folder as the root of everything: `/` itself, or a tree.
    ///
    /// # Errors
    /// When it is no folder or may not be opened.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        Self::with_hazard(root, Box::new(Calm))
    }

    /// The same with something in the way of each change.
    ///
    /// # Errors
    /// As [`Disk::open`].
    pub fn with_hazard(root: &Path, hazard: Box<dyn Hazard>) -> std::io::Result<Self> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = rustix::fs::open(root, flags, Mode::empty())?;
        Ok(Self { inner: Arc::new(Inner { root, trust: Trust::of_this_process(), hazard }) })
    }

    /// The folder in which a path lies, with the path's own reach. `last` says what a link at its end is.
    pub(crate) fn place(&self, path: &AbsPath, last: LastLink) -> Result<Place, DiskError> {
        self.place_within(path, Reach::of(path), last)
    }

    pub(crate) fn place_within(
        &self,
        path: &AbsPath,
        reach: Reach,
        last: LastLink,
    ) -> Result<Place, DiskError> {
        Walk::new(self, path, reach)?.into_place(last)
    }

    /// A folder that is there.
    pub(crate) fn folder(&self, path: &AbsPath) -> Result<Folder, DiskError> {
        self.folder_within(path, Reach::of(path))
    }

    pub(crate) fn folder_within(&self, path: &AbsPath, reach: Reach) -> Result<Folder, DiskError> {
        Walk::new(self, path, reach)?.into_folder()
    }

    /// What lies at a path; nothing where its folder is missing.
    pub(crate) fn trace(&self, path: &AbsPath) -> Result<Trace, DiskError> {
        match self.place(path, LastLink::Taken) {
            Ok(place) => place.folder.trace(&place.name),
            Err(error) if error.is_missing() => Ok(Trace::Absent {}),
            Err(error) => Err(error),
        }
    }

    /// Whether two traces show the same thing.
    pub(crate) fn is_same(&self, one: &Trace, other: &Trace) -> bool {
        one.is_same(other, self.trust().is_privileged())
    }

    pub(crate) fn trust(&self) -> Trust {
        self.inner.trust
    }

    fn root(&self) -> &OwnedFd {
        &self.inner.root
    }

    /// To be called right before each change.
    pub(crate) fn before(&self, operation: &'static str, path: &AbsPath) -> Result<(), DiskError> {
        self.inner
            .hazard
            .before(&Deed { operation, path })
            .map_err(|error| DiskError::system(operation, path, error))
    }
}
