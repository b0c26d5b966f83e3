use std::fs::File;
use std::io::Write;

use engine::names::AbsPath;
use rustix::fs::{FallocateFlags, Mode, OFlags};
use rustix::io::Errno;

use super::{Disk, DiskError, Folder};

/// A file that only grows, each addition durable before the next thing is done.
pub(crate) struct Appender {
    disk: Disk,
    file: File,
    path: AbsPath,
}

impl Folder {
    /// Opens a file of root's own to add to it; it is made where there is none.
    pub(crate) fn appender(&self, name: &str) -> Result<Appender, DiskError> {
        let path = self.below(name)?;
        self.disk().before("open", &path)?;
        let flags = OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(self.fd(), name, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|errno| DiskError::system("open", &path, errno))?;
        Ok(Appender { disk: self.disk().clone(), file: file.into(), path })
    }

    /// Sets room aside: a file of that many bytes, which holds nothing. A file system that cannot do
    /// that goes without.
    pub(crate) fn reserve(&self, name: &str, bytes: u64) -> Result<(), DiskError> {
        let reserve = self.appender(name)?;
        match rustix::fs::fallocate(&reserve.file, FallocateFlags::empty(), 0, bytes) {
            Ok(()) | Err(Errno::OPNOTSUPP) => Ok(()),
            Err(errno) => Err(DiskError::system("set room aside in", &reserve.path, errno)),
        }
    }
}

impl Appender {
    /// Adds bytes; when this returns they outlive a loss of power.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        self.disk.before("write", &self.path)?;
        self.file.write_all(bytes).map_err(|error| DiskError::system("write", &self.path, error))?;
        self.disk.before("sync", &self.path)?;
        self.file.sync_data().map_err(|error| DiskError::system("sync", &self.path, error))
    }

    /// The open file itself, to be locked.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }
}
