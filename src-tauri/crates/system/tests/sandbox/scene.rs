//! A folder with a layer and a shared folder in it, and the users who enter a sandbox with them.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use system::sandbox::Sandbox;
use tempfile::TempDir;

pub(crate) const CALLER: &str = "--caller";
pub(crate) const INSIDE: &str = "--inside";

/// How long a process may take for what takes it milliseconds on a free machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The plain user that root becomes for a test: `nobody` on every Linux.
pub(crate) const NOBODY: u32 = 65534;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum User {
    Root,
    Plain,
}

impl User {
    /// Root can be both; a plain user only what he is.
    pub(crate) fn available() -> Vec<Self> {
        if rustix::process::geteuid().is_root() { vec![Self::Root, Self::Plain] } else { vec![Self::Plain] }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Plain => "plain_user",
        }
    }
}

/// What one test does as the caller and inside.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) sandbox: fn(&Scene) -> Sandbox,
    pub(crate) inside: fn(&Scene),
    /// What the machine looks like afterwards.
    pub(crate) after: fn(&Scene),
}

impl Case {
    pub(crate) fn run(&self, stage: &Stage) -> Result<(), Failed> {
        let output = stage.caller(self).output()?;
        if !output.status.success() {
            return Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into());
        }
        (self.after)(&stage.scene);
        Ok(())
    }

    /// The caller's part: enters the sandbox and ends as the program inside does.
    pub(crate) fn call(&self, scene: &Scene) -> ExitCode {
        let mut command = (self.sandbox)(scene)
            .keep(scene.shared())
            .enter([INSIDE.as_ref(), self.name.as_ref(), scene.folder.as_os_str()])
            .expect("the folders of the scene can be used");
        let status = command.status().expect("this program can be started again");
        // There is no code when a test killed the outer stage.
        status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
    }
}

/// Paths that are the same for the caller and inside.
pub(crate) struct Scene {
    folder: PathBuf,
}

impl Scene {
    pub(crate) fn of(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn layer(&self) -> PathBuf {
        self.folder.join("layer")
    }

    /// The unpacked servers.
    pub(crate) fn servers(&self) -> PathBuf {
        self.folder.join("servers")
    }

    pub(crate) fn shared(&self) -> PathBuf {
        self.folder.join("shared")
    }
}

/// A scene on disk that belongs to its user, with this program and the servers where he can reach them: the checkout
/// may lie in a folder that he may not enter.
pub(crate) struct Stage {
    _folder: TempDir,
    program: PathBuf,
    user: User,
    pub(crate) scene: Scene,
}

impl Stage {
    pub(crate) fn set(user: User) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let scene = Scene::of(folder.path());
        for name in ["layer/etc", "layer/usr/share/layered", "layer/var/lib/layered", "shared"] {
            fs::create_dir_all(scene.folder.join(name)).expect("a folder of the scene");
        }
        let passwd = "nobody:x:1:1::/:/bin/false\nlayered:x:998:998::/:/bin/false\n";
        for (name, text) in [
            ("layer/etc/layered.conf", "from the layer"),
            ("layer/etc/passwd", passwd),
            ("layer/usr/share/layered/file", "from the layer"),
            ("layer/var/lib/layered/file", "from the layer"),
        ] {
            fs::write(scene.folder.join(name), text).expect("a file of the scene");
        }
        let program = folder.path().join("program");
        fs::copy("/proc/self/exe", &program).expect("a copy of this program");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("own folder");
        if user == User::Plain && rustix::process::geteuid().is_root() {
            chown(scene.shared(), Some(NOBODY), Some(NOBODY)).expect("root may give a folder away");
        }
        Self { _folder: folder, program, user, scene }
    }

    /// Copies a layer into the scene. Modes are not kept: what only the group `adm` may read would be out of reach.
    pub(crate) fn with_servers(self, layer: &Path) -> Self {
        let copied = Command::new("cp").arg("-R").arg(layer).arg(self.scene.servers()).status();
        assert!(copied.is_ok_and(|status| status.success()), "{} cannot be copied", layer.display());
        self
    }

    pub(crate) fn caller(&self, case: &Case) -> Command {
        let mut command = Command::new(&self.program);
        command.args([CALLER, case.name]).arg(&self.scene.folder);
        if self.user == User::Plain && rustix::process::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

pub(crate) fn wait_until(what: &str, mut reached: impl FnMut() -> bool) {
    let start = Instant::now();
    while !reached() {
        assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        sleep(Duration::from_millis(20));
    }
}
