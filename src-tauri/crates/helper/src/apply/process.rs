use std::path::{Path, PathBuf};

use engine::host::Host;
use engine::names::AbsPath;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use crate::fault::Fault;

/// Sends SIGUSR2 to the process whose id is in a file, once it is seen to be that program. The
/// process is held while it is looked at, so that its number cannot become another's meanwhile.
pub(super) fn signal_usr2(
    host: &dyn Host,
    pid_file: &AbsPath,
    program: Option<&AbsPath>,
) -> Result<(), Fault> {
    let not_found = |reason: String| Fault::NoProcess { pid_file: pid_file.clone(), reason };
    let program = program.ok_or_else(|| not_found("which program it must be is not known".to_owned()))?;
    let text = host.read(pid_file).map_err(|error| not_found(error.to_string()))?;
    let pid = first_pid(&String::from_utf8_lossy(&text))
        .ok_or_else(|| not_found("the file holds no process id".to_owned()))?;
    let process = pidfd_open(pid, PidfdFlags::empty()).map_err(|errno| not_found(errno.to_string()))?;
    let running = std::fs::read_link(format!("/proc/{}/exe", pid.as_raw_nonzero()))
        .map_err(|error| not_found(error.to_string()))?;
    let wanted = program.as_path().canonicalize().map_err(|error| not_found(error.to_string()))?;
    if as_started(&running) != wanted {
        return Err(not_found(format!("that process is {}, not {program}", running.display())));
    }
    pidfd_send_signal(process, Signal::USR2).map_err(|errno| not_found(errno.to_string()))
}

/// HAProxy writes one id a line, the master's first.
fn first_pid(text: &str) -> Option<Pid> {
    let number: i32 = text.lines().next()?.trim().parse().ok()?;
    Pid::from_raw(Some(number).filter(|number| *number > 1)?)
}

/// The path of a program that was replaced while it runs, by an update say.
fn as_started(running: &Path) -> PathBuf {
    let text = running.to_string_lossy();
    text.strip_suffix(" (deleted)").map_or_else(|| running.to_owned(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};
    use system::host::LiveHost;

    fn path(at: &Path) -> AbsPath {
        AbsPath::try_from(at).unwrap()
    }

    #[test]
    fn only_the_right_program_is_signalled() {
        let folder = tempfile::tempdir().unwrap();
        let pid_file = folder.path().join("pid");
        let mut child = Command::new("/bin/sleep").arg("60").stdout(Stdio::null()).spawn().unwrap();
        std::fs::write(&pid_file, format!("{}\n", child.id())).unwrap();
        let host = LiveHost::open().unwrap();
        let of = |program: &str| signal_usr2(&host, &path(&pid_file), Some(&program.parse().unwrap()));
        let fault = of("/bin/cat").unwrap_err();
        assert!(fault.to_string().contains("sleep"), "{fault}");
        assert!(child.try_wait().unwrap().is_none());
        of("/bin/sleep").unwrap();
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(child.wait().unwrap().signal(), Some(Signal::USR2.as_raw()));
        assert_eq!(of("/bin/sleep").unwrap_err().code(), "server_process_not_found");
    }

    #[test]
    fn a_pid_file_names_a_process() {
        for (text, pid) in [("12\n13\n", Some(12)), ("1\n", None), ("0", None), ("-5", None), ("", None)] {
            assert_eq!(first_pid(text).map(|pid| pid.as_raw_nonzero().get()), pid, "{text:?}");
        }
    }
}
