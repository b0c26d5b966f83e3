use engine::names::AbsPath;
use engine::plan::{Owner, Step};

use super::{certificate, enable, permit};
use crate::disk::{DiskError, LastLink, NewFile, Trace};
use crate::fault::Fault;
use crate::machine::Machine;

/// Carries out a step that changes files.
pub(super) fn carry_out(machine: &Machine, step: &Step) -> Result<(), Fault> {
    let disk = &machine.disk;
    match step {
        Step::MakeFolder { path, mode } => {
            let place = disk.place(path, LastLink::Taken)?;
            place.folder.make_folder(&place.name, *mode)?;
        }
        Step::WriteFile { path, content, mode, owner } => {
            write(machine, path, content.as_bytes(), *mode, owner)?;
        }
        Step::Link { path, target } => {
            let place = disk.place(path, LastLink::Taken)?;
            place.folder.link(&place.name, target.as_str().as_bytes(), None, None)?;
        }
        Step::Remove { path } => {
            let place = disk.place(path, LastLink::Taken)?;
            place.folder.remove(&place.name)?;
        }
        Step::CombinePem { path, cert, key } => {
            let combined = certificate::combined(machine.host.as_ref(), cert, key)?;
            write_secret(machine, path, &combined)?;
        }
        Step::IssueCertificate { domain, ca_cert, ca_key, cert, key } => {
            let issued = certificate::issue(machine.host.as_ref(), domain, ca_cert, ca_key)?;
            if let Some(authority) = &issued.new_authority {
                write_secret(machine, ca_key, authority.key.as_bytes())?;
                write(machine, ca_cert, authority.certificate.as_bytes(), 0o644, &Owner::Writer)?;
            }
            write_secret(machine, key, issued.key.as_bytes())?;
            write(machine, cert, issued.chain.as_bytes(), 0o644, &Owner::Writer)?;
        }
        Step::Enable(step) => enable::enable(machine, step)?,
        Step::Permit(step) => permit::allow(machine, step)?,
        Step::CheckConfig { .. }
        | Step::Reload { .. }
        | Step::Observe { .. }
        | Step::RestartJellyfin { .. } => {}
    }
    Ok(())
}

/// A file that is replaced keeps its mode, owner and labels; a new one gets those asked for.
fn write(machine: &Machine, path: &AbsPath, bytes: &[u8], mode: u32, owner: &Owner) -> Result<(), DiskError> {
    let place = machine.disk.place(path, LastLink::Followed)?;
    let there = place.folder.image(&place.name)?;
    let new = match &there.trace {
        Trace::File { mode, uid, gid, .. } => NewFile {
            bytes,
            mode: *mode,
            owner: Some((*uid, *gid)),
            labels: Some(&there.labels),
            changed: None,
        },
        Trace::Absent {} | Trace::Link { .. } | Trace::Folder { .. } => {
            let owner = match owner {
                Owner::Writer => None,
                Owner::AsFolder => Some(place.folder.owner()?),
            };
            NewFile { bytes, mode, owner, labels: None, changed: None }
        }
    };
    place.folder.write(&place.name, &new).map(|_| ())
}

/// A file that nobody but root may read, whatever mode one of that name had.
fn write_secret(machine: &Machine, path: &AbsPath, bytes: &[u8]) -> Result<(), DiskError> {
    let place = machine.disk.place(path, LastLink::Taken)?;
    let new = NewFile { bytes, mode: 0o600, owner: None, labels: None, changed: None };
    place.folder.write(&place.name, &new).map(|_| ())
}
