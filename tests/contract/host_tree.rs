//! A machine as a folder, and a copy of it that belongs to a plain user.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use engine::proxies::ProxyKind;
use tests::{DOMAIN, Ended, PlainUser, Snapshot};
use walkdir::WalkDir;

/// Further arguments of `setup`, one a line.
const ARGUMENTS: &str = "setup";
/// Keeps an empty folder.
const KEEP: &str = ".keep";

/// One of `tests/fixtures/hosts`.
#[derive(Debug, Clone)]
pub(crate) struct HostTree {
    pub(crate) name: String,
    pub(crate) proxy: ProxyKind,
    folder: PathBuf,
}

impl HostTree {
    /// All of them, by name.
    pub(crate) fn all() -> Vec<Self> {
        let hosts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts");
        let folders = fs::read_dir(&hosts).unwrap().map(|entry| entry.unwrap().path());
        let mut trees: Vec<Self> = folders.filter(|path| path.is_dir()).map(Self::at).collect();
        trees.sort_by(|one, other| one.name.cmp(&other.name));
        trees
    }

    fn at(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let word = name.split('-').next().unwrap();
        let proxy = word.parse().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        Self { name, proxy, folder }
    }

    /// What `setup` and `plan` are given, without the root.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let own = ["--proxy", self.proxy.word(), "--domain", DOMAIN].map(str::to_owned);
        let further = fs::read_to_string(self.folder.join(ARGUMENTS)).unwrap_or_default();
        let further: Vec<String> = further.lines().map(str::to_owned).collect();
        let tls = ["--local-ca", "--no-tls", "--cert", "--pem", "--adopt"];
        let is_said = further.iter().any(|argument| tls.contains(&argument.as_str()));
        let certificate = if is_said { None } else { Some("--local-ca".to_owned()) };
        own.into_iter().chain(further).chain(certificate).collect()
    }

    /// The arguments that tell the proxy's version, where its package database does not.
    pub(crate) fn proxy_version(&self) -> Vec<String> {
        let arguments = self.arguments();
        let at = arguments.iter().position(|argument| argument == "--proxy-version");
        at.map(|at| arguments[at..at + 2].to_vec()).unwrap_or_default()
    }

    /// Copies it for that user. A checkout's modes depend on who made it, so they are set; and the files
    /// get a time that lies back, as they have on a machine.
    pub(crate) fn copy_for<'u>(&self, user: &'u PlainUser) -> Copy<'u> {
        let root = user.folder("root");
        for entry in WalkDir::new(&self.folder).min_depth(1) {
            let entry = entry.unwrap();
            let inside = entry.path().strip_prefix(&self.folder).unwrap();
            if inside == Path::new(ARGUMENTS) || entry.file_name() == KEEP {
                continue;
            }
            copy(entry.path(), &root.join(inside));
            user.owns(&root.join(inside));
        }
        Copy { root, user, arguments: self.arguments() }
    }
}

fn copy(from: &Path, to: &Path) {
    let found = from.symlink_metadata().unwrap();
    let executable = found.permissions().mode() & 0o100 != 0;
    if found.is_symlink() {
        return symlink(from.read_link().unwrap(), to).unwrap();
    }
    if found.is_dir() {
        fs::create_dir(to).unwrap();
    } else {
        fs::write(to, fs::read(from).unwrap()).unwrap();
        let then = SystemTime::UNIX_EPOCH + Duration::new(1_600_000_000, 123_456_789);
        File::options().write(true).open(to).unwrap().set_modified(then).unwrap();
    }
    fs::set_permissions(to, PermissionsExt::from_mode(if executable { 0o755 } else { 0o644 })).unwrap();
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
