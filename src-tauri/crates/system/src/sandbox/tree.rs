//! Copies of folder trees, as complete as the one who copies may read them.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, FileType, Mode, accessat, makedev, mknodat};

/// Larger files are data, not configuration, and are left out: the copy is held in memory.
const LARGEST_FILE: u64 = 8 << 20;

/// No configuration has as many files and folders; what lies beyond keeps what the machine has. Upper folders are
/// visited first.
const MOST_ENTRIES: usize = 200_000;

/// Deeper folders keep what the machine has. Nothing that a server is configured with lies that deep.
const DEEPEST: usize = 12;

/// Copies folders, links and readable files of `from` into the existing folder `to`, over what is there.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    walk(from, &mut |found| {
        let target = to.join(&found.relative);
        match found.kind {
            FileType::Directory => make_folder(&target, &found.metadata).map(|()| true),
            FileType::Symlink => {
                replace(&target, |free| symlink(fs::read_link(&found.path)?, free)).map(|()| false)
            }
            FileType::RegularFile if found.metadata.len() <= LARGEST_FILE && readable(&found.path) => {
                replace(&target, |free| fs::copy(&found.path, free).map(drop)).map(|()| false)
            }
            _ => Ok(false),
        }
    })
}

/// Copies the files and links of one folder, and answers with the names of its subfolders, which are made empty.
pub(super) fn copy_top(from: &Path, to: &Path) -> io::Result<Vec<OsString>> {
    let mut subfolders = Vec::new();
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            make_folder(&target, &metadata)?;
            subfolders.push(entry.file_name());
        } else if metadata.is_symlink() {
            symlink(fs::read_link(&source)?, &target)?;
        } else if metadata.is_file() && metadata.len() <= LARGEST_FILE && readable(&source) {
            fs::copy(&source, &target)?;
        }
    }
    subfolders.sort();
    Ok(subfolders)
}

/// Copies the folders only, those that can be listed.
pub(super) fn folders(from: &Path, to: &Path) -> io::Result<()> {
    walk(from, &mut |found| match found.kind {
        FileType::Directory => make_folder(&to.join(&found.relative), &found.metadata).map(|()| true),
        _ => Ok(false),
    })
}

/// Makes an overlay's upper folder in which each folder of `from` is the maker's own, and each file that he may not
/// read is hidden (a character device 0/0, as overlays mark what was removed). Answers with the folders that he may
/// not list, and with `closed` itself: these cannot be hidden so.
pub(super) fn own_folders(from: &Path, upper: &Path, closed: Option<&Path>) -> io::Result<Vec<PathBuf>> {
    let mut covered = Vec::new();
    walk(from, &mut |found| {
        let target = upper.join(&found.relative);
        match found.kind {
            FileType::Directory => {
                let open = Some(found.relative.as_path()) != closed && listable(&found.path);
                if open {
                    make_folder(&target, &found.metadata)?;
                } else {
                    covered.push(found.relative.clone());
                }
                Ok(open)
            }
            FileType::RegularFile if !readable(&found.path) => {
                mknodat(CWD, &target, FileType::CharacterDevice, Mode::empty(), makedev(0, 0))?;
                Ok(false)
            }
            _ => Ok(false),
        }
    })?;
    Ok(covered)
}

/// Copies the folders of `/run`, two levels of them, in which servers expect to put their sockets and process ids.
/// Those of the machine's own services stay away: programs take their presence for the service's.
pub(super) fn run_folders(from: &Path, to: &Path) -> io::Result<()> {
    const SERVICES: [&str; 4] = ["dbus", "systemd", "udev", "user"];
    walk(from, &mut |found| {
        let depth = found.relative.components().count();
        let service = SERVICES.iter().any(|service| found.relative.starts_with(service));
        if found.kind != FileType::Directory || depth > 2 || service {
            return Ok(false);
        }
        let target = to.join(&found.relative);
        make_folder(&target, &found.metadata)?;
        // A plain user's own folder is already his, and he has no other user to give it to.
        if rustix::process::geteuid().is_root() {
            let _ = chown(&target, Some(found.metadata.uid()), Some(found.metadata.gid()));
        }
        Ok(true)
    })
}

struct Found {
    path: PathBuf,
    relative: PathBuf,
    kind: FileType,
    metadata: Metadata,
}

/// Visits everything below `top`, folders before what they hold. The visitor says whether to enter a folder; those that
/// cannot be listed or are too deep are not entered, and what disappears meanwhile is not visited.
fn walk(top: &Path, visit: &mut dyn FnMut(&Found) -> io::Result<bool>) -> io::Result<()> {
    let mut pending = VecDeque::from([PathBuf::new()]);
    let mut left = MOST_ENTRIES;
    while let Some(folder) = pending.pop_front() {
        let Ok(entries) = fs::read_dir(top.join(&folder)) else { continue };
        for entry in entries.flatten().take(left) {
            left -= 1;
            let Some(found) = examine(&entry, &folder) else { continue };
            let enter = visit(&found)?;
            if enter && found.relative.components().count() < DEEPEST {
                pending.push_back(found.relative);
            }
        }
    }
    Ok(())
}

fn examine(entry: &DirEntry, folder: &Path) -> Option<Found> {
    let metadata = entry.metadata().ok()?;
    Some(Found {
        path: entry.path(),
        relative: folder.join(entry.file_name()),
        kind: FileType::from_raw_mode(metadata.mode()),
        metadata,
    })
}

fn make_folder(target: &Path, like: &Metadata) -> io::Result<()> {
    let mode = like.mode() & 0o7777;
    match fs::DirBuilder::new().mode(0o700).create(target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && target.is_dir() => Ok(()),
        made => made.and_then(|()| fs::set_permissions(target, fs::Permissions::from_mode(mode))),
    }
}

fn replace(target: &Path, create: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    match fs::remove_file(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => create(target),
    }
}

fn readable(path: &Path) -> bool {
    accessat(CWD, path, Access::READ_OK, AtFlags::empty()).is_ok()
}

fn listable(path: &Path) -> bool {
    accessat(CWD, path, Access::READ_OK | Access::EXEC_OK, AtFlags::empty()).is_ok()
}
