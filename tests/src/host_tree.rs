use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use engine::proxies::ProxyKind;
use serde_json::Value;
use walkdir::WalkDir;

use crate::DOMAIN;

/// Further arguments of `setup`, one a line.
const ARGUMENTS: &str = "setup";
/// The machine that this one is but for its own files.
const BASE: &str = "base";
/// What of that machine is not there, a path a line.
const WITHOUT: &str = "without";
/// Keeps an empty folder.
const KEEP: &str = ".keep";

/// A machine of `tests/fixtures/hosts`.
#[derive(Debug, Clone)]
pub struct HostTree {
    /// Its folder's name.
    pub name: String,
    /// The proxy that is to be set up there, which the name begins with.
    pub proxy: ProxyKind,
    folder: PathBuf,
}

impl HostTree {
    /// All of them, by name.
    ///
    /// # Panics
    /// When one's name does not begin with a proxy's.
    pub fn all() -> Vec<Self> {
        let folders =
            fs::read_dir(hosts()).expect("the fixtures").map(|entry| entry.expect("a folder").path());
        let mut trees: Vec<Self> = folders.filter(|path| path.is_dir()).map(Self::at).collect();
        trees.sort_by(|one, other| one.name.cmp(&other.name));
        trees
    }

    /// The one of that name.
    ///
    /// # Panics
    /// When there is none.
    pub fn named(name: &str) -> Self {
        Self::at(hosts().join(name))
    }

    fn at(folder: PathBuf) -> Self {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let word = name.split('-').next().unwrap_or_default();
        let proxy = word.parse().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        Self { name, proxy, folder }
    }

    /// What `setup` and `plan` are given, without the root.
    pub fn arguments(&self) -> Vec<String> {
        let own = ["--proxy", self.proxy.word(), "--domain", DOMAIN].map(str::to_owned);
        let further = self.lines(ARGUMENTS);
        let tls = ["--local-ca", "--no-tls", "--cert", "--pem", "--adopt"];
        let is_said = further.iter().any(|argument| tls.contains(&argument.as_str()));
        let certificate = if is_said { None } else { Some("--local-ca".to_owned()) };
        own.into_iter().chain(further).chain(certificate).collect()
    }

    /// The arguments that tell the proxy's version, where its package database does not.
    pub fn proxy_version(&self) -> Vec<String> {
        let arguments = self.arguments();
        let at = arguments.iter().position(|argument| argument == "--proxy-version");
        at.map(|at| arguments[at..at + 2].to_vec()).unwrap_or_default()
    }

    /// What the golden says of it as `kind`: `plan`, `detect`.
    ///
    /// # Panics
    /// When there is none: the contract's tests write it.
    pub fn golden(&self, kind: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/snapshots");
        let path = folder.join(format!("contract__trees__{}.{kind}.snap", self.name));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        text.splitn(3, "---\n").nth(2).unwrap_or_default().trim_end().to_owned()
    }

    /// Lays all that it has below a folder.
    ///
    /// # Panics
    /// When that cannot be written.
    pub fn lay(&self, root: &Path) {
        if let Some(base) = self.lines(BASE).first() {
            let base = Self::named(base);
            base.lay(root);
            self.lines(WITHOUT).iter().for_each(|path| drop(fs::remove_file(root.join(path))));
        }
        self.lay_own(root, |_| true);
    }

    /// Makes this machine the other: its configuration and pages, without its programs and its packages.
    ///
    /// # Panics
    /// When that cannot be written.
    pub fn lay_over_this_machine(&self) {
        let root = Path::new("/");
        self.lines(WITHOUT).iter().for_each(|path| drop(fs::remove_file(root.join(path))));
        let is_configuration = |inside: &Path| {
            ["etc", "srv", "var/www"].iter().any(|folder| inside.starts_with(folder))
                && inside != Path::new("etc/os-release")
        };
        self.lay_own(root, is_configuration);
    }

    fn lay_own(&self, root: &Path, wanted: impl Fn(&Path) -> bool) {
        for entry in WalkDir::new(&self.folder).min_depth(1).sort_by_file_name() {
            let entry = entry.expect("a fixture");
            let inside = entry.path().strip_prefix(&self.folder).expect("it lies there");
            let is_about = [ARGUMENTS, BASE, WITHOUT].iter().any(|name| inside == Path::new(name));
            if !is_about && entry.file_name() != KEEP && wanted(inside) {
                put(entry.path(), &root.join(inside));
            }
        }
    }

    fn lines(&self, file: &str) -> Vec<String> {
        let text = fs::read_to_string(self.folder.join(file)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

fn hosts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts")
}

/// A checkout's modes depend on who made it, so they are set.
fn put(from: &Path, to: &Path) {
    let found = from.symlink_metadata().expect("a fixture");
    if found.is_dir() {
        return fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    }
    let _ = fs::remove_file(to);
    fs::create_dir_all(to.parent().expect("it lies below the root")).expect("a writable folder");
    if found.is_symlink() {
        return symlink(from.read_link().expect("a link"), to)
            .unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    }
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    let mode = if found.permissions().mode() & 0o100 != 0 { 0o755 } else { 0o644 };
    fs::set_permissions(to, PermissionsExt::from_mode(mode)).expect("it is the test's own");
}

/// A plan without what only a program reads: its sentences, or why it is refused.
pub fn sentences(plan: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(refusal) = plan["refusal"].as_object() {
        let ways = refusal.get("ways").and_then(Value::as_array).into_iter().flatten();
        let ways: Vec<String> = ways.map(|way| format!("or: {}", text(way))).collect();
        let next = if ways.is_empty() { vec![format!("next: {}", text(&refusal["next"]))] } else { ways };
        return format!(
            "refused [{}]: {}\n{}\n",
            text(&refusal["code"]),
            text(&refusal["message"]),
            next.join("\n")
        );
    }
    let steps = plan["steps"].as_array().into_iter().flatten().map(|step| text(&step["summary"]));
    let findings = plan["findings"].as_array().into_iter().flatten().map(|finding| {
        let next = finding["next"].as_str().map(|next| format!("\n  {next}")).unwrap_or_default();
        format!(
            "{} [{}]: {}{next}",
            text(&finding["severity"]),
            text(&finding["code"]),
            text(&finding["message"])
        )
    });
    steps.chain(findings).map(|line| line + "\n").collect()
}
