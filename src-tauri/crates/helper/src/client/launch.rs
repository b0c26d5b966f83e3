use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// How the root side gets its rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RootBy {
    /// It needs none that are not there: this is root, or a tree.
    #[default]
    Already,
    /// `sudo`, which asks on the terminal.
    Sudo,
    /// polkit's `pkexec`, for which a window of the desktop asks.
    Pkexec,
}

impl RootBy {
    /// On a terminal: nobody is asked where this is root.
    #[must_use]
    pub fn on_terminal() -> Self {
        if is_root() { Self::Already } else { Self::Sudo }
    }

    /// On a desktop: nobody is asked where this is root.
    #[must_use]
    pub fn on_desktop() -> Self {
        if is_root() { Self::Already } else { Self::Pkexec }
    }

    /// Whether a password is asked for.
    #[must_use]
    pub fn asks(self) -> bool {
        self != Self::Already
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Why the helper was not started.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no sudo.
    #[error("root is needed for that, and there is no sudo on this machine")]
    NoSudo,
    /// sudo did not get the password, or does not know this user.
    #[error("root is needed for that, and sudo did not give it")]
    NotAllowed,
    /// The program did not start.
    #[error("{} could not be started: {source}", program.display())]
    Start {
        /// The helper.
        program: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Somebody closed the window that asked for the password.
    #[error("the password was not given")]
    Cancelled,
    /// polkit does not let this user, or the password was wrong.
    #[error("root is needed for that, and polkit did not give it: {0}")]
    Refused(String),
    /// Nothing on this desktop asks for passwords, or there is no polkit.
    #[error("no window could ask for the password: {0}")]
    NoAgent(String),
    /// Nobody gave the password in time.
    #[error("nobody gave the password within {0} seconds")]
    TimedOut(u64),
    /// The front called it off while the password was asked for.
    #[error("it was called off while the password was asked for")]
    CalledOff,
    /// It ended before it greeted.
    #[error("the root side ended before it said anything{0}")]
    Ended(String),
    /// It runs, and says nothing.
    #[error("the root side said nothing within {0} seconds")]
    Silent(u64),
}

impl LaunchError {
    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSudo => "sudo_missing",
            Self::NotAllowed => "root_not_given",
            Self::Start { .. } | Self::Ended(_) => "root_side_not_started",
            Self::Cancelled => "password_cancelled",
            Self::Refused(_) => "password_refused",
            Self::NoAgent(_) => "password_agent_missing",
            Self::TimedOut(_) => "password_timed_out",
            Self::CalledOff => "abandoned",
            Self::Silent(_) => "root_side_silent",
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> &'static str {
        match self {
            Self::NoSudo | Self::NotAllowed => "run this command as root, or as a user who may use sudo",
            Self::Start { .. } | Self::Ended(_) => "install the package again",
            Self::Cancelled | Self::TimedOut(_) | Self::CalledOff => "try again when you like",
            Self::Refused(_) => "try again with an account that may administer this computer",
            Self::NoAgent(_) => "start it in a desktop session, or use jellyfin-proxy in a terminal",
            Self::Silent(_) => "see whether the computer is overloaded, and try again",
        }
    }
}

/// Starts the helper in a process group of its own: Ctrl-C on the terminal is for the front, which then
/// calls the change off in an orderly way.
pub(super) fn launch(program: &Path, root: Option<&Path>, by: RootBy) -> Result<Child, LaunchError> {
    let mut command = match by {
        RootBy::Already => Command::new(program),
        RootBy::Sudo => through_sudo(program)?,
        RootBy::Pkexec => through_pkexec(program),
    };
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
    command.spawn().map_err(|source| match by {
        RootBy::Pkexec if source.kind() == io::ErrorKind::NotFound => {
            LaunchError::NoAgent("pkexec is not installed".to_owned())
        }
        _ => LaunchError::Start { program: program.to_owned(), source },
    })
}

/// The password is asked for beforehand, in the foreground: a background group may not read the terminal.
fn through_sudo(program: &Path) -> Result<Command, LaunchError> {
    match Command::new("sudo").arg("--validate").status() {
        Ok(status) if status.success() => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(LaunchError::NoSudo),
        Ok(_) | Err(_) => return Err(LaunchError::NotAllowed),
    }
    let mut command = Command::new("sudo");
    command.arg("--non-interactive").arg("--").arg(program);
    Ok(command)
}

/// A window asks, never the terminal that a desktop program may have been started from. Its words tell
/// refusals apart, for which its exit code does not do.
fn through_pkexec(program: &Path) -> Command {
    let mut command = Command::new("pkexec");
    command.arg("--disable-internal-agent").arg(program).stderr(Stdio::piped());
    command
}
