use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Why the helper was not started.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// sudo is not there, or did not get the password.
    #[error("root is needed for that, and sudo did not give it: run this command as root")]
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
    let allowed = Command::new("sudo").arg("--validate").status();
    if !allowed.is_ok_and(|status| status.success()) {
        return Err(LaunchError::NotAllowed);
    }
    let mut command = Command::new("sudo");
    command.arg("--non-interactive").arg("--").arg(program);
    Ok(command)
}
