use std::collections::VecDeque;
use std::os::fd::OwnedFd;

use engine::names::AbsPath;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::{Disk, DiskCause, DiskError, Folder, Reach};

/// The kernel's own limit.
const LINKS_AT_MOST: usize = 40;

/// A folder that was opened, and a name in it where something is or shall be.
pub(crate) struct Place {
    pub(crate) folder: Folder,
    pub(crate) name: String,
    /// Folder and name, every link on the way followed.
    pub(crate) path: AbsPath,
}

/// What becomes of a link in the last part of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastLink {
    /// It is the thing itself.
    Taken,
    /// It is followed like the others.
    Followed,
}

/// A walk from folder to folder by file descriptor: each part is opened below the one before, links
/// are never followed by the kernel, and each folder and link is judged before it is relied on.
pub(super) struct Walk<'d> {
    disk: &'d Disk,
    reach: Reach,
    whole: &'d AbsPath,
    /// The folders from the root to where the walk has come.
    way: Vec<(OwnedFd, String, bool)>,
    ahead: VecDeque<String>,
    links: usize,
}

impl<'d> Walk<'d> {
    pub(super) fn new(disk: &'d Disk, path: &'d AbsPath, reach: Reach) -> Result<Self, DiskError> {
        let ahead = parts(path.as_str());
        let mut walk = Self { disk, reach, whole: path, way: Vec::new(), ahead, links: 0 };
        let root = disk.root().try_clone().map_err(|error| DiskError::system("open", path, error))?;
        walk.enter(root, String::new())?;
        Ok(walk)
    }

    pub(super) fn into_place(mut self, last: LastLink) -> Result<Place, DiskError> {
        while let Some(part) = self.ahead.pop_front() {
            let is_last = self.ahead.is_empty();
            if part == ".." {
                self.way.truncate(self.way.len().saturating_sub(1).max(1));
            } else if is_last && !(last == LastLink::Followed && self.is_link(&part)?) {
                return self.arrive(part);
            } else {
                self.step(&part)?;
            }
        }
        Err(self.error(DiskCause::WrongKind))
    }

    pub(super) fn into_folder(mut self) -> Result<Folder, DiskError> {
        while let Some(part) = self.ahead.pop_front() {
            if part == ".." {
                self.way.truncate(self.way.len().saturating_sub(1).max(1));
            } else {
                self.step(&part)?;
            }
        }
        let path = self.here()?;
        self.open_folder(path)
    }

    fn arrive(self, name: String) -> Result<Place, DiskError> {
        let here = self.here()?;
        let path = here.join(&name).map_err(|_| self.error(DiskCause::WrongKind))?;
        if !self.reach.allows(&path) {
            return Err(self.error(DiskCause::Outside));
        }
        Ok(Place { folder: self.open_folder(here)?, name, path })
    }

    fn step(&mut self, part: &str) -> Result<(), DiskError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match rustix::fs::openat(self.top(), part, flags, Mode::empty()) {
            Ok(folder) => self.enter(folder, part.to_owned()),
            Err(Errno::LOOP | Errno::NOTDIR) if self.is_link(part)? => self.follow(part),
            Err(errno) => Err(DiskError::system("open", self.whole, errno)),
        }
    }

    fn enter(&mut self, folder: OwnedFd, name: String) -> Result<(), DiskError> {
        let stat = rustix::fs::fstat(&folder).map_err(|e| DiskError::system("look at", self.whole, e))?;
        let safe = self.disk.trust().covers(&stat);
        self.way.push((folder, name, safe));
        if !safe && !self.reach.crosses_foreign_folders() {
            return Err(self.error(DiskCause::WritableByOthers { folder: self.here()? }));
        }
        Ok(())
    }

    /// Only a link of root's, in a folder in which nobody else could exchange it, says where to go.
    fn follow(&mut self, part: &str) -> Result<(), DiskError> {
        let link = self.here()?.join(part).map_err(|_| self.error(DiskCause::WrongKind))?;
        let stat = self.stat(part)?;
        self.links += 1;
        let safe = self.way.iter().all(|(_, _, safe)| *safe) && self.disk.trust().covers_link(&stat);
        if !safe || self.links > LINKS_AT_MOST {
            return Err(self.error(DiskCause::LinkOutOfTree { link }));
        }
        let target = rustix::fs::readlinkat(self.top(), part, Vec::new())
            .map_err(|errno| DiskError::system("read the link", &link, errno))?;
        let target = target.into_string().map_err(|_| self.error(DiskCause::WrongKind))?;
        if target.starts_with('/') {
            self.way.truncate(1);
        }
        for part in parts(&target).into_iter().rev() {
            self.ahead.push_front(part);
        }
        if self.reach == Reach::Managed && !self.reach.allows(&self.destination()?) {
            return Err(self.error(DiskCause::LinkOutOfTree { link }));
        }
        Ok(())
    }

    /// Where the rest of the way would lead without further links.
    fn destination(&self) -> Result<AbsPath, DiskError> {
        let mut names: Vec<&str> = self.way.iter().skip(1).map(|(_, name, _)| name.as_str()).collect();
        for part in &self.ahead {
            match part.as_str() {
                ".." => drop(names.pop()),
                name => names.push(name),
            }
        }
        format!("/{}", names.join("/")).parse().map_err(|_| self.error(DiskCause::WrongKind))
    }

    fn is_link(&self, part: &str) -> Result<bool, DiskError> {
        match rustix::fs::statat(self.top(), part, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(FileType::from_raw_mode(stat.st_mode) == FileType::Symlink),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(DiskError::system("look at", self.whole, errno)),
        }
    }

    fn stat(&self, part: &str) -> Result<Stat, DiskError> {
        rustix::fs::statat(self.top(), part, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(|errno| DiskError::system("look at", self.whole, errno))
    }

    fn top(&self) -> &OwnedFd {
        &self.way.last().expect("the root is never left").0
    }

    fn here(&self) -> Result<AbsPath, DiskError> {
        let names: Vec<&str> = self.way.iter().skip(1).map(|(_, name, _)| name.as_str()).collect();
        format!("/{}", names.join("/")).parse().map_err(|_| self.error(DiskCause::WrongKind))
    }

    fn open_folder(&self, path: AbsPath) -> Result<Folder, DiskError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = rustix::fs::openat(self.top(), ".", flags, Mode::empty())
            .map_err(|errno| DiskError::system("open", &path, errno))?;
        Ok(Folder::new(self.disk.clone(), folder, path))
    }

    fn error(&self, cause: DiskCause) -> DiskError {
        DiskError::new("open", self.whole, cause)
    }
}

fn parts(path: &str) -> VecDeque<String> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
}
