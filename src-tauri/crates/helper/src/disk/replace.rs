use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;

use engine::facts::Content;
use engine::names::AbsPath;
use rustix::fs::{AtFlags, Gid, Mode, OFlags, Timespec, Timestamps, Uid};

use super::image::Moment;
use super::{DiskCause, DiskError, Folder, Image, Trace, labels, prepared_name};

/// A file as it shall be.
pub(crate) struct NewFile<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) mode: u32,
    /// User and group; `None` for whoever writes.
    pub(crate) owner: Option<(u32, u32)>,
    /// `None` for those that the folder gives to a new file.
    pub(crate) labels: Option<&'a BTreeMap<String, Content>>,
    /// `None` for now.
    pub(crate) changed: Option<Moment>,
}

impl Folder {
    /// Puts a file under a name, whatever file or link is there: prepared beside it, made durable,
    /// renamed, the folder made durable, read back and compared.
    pub(crate) fn write(&self, name: &str, new: &NewFile<'_>) -> Result<Trace, DiskError> {
        let path = self.below(name)?;
        let prepared = prepared_name(&path);
        self.remove(&prepared)?;
        self.disk().before("write", &path)?;
        let done = self.prepare(&prepared, &path, new).and_then(|()| self.rename(&prepared, name));
        self.or_clean_up(&prepared, done)?;
        self.read_back(name, &path, new)
    }

    /// Puts a symbolic link under a name, whatever file or link is there.
    pub(crate) fn link(
        &self,
        name: &str,
        target: &[u8],
        owner: Option<(u32, u32)>,
        changed: Option<Moment>,
    ) -> Result<Trace, DiskError> {
        let path = self.below(name)?;
        let failed = |errno: rustix::io::Errno| DiskError::system("link", &path, errno);
        let prepared = prepared_name(&path);
        self.remove(&prepared)?;
        self.disk().before("link", &path)?;
        rustix::fs::symlinkat(target, self.fd(), prepared.as_str()).map_err(failed)?;
        let dressed = self.dress_link(&prepared, owner, changed).map_err(failed);
        self.or_clean_up(&prepared, dressed.and_then(|()| self.rename(&prepared, name)))?;
        match self.trace(name)? {
            trace @ Trace::Link { .. } => Ok(trace),
            Trace::Absent {} | Trace::File { .. } | Trace::Folder { .. } => {
                Err(DiskError::new("link", &path, DiskCause::NotAsWritten))
            }
        }
    }

    /// Puts back what an image shows; `false` where a folder stays, since something else is in it.
    pub(crate) fn put_back(&self, name: &str, image: &Image) -> Result<bool, DiskError> {
        match &image.trace {
            Trace::Absent {} => match self.trace(name)? {
                Trace::Folder { .. } => return self.remove_folder(name),
                Trace::Absent {} | Trace::File { .. } | Trace::Link { .. } => self.remove(name)?,
            },
            Trace::File { mode, uid, gid, .. } => {
                let new = NewFile {
                    bytes: image.content.as_ref().map(Content::as_bytes).unwrap_or_default(),
                    mode: *mode,
                    owner: Some((*uid, *gid)),
                    labels: Some(&image.labels),
                    changed: image.changed,
                };
                self.write(name, &new)?;
            }
            Trace::Link { target, uid, gid } => {
                self.link(name, target.as_bytes(), Some((*uid, *gid)), image.changed)?;
            }
            Trace::Folder { mode, .. } => {
                self.make_folder(name, *mode)?;
            }
        }
        Ok(true)
    }

    fn prepare(&self, prepared: &str, path: &AbsPath, new: &NewFile<'_>) -> Result<(), DiskError> {
        let failed = |error: std::io::Error| DiskError::system("write", path, error);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(self.fd(), prepared, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|errno| failed(errno.into()))?;
        let mut file = File::from(fd);
        file.write_all(new.bytes).map_err(failed)?;
        self.dress(&file, new).map_err(failed)?;
        self.disk().before("sync", path)?;
        file.sync_all().map_err(|error| DiskError::system("sync", path, error))
    }

    /// Owner before mode: a change of owner takes the set-id bits away.
    fn dress(&self, file: &File, new: &NewFile<'_>) -> std::io::Result<()> {
        if let Some((uid, gid)) = new.owner.filter(|_| self.disk().trust().is_privileged()) {
            rustix::fs::fchown(file, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
        }
        if let Some(wanted) = new.labels {
            labels::write(file, wanted)?;
        }
        rustix::fs::fchmod(file, Mode::from_raw_mode(new.mode))?;
        if let Some(changed) = new.changed {
            rustix::fs::futimens(file, &changed.as_times())?;
        }
        Ok(())
    }

    fn dress_link(
        &self,
        name: &str,
        owner: Option<(u32, u32)>,
        changed: Option<Moment>,
    ) -> Result<(), rustix::io::Errno> {
        let flags = AtFlags::SYMLINK_NOFOLLOW;
        if let Some((uid, gid)) = owner.filter(|_| self.disk().trust().is_privileged()) {
            let (uid, gid) = (Uid::from_raw(uid), Gid::from_raw(gid));
            rustix::fs::chownat(self.fd(), name, Some(uid), Some(gid), flags)?;
        }
        match changed {
            Some(changed) => rustix::fs::utimensat(self.fd(), name, &changed.as_times(), flags),
            None => Ok(()),
        }
    }

    fn or_clean_up(&self, prepared: &str, done: Result<(), DiskError>) -> Result<(), DiskError> {
        if done.is_err() {
            // What cannot be taken away now is taken away by the undo that follows.
            let _ = self.remove(prepared);
        }
        done
    }

    fn read_back(&self, name: &str, path: &AbsPath, new: &NewFile<'_>) -> Result<Trace, DiskError> {
        let image = self.image(name)?;
        let as_written = match &image.trace {
            Trace::File { mode, uid, gid, .. } => {
                let owner = new.owner.filter(|_| self.disk().trust().is_privileged());
                *mode == new.mode
                    && owner.is_none_or(|wanted| wanted == (*uid, *gid))
                    && image.content.as_ref().is_some_and(|content| content.as_bytes() == new.bytes)
            }
            Trace::Absent {} | Trace::Link { .. } | Trace::Folder { .. } => false,
        };
        if as_written { Ok(image.trace) } else { Err(DiskError::new("write", path, DiskCause::NotAsWritten)) }
    }
}

impl Moment {
    fn as_times(self) -> Timestamps {
        let keep = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_OMIT };
        Timestamps {
            last_access: keep,
            last_modification: Timespec { tv_sec: self.0, tv_nsec: self.1.into() },
        }
    }
}
