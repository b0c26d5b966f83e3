//! What runs a server: its service, its processes.

use super::Reload;
use crate::facts::{Evidence, Service};
use crate::host::ToolCall;
use crate::names::AbsPath;

/// There only where systemd runs the machine (sd_booted(3)).
const SYSTEMD_RUNS: &str = "/run/systemd/system";

/// Where every distribution with a merged /usr has it.
const SYSTEMCTL: &str = "/usr/bin/systemctl";

/// `systemctl is-active` ends so for a unit that there is not.
const NO_SUCH_UNIT: i32 = 4;

/// The service of that name; `None` where systemd does not run, or knows no such unit.
pub(super) fn service(evidence: &mut Evidence<'_>, unit: &str) -> Option<Service> {
    let host = evidence.host();
    let runs: AbsPath = SYSTEMD_RUNS.parse().expect("a literal plain path");
    if !host.is_live() || !matches!(host.entry(&runs), Ok(Some(_))) {
        return None;
    }
    let systemctl = host.find_program("systemctl")?;
    match host.ask(&ToolCall::new(&systemctl, &["is-active", unit])) {
        Ok(answer) if answer.code == Some(NO_SUCH_UNIT) => None,
        Ok(answer) => Some(Service { unit: unit.to_owned(), active: answer.code == Some(0) }),
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

/// The reload by the service manager, of a service that runs under it.
pub(super) fn service_reload(service: Option<&Service>) -> Option<Reload> {
    let unit = &service.filter(|service| service.active)?.unit;
    let systemctl = SYSTEMCTL.parse().expect("a literal plain path");
    Some(Reload::Call(ToolCall::new(&systemctl, &["reload", unit])))
}

/// Whether a process of one of these names runs; never in a tree that is only read.
pub(super) fn is_running(evidence: &mut Evidence<'_>, names: &[&str]) -> bool {
    if !evidence.host().is_live() {
        return false;
    }
    match evidence.host().processes() {
        Ok(processes) => processes.iter().any(|process| names.contains(&process.name.as_str())),
        Err(error) => {
            evidence.note(error);
            false
        }
    }
}
