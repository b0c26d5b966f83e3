use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use tests::PlainUser;

use crate::running::Running;

/// The application, where the user has it.
pub const APPLICATION: &str = "jellyfin-proxy-wizard";

/// A person's desktop: a display, a session bus, and a home.
pub struct Desktop {
    /// Whose it is.
    pub user: PlainUser,
    display: String,
    bus: String,
    _running: [Running; 2],
}

impl Desktop {
    /// A desktop of `nobody`, who has the application in his home.
    pub fn of_nobody() -> Self {
        Self::of(PlainUser::with(&[APPLICATION, "jellyfin-proxy", "jellyfin-proxy-helper"]))
    }

    /// A desktop of this user.
    pub fn of(user: PlainUser) -> Self {
        let run = user.folder("run");
        std::fs::set_permissions(run, PermissionsExt::from_mode(0o700)).unwrap();
        // Without `-noreset` it begins anew when its last program ends, and one that starts just then fails.
        let mut xvfb = user.command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp"]);
        let (xvfb, number) = begin(xvfb);
        let mut bus = user.command("dbus-daemon");
        // Its socket is in the user's folder, and goes with it.
        let place = format!("--address=unix:dir={}/run", user.home().display());
        bus.args(["--session", "--nofork", "--print-address", &place]);
        let (bus, address) = begin(bus);
        Self { user, display: format!(":{number}"), bus: address, _running: [xvfb, bus] }
    }

    /// A program of this desktop.
    pub fn command(&self, program: &str) -> Command {
        let mut command = self.user.command(program);
        let home = self.home();
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("XDG_RUNTIME_DIR", format!("{home}/run"))
            .env("LANG", "C.UTF-8")
            // Software draws; the test's display has no graphics card.
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        command
    }

    /// The application as its user starts it, with nobody who drives it.
    pub fn start(&self) -> Running {
        let mut command = self.command(&self.application());
        let child = command.stdin(Stdio::null()).spawn().expect("the application starts");
        Running::silent(child)
    }

    /// The application in the user's home.
    pub fn application(&self) -> String {
        format!("{}/{APPLICATION}", self.home())
    }

    fn home(&self) -> String {
        self.user.home().display().to_string()
    }
}

/// Starts a program, and waits for the first line that it prints: then it is ready.
fn begin(mut command: Command) -> (Running, String) {
    let name = command.get_program().to_owned();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{name:?}: {error}"));
    let mut words = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    words.read_line(&mut line).unwrap();
    if line.is_empty() {
        let mut why = String::new();
        child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
        panic!("{name:?} ended: {why}");
    }
    (Running::heard(child, words), line.trim().to_owned())
}
