use std::io::Read;
use std::os::fd::OwnedFd;

use engine::host::FILE_LIMIT;
use engine::names::AbsPath;
use rustix::fs::{AtFlags, Dir, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::image::Kind;
use super::{Disk, DiskCause, DiskError, Image, Trace, labels, prepared_name};

/// An open folder: what is done in it is done there, whatever its path leads to meanwhile.
pub(crate) struct Folder {
    disk: Disk,
    fd: OwnedFd,
    path: AbsPath,
}

impl Folder {
    pub(super) fn new(disk: Disk, fd: OwnedFd, path: AbsPath) -> Self {
        Self { disk, fd, path }
    }

    pub(crate) fn path(&self) -> &AbsPath {
        &self.path
    }

    pub(super) fn disk(&self) -> &Disk {
        &self.disk
    }

    pub(crate) fn fd(&self) -> &OwnedFd {
        &self.fd
    }

    /// The path of something in it.
    pub(crate) fn below(&self, name: &str) -> Result<AbsPath, DiskError> {
        self.path.join(name).map_err(|_| DiskError::new("name", &self.path, DiskCause::WrongKind))
    }

    /// What lies under a name, with all that is needed to put it back.
    pub(crate) fn image(&self, name: &str) -> Result<Image, DiskError> {
        let Some(stat) = self.stat(name)? else { return Ok(Image::absent()) };
        let path = self.below(name)?;
        match Kind::of(&stat) {
            Kind::File => self.file_image(name, &path),
            Kind::Folder => Ok(Image::of_folder(&stat)),
            Kind::Link => {
                let target = rustix::fs::readlinkat(&self.fd, name, Vec::new())
                    .map_err(|errno| DiskError::system("read the link", &path, errno))?;
                Ok(Image::of_link(&stat, target.into_bytes()))
            }
            Kind::Other => Err(DiskError::new("read", &path, DiskCause::WrongKind)),
        }
    }

    /// What lies under a name.
    pub(crate) fn trace(&self, name: &str) -> Result<Trace, DiskError> {
        self.image(name).map(|image| image.trace)
    }

    /// A file's bytes; `None` where nothing is.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        if self.stat(name)?.is_none() {
            return Ok(None);
        }
        let path = self.below(name)?;
        let (_, bytes, _) = self.open_file(name, &path)?;
        Ok(Some(bytes))
    }

    /// The names in it, sorted. Those that no path of ours can carry (control characters, bytes that
    /// are not UTF-8) are left out: nothing of ours is called so.
    pub(crate) fn names(&self) -> Result<Vec<String>, DiskError> {
        let failed = |errno: Errno| DiskError::system("list", &self.path, errno);
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.fd).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if name != "." && name != ".." && self.path.join(name).is_ok() {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// A folder in it, which is not a link.
    pub(crate) fn folder(&self, name: &str) -> Result<Self, DiskError> {
        let path = self.below(name)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.fd, name, flags, Mode::empty())
            .map_err(|errno| DiskError::system("open", &path, errno))?;
        let stat = rustix::fs::fstat(&fd).map_err(|errno| DiskError::system("look at", &path, errno))?;
        if !self.disk.trust().covers(&stat) {
            let cause = DiskCause::WritableByOthers { folder: path.clone() };
            return Err(DiskError::new("open", &path, cause));
        }
        Ok(Self { disk: self.disk.clone(), fd, path })
    }

    /// Owner and group of the folder itself.
    pub(crate) fn owner(&self) -> Result<(u32, u32), DiskError> {
        let stat =
            rustix::fs::fstat(&self.fd).map_err(|errno| DiskError::system("look at", &self.path, errno))?;
        Ok((stat.st_uid, stat.st_gid))
    }

    /// Makes a folder in it, with exactly these permission bits; `false` where one is there already.
    pub(crate) fn make_folder(&self, name: &str, mode: u32) -> Result<bool, DiskError> {
        let path = self.below(name)?;
        self.disk.before("make the folder", &path)?;
        match rustix::fs::mkdirat(&self.fd, name, Mode::from_raw_mode(mode)) {
            Ok(()) => {}
            Err(Errno::EXIST) => return Ok(false),
            Err(errno) => return Err(DiskError::system("make the folder", &path, errno)),
        }
        // The umask may have taken something away. No link can be here: the folder was just made.
        rustix::fs::chmodat(&self.fd, name, Mode::from_raw_mode(mode), AtFlags::empty())
            .map_err(|errno| DiskError::system("set the mode of", &path, errno))?;
        self.sync()?;
        Ok(true)
    }

    /// Takes a file or link away; nothing happens where nothing is.
    pub(crate) fn remove(&self, name: &str) -> Result<(), DiskError> {
        if self.stat(name)?.is_none() {
            return Ok(());
        }
        self.unlink(name, AtFlags::empty())?;
        self.sync()
    }

    /// Takes an empty folder away; `false` where something is in it.
    pub(crate) fn remove_folder(&self, name: &str) -> Result<bool, DiskError> {
        match self.unlink(name, AtFlags::REMOVEDIR) {
            Ok(()) => self.sync().map(|()| true),
            Err(error) if error.says_not_empty() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives what lies under a name another name in the same folder.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), DiskError> {
        let path = self.below(to)?;
        self.disk.before("put in place", &path)?;
        rustix::fs::renameat(&self.fd, from, &self.fd, to)
            .map_err(|errno| DiskError::system("put in place", &path, errno))?;
        self.sync()
    }

    /// Takes away what a change that did not end has prepared beside a name.
    pub(crate) fn remove_prepared(&self, name: &str) -> Result<(), DiskError> {
        self.remove(&prepared_name(&self.below(name)?))
    }

    /// Returns when what was done in the folder outlives a loss of power.
    pub(crate) fn sync(&self) -> Result<(), DiskError> {
        self.disk.before("sync", &self.path)?;
        rustix::fs::fsync(&self.fd).map_err(|errno| DiskError::system("sync", &self.path, errno))
    }

    pub(super) fn stat(&self, name: &str) -> Result<Option<Stat>, DiskError> {
        match rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(DiskError::system("look at", &self.below(name)?, errno)),
        }
    }

    fn unlink(&self, name: &str, flags: AtFlags) -> Result<(), DiskError> {
        let path = self.below(name)?;
        self.disk.before("take away", &path)?;
        rustix::fs::unlinkat(&self.fd, name, flags)
            .map_err(|errno| DiskError::system("take away", &path, errno))
    }

    fn file_image(&self, name: &str, path: &AbsPath) -> Result<Image, DiskError> {
        let (file, bytes, stat) = self.open_file(name, path)?;
        if stat.st_nlink > 1 {
            return Err(DiskError::new("read", path, DiskCause::HardLinked));
        }
        let labels = labels::read(&file).map_err(|e| DiskError::system("read the labels of", path, e))?;
        Ok(Image::of_file(&stat, bytes, labels))
    }

    fn open_file(&self, name: &str, path: &AbsPath) -> Result<(OwnedFd, Vec<u8>, Stat), DiskError> {
        let failed = |error: std::io::Error| DiskError::system("read", path, error);
        // Not blocking: a pipe that took the file's place must not hold us up.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.fd, name, flags, Mode::empty()).map_err(|e| failed(e.into()))?;
        let stat = rustix::fs::fstat(&fd).map_err(|errno| failed(errno.into()))?;
        if !matches!(Kind::of(&stat), Kind::File) {
            return Err(DiskError::new("read", path, DiskCause::WrongKind));
        }
        let mut file = std::fs::File::from(fd);
        let mut bytes = Vec::new();
        file.by_ref().take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(DiskError::new("read", path, DiskCause::TooLarge));
        }
        Ok((file.into(), bytes, stat))
    }
}
