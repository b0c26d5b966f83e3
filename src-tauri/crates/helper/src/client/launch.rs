use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

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
}

impl LaunchError {
    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSudo => "sudo_missing",
            Self::NotAllowed => "root_not_given",
            Self::Start { .. } => "root_side_not_started",
        }
    }

    /// What the user can do about it.
    pub fn next(&self) -> &'static str {
        match self {
            Self::NoSudo | Self::NotAllowed => "run this command as root, or as a user who may use sudo",
            Self::Start { .. } => "install the package again",
        }
    }
}

/// Starts the helper in a process group of its own: Ctrl-C on the terminal is for the front, which then
/// calls the change off in an orderly way.
pub(super) fn launch(program: &Path, root: Option<&Path>) -> Result<Child, LaunchError> {
    let direct = root.is_some() || rustix::process::geteuid().is_root();
    let mut command = if direct { Command::new(program) } else { through_sudo(program)? };
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
    command.spawn().map_err(|source| LaunchError::Start { program: program.to_owned(), source })
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
