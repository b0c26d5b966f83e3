use std::process::Stdio;

use tests::PlainUser;

use crate::running::Running;
use crate::wait::until;

/// The name of a Wayland display in its user's folder.
const SOCKET: &str = "wayland-0";

/// What draws the windows; neither has a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// An X server.
    X11,
    /// A Wayland compositor. Nobody sits at it: keys and clicks come by WebDriver.
    Wayland,
}

impl Display {
    /// Starts it for a user, whose session's folder this is, and tells the variable by which programs find it.
    pub(crate) fn start(self, user: &PlainUser, session: &str) -> (Running, (&'static str, String)) {
        match self {
            Self::X11 => {
                // Without `-noreset` it begins anew when its last program ends, and one that starts just then fails.
                let mut xvfb = user.command("Xvfb");
                xvfb.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp"]);
                let (xvfb, number) = Running::begin(xvfb);
                (xvfb, ("DISPLAY", format!(":{number}")))
            }
            Self::Wayland => {
                let mut weston = user.command("weston");
                // The kiosk's shell would show no window, as long as nobody sits at it.
                weston.args(["--backend=headless-backend.so", "--shell=desktop-shell.so", "--use-pixman"]);
                weston.args(["--width=1280", "--height=900", "--idle-time=0", "--no-config"]);
                weston.arg(format!("--socket={SOCKET}")).env("XDG_RUNTIME_DIR", session);
                weston.stdout(Stdio::null()).stderr(Stdio::null());
                let weston = Running::silent(weston);
                until("the compositor", || std::path::Path::new(session).join(SOCKET).exists());
                (weston, ("WAYLAND_DISPLAY", SOCKET.to_owned()))
            }
        }
    }
}
