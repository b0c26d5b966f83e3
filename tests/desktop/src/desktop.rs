use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use tests::PlainUser;

use crate::display::Display;
use crate::running::Running;

/// The application, where the user has it.
pub const APPLICATION: &str = "jellyfin-proxy-wizard";

/// A person's desktop: a display, a session bus, and a home.
pub struct Desktop {
    /// Whose it is.
    pub user: PlainUser,
    display: (&'static str, String),
    bus: String,
    _running: [Running; 2],
}

impl Desktop {
    /// A desktop of `nobody`, who has the application in his home.
    pub fn of_nobody() -> Self {
        Self::of_nobody_on(Display::X11)
    }

    /// The same on this kind of display.
    pub fn of_nobody_on(display: Display) -> Self {
        Self::of(PlainUser::with(&[APPLICATION, "jellyfin-proxy", "jellyfin-proxy-helper"]), display)
    }

    /// A desktop of this user.
    pub fn of(user: PlainUser, display: Display) -> Self {
        let session = user.folder("run");
        std::fs::set_permissions(&session, PermissionsExt::from_mode(0o700)).unwrap();
        let session = session.display();
        let (screen, display) = display.start(&user, &session.to_string());
        let mut bus = user.command("dbus-daemon");
        // Its socket is in the user's folder, and goes with it.
        bus.args(["--session", "--nofork", "--print-address", &format!("--address=unix:dir={session}")]);
        let (bus, address) = Running::begin(bus);
        Self { user, display, bus: address, _running: [screen, bus] }
    }

    /// A program of this desktop.
    pub fn command(&self, program: &str) -> Command {
        let mut command = self.user.command(program);
        let home = self.home();
        command
            .env(self.display.0, &self.display.1)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("XDG_RUNTIME_DIR", format!("{home}/run"))
            .env("LANG", "C.UTF-8")
            // Software draws; the test's display has no graphics card.
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        command
    }

    /// The application as its user starts it, with nobody who drives it.
    pub fn start(&self) -> Running {
        Running::silent(self.command(&self.application()))
    }

    /// The application in the user's home.
    pub fn application(&self) -> String {
        format!("{}/{APPLICATION}", self.home())
    }

    fn home(&self) -> String {
        self.user.home().display().to_string()
    }
}
