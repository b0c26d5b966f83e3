//! A proxy that is not there is installed by the machine's package manager, one that does not run is started: with
//! fixed calls, of which the front chooses nothing but the proxy.

use std::time::Duration;

use engine::facts::{HostFacts, Install, PackageFamily, Wanted, collect};
use engine::host::ToolCall;
use engine::proxies::ProxyKind;

use crate::fault::Fault;
use crate::journal::Journal;
use crate::machine::Machine;
use crate::tools::Toolbox;

/// The package managers, and what starts services.
const PROGRAMS: [&str; 9] =
    ["apk", "apt-get", "dnf", "pacman", "rc-service", "rc-update", "service", "systemctl", "zypper"];

/// A package comes over the network, at times from a slow mirror.
const TO_INSTALL: Duration = Duration::from_secs(30 * 60);

/// How long a server may take from being started until its process is seen.
const TO_APPEAR: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(200);

/// Installs a proxy and starts it, from now on with the machine. Each line that is printed is told.
///
/// # Errors
/// When the machine's package manager is not known or fails, or the proxy does not run afterwards.
pub(crate) fn install(machine: &Machine, proxy: ProxyKind, told: &mut dyn FnMut(&str)) -> Result<(), Fault> {
    let facts = facts_of(machine, &format!("Install {}", proxy.title()))?;
    // Two runs never meet, whatever they do.
    let _lock = Journal::open(&machine.disk)?;
    if installed(&facts, proxy).is_none() {
        let call = by_package_manager(machine, &facts, proxy, told)?;
        if installed(&look(machine), proxy).is_none() {
            return Err(Fault::NotInstalled { proxy: proxy.title(), call: call.to_string() });
        }
    }
    begin(machine, proxy, true)
}

/// Starts a proxy that is installed.
///
/// # Errors
/// When that is left to a person here, or it does not run afterwards.
pub(crate) fn start(machine: &Machine, proxy: ProxyKind) -> Result<(), Fault> {
    facts_of(machine, &format!("Start {}", proxy.title()))?;
    let _lock = Journal::open(&machine.disk)?;
    begin(machine, proxy, false)
}

fn by_package_manager(
    machine: &Machine,
    facts: &HostFacts,
    proxy: ProxyKind,
    told: &mut dyn FnMut(&str),
) -> Result<ToolCall, Fault> {
    let none = || Fault::NoInstaller { proxy: proxy.title() };
    let family = facts.os.package_family();
    let manager = family.unattended().ok_or_else(none)?;
    let program = machine.host.find_program(manager.program).ok_or_else(none)?;
    let tools = tools(machine);
    if let Some(arguments) = manager.refresh {
        let call = ToolCall::new(&program, arguments);
        told(&format!("$ {call}"));
        // Without a network the package may lie here already.
        if let Err(error) = tools.run_telling(&call, manager.environment, TO_INSTALL, told) {
            told(&error.to_string());
        }
    }
    let call = ToolCall::new(&program, &[manager.install, &packages(proxy, family)].concat());
    told(&format!("$ {call}"));
    tools.run_telling(&call, manager.environment, TO_INSTALL, told)?;
    Ok(call)
}

/// An argument each.
fn packages(proxy: ProxyKind, family: PackageFamily) -> Vec<&'static str> {
    proxy.proxy().package(family).split_whitespace().collect()
}

/// Some packages start what they bring, others leave it to the administrator.
fn begin(machine: &Machine, proxy: ProxyKind, at_boot: bool) -> Result<(), Fault> {
    let facts = look(machine);
    let none = || Fault::NoStarter { proxy: proxy.title() };
    let install = installed(&facts, proxy).ok_or_else(none)?;
    if install.running && !at_boot {
        return Ok(());
    }
    let tools = tools(machine);
    match &install.service {
        Some(service) => {
            let calls = service.manager.start_calls(&service.unit, at_boot);
            if calls.is_empty() && !install.running {
                return Err(none());
            }
            for (program, arguments) in calls {
                let program = machine.host.find_program(program).ok_or_else(none)?;
                tools.run_well(&ToolCall { program, args: arguments })?;
            }
        }
        // No service manager, as in a container or a sandbox.
        None if install.running => {}
        None => machine.tools.run_well(&proxy.proxy().start(install))?,
    }
    appear(machine, proxy)
}

fn appear(machine: &Machine, proxy: ProxyKind) -> Result<(), Fault> {
    for _ in 0..TO_APPEAR.as_millis() / PAUSE.as_millis() {
        if installed(&look(machine), proxy).is_some_and(|install| install.running) {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(Fault::NotStarted { proxy: proxy.title() })
}

fn facts_of(machine: &Machine, summary: &str) -> Result<HostFacts, Fault> {
    if !machine.host.is_live() {
        return Err(Fault::NoServerInTree { summary: summary.to_owned() });
    }
    Ok(look(machine))
}

fn look(machine: &Machine) -> HostFacts {
    collect(machine.host.as_ref(), &Wanted::default())
}

fn installed(facts: &HostFacts, proxy: ProxyKind) -> Option<&Install> {
    facts.installs.iter().find(|install| install.proxy == proxy)
}

fn tools(machine: &Machine) -> Toolbox {
    Toolbox::new(machine.disk.clone(), &PROGRAMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_is_an_argument() {
        let apache: ProxyKind = "apache".parse().unwrap();
        assert_eq!(packages(apache, PackageFamily::Dnf), ["httpd", "mod_ssl"]);
        assert_eq!(packages(apache, PackageFamily::Apt), ["apache2"]);
    }
}
