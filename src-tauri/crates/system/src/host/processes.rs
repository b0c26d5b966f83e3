use std::path::Path;

use engine::facts::Process;
use engine::host::HostError;

/// Every process that can be seen; those that end meanwhile are left out.
pub(super) fn all() -> Result<Vec<Process>, HostError> {
    let processes = procfs::process::all_processes().map_err(|error| unreadable(&error))?;
    Ok(processes
        .filter_map(|process| {
            let process = process.ok()?;
            Some(Process {
                pid: u32::try_from(process.pid()).ok()?,
                name: process.stat().ok()?.comm,
                args: process.cmdline().unwrap_or_default(),
            })
        })
        .collect())
}

/// An error of /proc as one of the machine's.
pub(super) fn unreadable(error: &procfs::ProcError) -> HostError {
    HostError::Io { operation: "read".to_owned(), path: Path::new("/proc").into(), reason: error.to_string() }
}
