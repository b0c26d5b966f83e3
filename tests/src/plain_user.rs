use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Ended;
use crate::release::Release;
use crate::trial::program_folder;

/// `nobody` and `nogroup`, who have these numbers on every Debian (base-passwd).
const NOBODY: u32 = 65534;

/// Somebody without any right, with the product's programs in a folder of his own.
pub struct PlainUser {
    home: TempDir,
}

impl PlainUser {
    /// `nobody`; or whoever runs the test, where that is not root.
    ///
    /// # Panics
    /// When the programs were not built: `cargo xtask test` builds them first.
    pub fn new() -> Self {
        Self::with(&["jellyfin-proxy", "jellyfin-proxy-helper"])
    }

    /// The same with these programs.
    ///
    /// # Panics
    /// When they were not built.
    pub fn with(programs: &[&str]) -> Self {
        let home = TempDir::new().expect("room below /tmp");
        // A checkout may lie in a folder that others may not enter.
        for program in programs {
            let from = program_folder().expect("a target folder").join(program);
            let to = home.path().join(program);
            let copied = std::fs::hard_link(&from, &to).or_else(|_| std::fs::copy(&from, &to).map(drop));
            copied.unwrap_or_else(|error| {
                panic!("{} was built: run `cargo xtask test` ({error})", from.display())
            });
        }
        std::fs::set_permissions(home.path(), PermissionsExt::from_mode(0o755))
            .expect("it is the test's own");
        let user = Self { home };
        user.owns(user.home.path());
        user
    }

    /// A program run by him, with next to nothing in its environment.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", self.home.path());
        command.current_dir(self.home.path());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Runs `jellyfin-proxy` with these arguments to its end.
    ///
    /// # Panics
    /// When it does not start.
    pub fn product<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ended {
        let output = self.command(&self.program()).args(arguments).output();
        output.expect("jellyfin-proxy was built: run `cargo xtask test`").into()
    }

    /// Whether he is somebody else than who runs the test.
    pub fn is_other(&self) -> bool {
        is_root()
    }

    /// His folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where his `jellyfin-proxy` is.
    pub fn program(&self) -> String {
        self.home.path().join("jellyfin-proxy").display().to_string()
    }

    /// A folder for his files, empty at first.
    ///
    /// # Panics
    /// When it is there already.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.home.path().join(name);
        std::fs::create_dir(&folder).expect("a name of its own");
        self.owns(&folder);
        folder
    }

    /// Makes him the owner of a file, link or folder.
    ///
    /// # Panics
    /// When it is not there.
    pub fn owns(&self, path: &Path) {
        if is_root() {
            std::os::unix::fs::lchown(path, Some(NOBODY), Some(NOBODY)).expect("root may do that");
        }
    }

    /// The folder with the unpacked servers, for `--layer`.
    ///
    /// # Panics
    /// When it is missing.
    pub fn servers() -> String {
        let layer = Release::of_this_machine().servers();
        layer.unwrap_or_else(|error| panic!("{error}")).display().to_string()
    }
}

impl Default for PlainUser {
    fn default() -> Self {
        Self::new()
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").expect("a Linux machine").uid() == 0
}
