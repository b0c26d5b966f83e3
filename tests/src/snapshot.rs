use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Everything in some folders: what is there, whose it is, and each byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, Item>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    kind: Kind,
    mode: u32,
    owner: (u32, u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Folder,
    File { content: Vec<u8>, modified: (i64, i64) },
    Link(PathBuf),
    Other,
}

impl Snapshot {
    /// The folders as they are now; one that is not there counts as empty.
    ///
    /// # Panics
    /// When something in them cannot be read.
    pub fn of<'a>(folders: impl IntoIterator<Item = &'a str>) -> Self {
        let folders = folders.into_iter().filter(|folder| Path::new(folder).exists());
        let entries = folders.flat_map(|folder| WalkDir::new(folder).sort_by_file_name());
        Self(
            entries
                .map(|entry| {
                    let path = entry.expect("the test is root").into_path();
                    let item = Item::at(&path);
                    (path, item)
                })
                .collect(),
        )
    }

    /// The same without what lies at these places and below them.
    #[must_use]
    pub fn without(mut self, places: &[&Path]) -> Self {
        self.0.retain(|path, _| !places.iter().any(|place| path.starts_with(place)));
        self
    }

    /// The paths at which two snapshots differ.
    pub fn differences(&self, other: &Self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.0.keys().chain(other.0.keys()).cloned().collect();
        paths.sort();
        paths.dedup();
        paths.retain(|path| self.0.get(path) != other.0.get(path));
        paths
    }
}

impl Item {
    fn at(path: &Path) -> Self {
        let metadata = path.symlink_metadata().expect("it was just listed");
        let kind = match metadata.file_type() {
            kind if kind.is_dir() => Kind::Folder,
            kind if kind.is_symlink() => Kind::Link(path.read_link().expect("a link")),
            kind if kind.is_file() => Kind::File {
                content: std::fs::read(path).expect("the test is root"),
                modified: (metadata.mtime(), metadata.mtime_nsec()),
            },
            _ => Kind::Other,
        };
        Self { kind, mode: metadata.permissions().mode(), owner: (metadata.uid(), metadata.gid()) }
    }
}
