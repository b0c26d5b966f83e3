use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use engine::host::{Entry, EntryKind, FILE_LIMIT, HostError};
use engine::names::AbsPath;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

/// How often a path is tried that the kernel could not judge: each try takes microseconds, and two in
/// a row seldom meet a rename.
const TRIES: usize = 1000;

/// A folder taken for `/`: links, absolute ones too, are followed inside it and never lead out.
pub(super) struct Disk {
    root: OwnedFd,
    root_path: PathBuf,
}

impl Disk {
    pub(super) fn open(root: &Path) -> Result<Self, HostError> {
        let error = |error: Errno| HostError::from_io("open", root, &error.into());
        let root_path = root.canonicalize().map_err(|error| HostError::from_io("open", root, &error))?;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self { root: rustix::fs::open(&root_path, flags, Mode::empty()).map_err(error)?, root_path })
    }

    pub(super) fn entry(&self, path: &AbsPath) -> Result<Option<Entry>, HostError> {
        let failed = |errno: Errno| HostError::from_io("look at", path.as_path(), &errno.into());
        let folder = match self.descend(&path.parent(), OFlags::PATH | OFlags::DIRECTORY) {
            Ok(folder) => folder,
            Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
            Err(errno) => return Err(failed(errno)),
        };
        let name = if path.as_str() == "/" { "." } else { path.file_name() };
        let stat = match rustix::fs::statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(None),
            Err(errno) => return Err(failed(errno)),
        };
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => EntryKind::File(stat.st_size.unsigned_abs()),
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => {
                let target = rustix::fs::readlinkat(&folder, name, Vec::new()).map_err(failed)?;
                EntryKind::Link(std::ffi::OsString::from_vec(target.into_bytes()).into())
            }
            FileType::Fifo
            | FileType::Socket
            | FileType::CharacterDevice
            | FileType::BlockDevice
            | FileType::Unknown => EntryKind::Other,
        };
        Ok(Some(Entry { kind, mode: mode_bits(&stat), uid: stat.st_uid, gid: stat.st_gid }))
    }

    pub(super) fn read(&self, path: &AbsPath) -> Result<Vec<u8>, HostError> {
        let failed = |errno: Errno| HostError::from_io("read", path.as_path(), &errno.into());
        // Not blocking: a pipe in the place of a file must not hold us up.
        let file = self.descend(path, OFlags::RDONLY | OFlags::NONBLOCK).map_err(failed)?;
        let stat = rustix::fs::fstat(&file).map_err(failed)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(HostError::WrongKind(path.as_path().into()));
        }
        let mut bytes = Vec::new();
        let read = std::fs::File::from(file).take(FILE_LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| HostError::from_io("read", path.as_path(), &error))?;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(HostError::TooLarge(path.as_path().into()));
        }
        Ok(bytes)
    }

    pub(super) fn list(&self, path: &AbsPath) -> Result<Vec<String>, HostError> {
        let failed = |errno: Errno| match errno {
            Errno::NOTDIR => HostError::WrongKind(path.as_path().into()),
            errno => HostError::from_io("list", path.as_path(), &errno.into()),
        };
        let folder = self.descend(path, OFlags::RDONLY | OFlags::DIRECTORY).map_err(failed)?;
        let mut names = Vec::new();
        for entry in Dir::read_from(folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    pub(super) fn resolve(&self, path: &AbsPath) -> Result<AbsPath, HostError> {
        let failed = |error: std::io::Error| HostError::from_io("resolve", path.as_path(), &error);
        let found = self.descend(path, OFlags::PATH).map_err(|errno| failed(errno.into()))?;
        let real = std::fs::read_link(format!("/proc/self/fd/{}", found.as_raw_fd())).map_err(failed)?;
        let below = real.strip_prefix(&self.root_path).unwrap_or(&real);
        AbsPath::try_from(Path::new("/").join(below).as_path())
            .map_err(|_| HostError::WrongKind(path.as_path().into()))
    }

    fn descend(&self, path: &AbsPath, flags: OFlags) -> Result<OwnedFd, Errno> {
        let flags = flags | OFlags::CLOEXEC;
        let open =
            || rustix::fs::openat2(&self.root, path.as_path(), flags, Mode::empty(), ResolveFlags::IN_ROOT);
        // A `..` in a link cannot be judged while anything on the machine is renamed or mounted, and the
        // kernel asks for another try (openat2(2), EAGAIN).
        let again = |outcome: &Result<OwnedFd, Errno>| matches!(outcome, Err(Errno::AGAIN));
        (0..TRIES).map(|_| open()).find(|outcome| !again(outcome)).unwrap_or(Err(Errno::AGAIN))
    }
}

fn mode_bits(stat: &Stat) -> u32 {
    stat.st_mode & 0o7777
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn path(text: &str) -> AbsPath {
        text.parse().unwrap()
    }

    #[test]
    fn links_never_lead_out_of_a_tree() {
        let tree = tempfile::tempdir().unwrap();
        std::fs::create_dir(tree.path().join("etc")).unwrap();
        std::fs::write(tree.path().join("etc/inside"), "inside").unwrap();
        symlink("/etc/inside", tree.path().join("etc/absolute")).unwrap();
        symlink("../../../../../../etc/passwd", tree.path().join("etc/escape")).unwrap();
        symlink("/etc/passwd", tree.path().join("etc/outside")).unwrap();
        let disk = Disk::open(tree.path()).unwrap();
        assert_eq!(disk.read(&path("/etc/absolute")).unwrap(), b"inside");
        assert_eq!(disk.resolve(&path("/etc/absolute")).unwrap(), path("/etc/inside"));
        for name in ["/etc/escape", "/etc/outside"] {
            assert!(matches!(disk.read(&path(name)), Err(HostError::Missing(_))), "{name}");
        }
        let entry = disk.entry(&path("/etc/outside")).unwrap().unwrap();
        assert_eq!(entry.kind, EntryKind::Link("/etc/passwd".into()));
        assert_eq!(disk.list(&path("/etc")).unwrap(), ["absolute", "escape", "inside", "outside"]);
    }

    #[test]
    fn renames_elsewhere_are_no_obstacle() {
        let tree = tempfile::tempdir().unwrap();
        std::fs::create_dir(tree.path().join("live")).unwrap();
        std::fs::write(tree.path().join("file"), "here").unwrap();
        symlink("../file", tree.path().join("live/link")).unwrap();
        let disk = Disk::open(tree.path()).unwrap();
        let busy = std::sync::atomic::AtomicBool::new(true);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let (a, b) = (tree.path().join("a"), tree.path().join("b"));
                std::fs::write(&a, "").unwrap();
                while busy.load(std::sync::atomic::Ordering::Relaxed) {
                    std::fs::rename(&a, &b).unwrap();
                    std::fs::rename(&b, &a).unwrap();
                }
            });
            let reads: Vec<_> = (0..5000).map(|_| disk.read(&path("/live/link"))).collect();
            busy.store(false, std::sync::atomic::Ordering::Relaxed);
            let failed = reads.iter().find(|read| read.is_err());
            assert_eq!(failed, None);
        });
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let tree = tempfile::tempdir().unwrap();
        let pipe = tree.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, Mode::RUSR, 0).unwrap();
        let disk = Disk::open(tree.path()).unwrap();
        assert!(matches!(disk.read(&path("/pipe")), Err(HostError::WrongKind(_))));
        assert!(matches!(disk.read(&path("/")), Err(HostError::WrongKind(_))));
        assert!(matches!(disk.list(&path("/none")), Err(HostError::Missing(_))));
        assert_eq!(disk.entry(&path("/none/deeper")).unwrap(), None);
    }
}
