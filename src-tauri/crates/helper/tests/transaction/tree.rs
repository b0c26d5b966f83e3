//! A machine's files in a folder, and what they look like from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The name that the test's certificates are for.
pub(crate) const DOMAIN: &str = "media.example.test";

/// A folder that is taken for `/`; gone with its owner.
pub(crate) struct Tree(TempDir);

/// Everything that lies in a tree.
#[derive(PartialEq, Eq)]
pub(crate) struct Look(BTreeMap<PathBuf, Entry>);

/// Everything about an entry that an undo has to restore. A folder's time is not part of it.
#[derive(PartialEq, Eq)]
struct Entry {
    mode: u32,
    owner: (u32, u32),
    content: Option<Vec<u8>>,
    target: Option<PathBuf>,
    changed: Option<(i64, i64)>,
}

impl Tree {
    /// A machine with all three servers, certificates and a Jellyfin.
    pub(crate) fn new() -> Self {
        // In memory where that can be had: hundreds of trees are made, and each waits for its disk.
        Self::within(["/dev/shm", "/tmp"].map(Path::new).into_iter().find(|place| place.is_dir()).unwrap())
    }

    /// The same in a folder of the test's own.
    pub(crate) fn within(place: &Path) -> Self {
        let rights = std::fs::Permissions::from_mode(0o755);
        let tree = Self(tempfile::Builder::new().permissions(rights).tempdir_in(place).unwrap());
        tree.file("/etc/nginx/nginx.conf", "events {}\n", 0o644);
        tree.file("/etc/nginx/sites-available/default", "server { listen 80; }\n", 0o644);
        tree.link("/etc/nginx/sites-enabled/default", "/etc/nginx/sites-available/default");
        tree.link("/etc/nginx/sites-enabled/old", "/etc/nginx/sites-available/old");
        tree.file("/etc/haproxy/haproxy.cfg", "global\n  maxconn 100\n", 0o640);
        tree.folder("/etc/haproxy/certs");
        for module in ["proxy", "proxy_http", "ssl"] {
            tree.file(&format!("/etc/apache2/mods-available/{module}.load"), "LoadModule\n", 0o644);
        }
        tree.link("/etc/apache2/mods-enabled/ssl.load", "../mods-available/ssl.load");
        tree.file("/etc/jellyfin/network.xml", "<NetworkConfiguration />\n", 0o600);
        tree.file("/etc/hostname", "attic\n", 0o644);
        let certificate = testkit::certificate_for(&[DOMAIN], 2026..2036);
        tree.file("/etc/letsencrypt/archive/m/fullchain1.pem", certificate.chain().trim_end(), 0o644);
        tree.file("/etc/letsencrypt/archive/m/privkey1.pem", &certificate.key, 0o600);
        tree.link("/etc/letsencrypt/live/m/fullchain.pem", "../../archive/m/fullchain1.pem");
        tree.link("/etc/letsencrypt/live/m/privkey.pem", "../../archive/m/privkey1.pem");
        tree
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    /// Where a path of the machine really is.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root().join(path.trim_start_matches('/'))
    }

    pub(crate) fn folder(&self, path: &str) {
        std::fs::create_dir_all(self.at(path)).unwrap();
    }

    pub(crate) fn file(&self, path: &str, content: &str, mode: u32) {
        self.folder(parent(path));
        let at = self.at(path);
        std::fs::write(&at, content).unwrap();
        std::fs::set_permissions(&at, std::fs::Permissions::from_mode(mode)).unwrap();
        // A time that nobody gets by writing now.
        let file = std::fs::File::open(&at).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::new(1_500_000_000, 123_456_789))
            .unwrap();
    }

    pub(crate) fn link(&self, path: &str, target: &str) {
        self.folder(parent(path));
        symlink(target, self.at(path)).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.at(path)).unwrap()).into_owned()
    }

    /// Whether something, be it a broken link, lies there.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.at(path).symlink_metadata().is_ok()
    }

    pub(crate) fn mode(&self, path: &str) -> u32 {
        self.at(path).symlink_metadata().unwrap().mode() & 0o7777
    }

    /// Everything below `/` but the journal.
    pub(crate) fn look(&self) -> Look {
        let mut seen = BTreeMap::new();
        look_into(self.root(), self.root(), &mut seen);
        Look(seen)
    }
}

impl Look {
    /// Every path, the leading slash left out.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(PathBuf::as_path)
    }

    /// The same, byte for byte, mode, owner, link and time.
    pub(crate) fn assert_same(&self, other: &Self, moment: &str) {
        let paths: BTreeSet<&Path> = self.paths().chain(other.paths()).collect();
        let different: Vec<&Path> =
            paths.into_iter().filter(|path| self.0.get(*path) != other.0.get(*path)).collect();
        assert!(different.is_empty(), "{moment}: not the same: {different:?}");
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').unwrap().0
}

fn look_into(root: &Path, folder: &Path, seen: &mut BTreeMap<PathBuf, Entry>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let at = entry.unwrap().path();
        let path = at.strip_prefix(root).unwrap().to_owned();
        if path.starts_with("var/lib/jellyfin-proxy")
            || path == Path::new("var")
            || path == Path::new("var/lib")
        {
            continue;
        }
        let stat = at.symlink_metadata().unwrap();
        let changed = (!stat.is_dir()).then(|| (stat.mtime(), stat.mtime_nsec()));
        if stat.is_dir() {
            look_into(root, &at, seen);
        }
        let mode = stat.mode() & 0o7777;
        let content = stat.is_file().then(|| std::fs::read(&at).unwrap());
        let target = stat.is_symlink().then(|| std::fs::read_link(&at).unwrap());
        seen.insert(path, Entry { mode, owner: (stat.uid(), stat.gid()), content, target, changed });
    }
}
