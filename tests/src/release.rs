use std::path::PathBuf;

/// Set by `cargo xtask lab` and `cargo xtask test`: the releases to try, divided by spaces.
const WANTED: &str = "JELLYFIN_PROXY_RELEASES";

/// A Debian release whose servers are unpacked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release(String);

impl Release {
    /// The one that this machine has.
    ///
    /// # Panics
    /// When the machine does not say what it is.
    pub fn of_this_machine() -> Self {
        let text = std::fs::read_to_string("/etc/os-release").expect("a Linux machine");
        let name = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
        Self(name.unwrap_or("unknown").to_owned())
    }

    /// Those to try: the wanted ones, or else all that are unpacked. There is always one, which fails where its
    /// servers are missing.
    pub fn all() -> Vec<Self> {
        let mut releases = match std::env::var(WANTED) {
            Ok(names) => names.split_whitespace().map(|name| Self(name.to_owned())).collect(),
            Err(_) => Self::unpacked(),
        };
        releases.sort();
        if releases.is_empty() {
            releases.push(Self::of_this_machine());
        }
        releases
    }

    /// Its name, such as `bookworm`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// What tells a test inside a sandbox, from where the unpacked servers cannot be seen, that it runs on this one.
    pub(crate) fn environment(&self) -> [(&str, &str); 1] {
        [(WANTED, &self.0)]
    }

    /// The folder that `cargo xtask servers` fills.
    pub(crate) fn servers(&self) -> Result<PathBuf, String> {
        self.folder("root")
    }

    /// The folder with ufw and firewalld, which `cargo xtask servers` fills as well.
    pub(crate) fn firewalls(&self) -> Result<PathBuf, String> {
        self.folder("firewalls")
    }

    /// The folder with modules of servers, which `cargo xtask servers` fills as well.
    pub(crate) fn modules(&self) -> Result<PathBuf, String> {
        self.folder("modules")
    }

    /// The folder with polkit, which `cargo xtask test` fills as well.
    pub(crate) fn polkit(&self) -> Result<PathBuf, String> {
        self.folder("polkit")
    }

    /// The folder with the clean Debian, which `cargo xtask test` makes.
    pub(crate) fn clean(&self) -> Result<PathBuf, String> {
        self.folder("clean")
    }

    fn folder(&self, name: &str) -> Result<PathBuf, String> {
        let folder = all_servers().join(&self.0).join(name);
        if folder.is_dir() {
            Ok(folder)
        } else {
            Err(format!("{} is missing: run `cargo xtask test`", folder.display()))
        }
    }

    fn unpacked() -> Vec<Self> {
        let folders = std::fs::read_dir(all_servers()).into_iter().flatten().flatten();
        let unpacked = folders.filter(|folder| folder.path().join("root").is_dir());
        unpacked.filter_map(|folder| folder.file_name().into_string().ok()).map(Self).collect()
    }
}

/// The folder in which each release has its own.
fn all_servers() -> PathBuf {
    let own = std::env::var_os("JELLYFIN_PROXY_SERVERS").map(PathBuf::from);
    let all = own.as_deref().and_then(|own| own.ancestors().nth(2));
    all.map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../target/servers").into(), PathBuf::from)
}
