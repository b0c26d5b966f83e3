//! What runs a server: its service, its processes.

use super::Reload;
use crate::facts::{Evidence, Service, ServiceManager};
use crate::host::{Host, ToolCall};
use crate::names::AbsPath;

/// Where every distribution with a merged /usr has it.
const SYSTEMCTL: &str = "/usr/bin/systemctl";
/// Where Alpine and Gentoo have it.
const RC_SERVICE: &str = "/sbin/rc-service";
/// Where Debian and FreeBSD have it.
const SERVICE: &str = "/usr/sbin/service";

/// `systemctl is-active` ends so for a unit that there is not.
const NO_SUCH_UNIT: i32 = 4;

/// The service of that name; `None` where nothing manages services, or no such one is known.
pub(super) fn service(evidence: &mut Evidence<'_>, unit: &str) -> Option<Service> {
    let host = evidence.host();
    if !host.is_live() {
        return None;
    }
    let manager = ServiceManager::of(host);
    let known = |active| Some(Service { unit: unit.to_owned(), active, manager });
    match manager {
        ServiceManager::Systemd => {
            match status(evidence, &host.find_program("systemctl")?, "is-active", unit) {
                Some(NO_SUCH_UNIT) | None => None,
                Some(code) => known(code == 0),
            }
        }
        ServiceManager::OpenRc | ServiceManager::SysV | ServiceManager::FreeBsdRc => {
            let folders: &[&str] = match manager {
                ServiceManager::FreeBsdRc => &["/usr/local/etc/rc.d", "/etc/rc.d"],
                _ => &["/etc/init.d"],
            };
            has_one(host, folders, unit).then_some(())?;
            let ask = question(manager, unit)?;
            known(code(evidence, &ask) == Some(0))
        }
        // It may not be asked as root, and its only reload is a restart: the server's own signal is
        // what reloads it, as for one that no manager runs.
        ServiceManager::Homebrew => {
            has_one(host, &["/opt/homebrew/opt", "/usr/local/opt"], unit).then(|| known(false))?
        }
        ServiceManager::None => None,
    }
}

/// The reload by the service manager, of a service that runs under it.
pub(super) fn service_reload(service: Option<&Service>) -> Option<Reload> {
    let service = service.filter(|service| service.active)?;
    let unit = service.unit.as_str();
    let (program, args) = match service.manager {
        ServiceManager::Systemd => (SYSTEMCTL, ["reload", unit]),
        // The script for Apache makes a restart of `reload` where /etc/conf.d says so; of `graceful` never.
        ServiceManager::OpenRc if unit == "apache2" => (RC_SERVICE, [unit, "graceful"]),
        ServiceManager::OpenRc => (RC_SERVICE, [unit, "reload"]),
        ServiceManager::FreeBsdRc => (SERVICE, [unit, "onereload"]),
        ServiceManager::SysV => (SERVICE, [unit, "reload"]),
        ServiceManager::Homebrew | ServiceManager::None => return None,
    };
    Some(Reload::Call(ToolCall::new(&program.parse().expect("a literal plain path"), &args)))
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

/// Asks a script whether its service runs. FreeBSD's answer with `one` before the word whether or not
/// rc.conf enables the service (rc.subr(8)).
fn question(manager: ServiceManager, unit: &str) -> Option<ToolCall> {
    let (program, word) = match manager {
        ServiceManager::OpenRc => (RC_SERVICE, "status"),
        ServiceManager::FreeBsdRc => (SERVICE, "onestatus"),
        ServiceManager::SysV => (SERVICE, "status"),
        ServiceManager::Systemd | ServiceManager::Homebrew | ServiceManager::None => return None,
    };
    Some(ToolCall::new(&program.parse().expect("a literal plain path"), &[unit, word]))
}

fn status(evidence: &mut Evidence<'_>, program: &AbsPath, word: &str, unit: &str) -> Option<i32> {
    code(evidence, &ToolCall::new(program, &[word, unit]))
}

fn code(evidence: &mut Evidence<'_>, call: &ToolCall) -> Option<i32> {
    match evidence.host().ask(call) {
        Ok(answer) => answer.code,
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

fn has_one(host: &dyn Host, folders: &[&str], name: &str) -> bool {
    let places = folders.iter().filter_map(|folder| folder.parse::<AbsPath>().ok()?.join(name).ok());
    places.into_iter().any(|place| matches!(host.entry(&place), Ok(Some(_))))
}
