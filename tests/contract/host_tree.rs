//! A machine as a folder, and a copy of it that belongs to a plain user.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tests::{Ended, HostTree, PlainUser, Snapshot};
use walkdir::WalkDir;

/// Copies a tree for that user. The files get a time that lies back, as they have on a machine.
pub(crate) fn copy_for<'u>(tree: &HostTree, user: &'u PlainUser) -> Copy<'u> {
    let root = user.folder("root");
    tree.lay(&root);
    for entry in WalkDir::new(&root).min_depth(1) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let then = SystemTime::UNIX_EPOCH + Duration::new(1_600_000_000, 123_456_789);
            File::options().write(true).open(entry.path()).unwrap().set_modified(then).unwrap();
        }
        user.owns(entry.path());
    }
    Copy { root, user, arguments: tree.arguments() }
}

/// A copy of a tree that the product may write to.
pub(crate) struct Copy<'u> {
    root: PathBuf,
    user: &'u PlainUser,
    arguments: Vec<String>,
}

impl Copy<'_> {
    /// Where it lies.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Runs a command of the product on it.
    pub(crate) fn product(&self, command: &[&str]) -> Ended {
        let root = self.root.to_str().unwrap();
        self.user.product(command.iter().copied().chain(["--root", root]))
    }

    /// The same with what is to be set up.
    pub(crate) fn product_for_site(&self, command: &[&str]) -> Ended {
        let arguments = self.arguments.iter().map(String::as_str);
        self.product(&command.iter().copied().chain(arguments).collect::<Vec<_>>())
    }

    /// Everything in it but what the product writes down for itself.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let own = self.root.join("var/lib/jellyfin-proxy");
        // The folders above it are made for it where a tree has none.
        let above = ["var/lib", "var"].map(|path| self.root.join(path));
        let mut places = vec![own.as_path()];
        places.extend(above.iter().filter(|path| is_only_ours(path, &own)).map(PathBuf::as_path));
        Snapshot::of([self.root.to_str().unwrap()]).without(&places)
    }

    /// A path of a step as it is in the copy.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }
}

/// Whether nothing lies in a folder but what leads to `own`.
fn is_only_ours(folder: &Path, own: &Path) -> bool {
    WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .all(|entry| entry.path().starts_with(own) || own.starts_with(entry.path()))
}
