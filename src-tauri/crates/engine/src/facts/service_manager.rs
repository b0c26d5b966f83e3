use serde::{Deserialize, Serialize};

use crate::host::Host;
use crate::names::AbsPath;

/// What starts and reloads services.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceManager {
    /// systemd (sd_booted(3)).
    Systemd,
    /// OpenRC, as on Alpine and Gentoo.
    OpenRc,
    /// FreeBSD's rc(8).
    FreeBsdRc,
    /// `brew services`.
    Homebrew,
    /// The scripts of `/etc/init.d` under a System V init (Devuan, Debian before systemd).
    SysV,
    /// None, as in a container or a sandbox: reloads go by signal.
    #[default]
    None,
}

/// What is there only where that manager runs, or rules, the machine; the first that is found counts.
/// systemd keeps a `/run/initctl` of its own on some machines, and every FreeBSD has its rc.subr.
const SIGNS: [(&str, ServiceManager); 7] = [
    ("/run/systemd/system", ServiceManager::Systemd),
    ("/run/openrc/softlevel", ServiceManager::OpenRc),
    ("/etc/rc.subr", ServiceManager::FreeBsdRc),
    ("/opt/homebrew/bin/brew", ServiceManager::Homebrew),
    ("/usr/local/bin/brew", ServiceManager::Homebrew),
    ("/run/initctl", ServiceManager::SysV),
    ("/dev/initctl", ServiceManager::SysV),
];

impl ServiceManager {
    /// The one of that machine.
    pub fn of(host: &dyn Host) -> Self {
        let is_there = |path: &str| {
            let path: AbsPath = path.parse().expect("a literal plain path");
            matches!(host.entry(&path), Ok(Some(_)))
        };
        SIGNS.iter().find(|(sign, _)| is_there(sign)).map_or(Self::None, |(_, manager)| *manager)
    }

    /// The command that starts a service, for a person to type; `None` where there is no manager.
    pub fn start_command(self, unit: &str) -> Option<String> {
        Some(match self {
            Self::Systemd => format!("sudo systemctl start {unit}"),
            Self::OpenRc => format!("sudo rc-service {unit} start"),
            // `start` alone does nothing unless rc.conf says UNIT_enable="YES" (rc(8)).
            Self::FreeBsdRc => format!("sudo service {unit} onestart"),
            Self::Homebrew => format!("brew services start {unit}"),
            Self::SysV => format!("sudo service {unit} start"),
            Self::None => return None,
        })
    }

    /// The calls that start a service, each a program's name and its arguments; with `at_boot` it starts with the
    /// machine from now on, too. Empty where that is left to a person.
    pub fn start_calls(self, unit: &str, at_boot: bool) -> Vec<(&'static str, Vec<String>)> {
        let call = |program, args: &[&str]| (program, args.iter().map(|&arg| arg.to_owned()).collect());
        match self {
            Self::Systemd if at_boot => vec![call("systemctl", &["enable", "--now", unit])],
            Self::Systemd => vec![call("systemctl", &["start", unit])],
            Self::OpenRc if at_boot => {
                vec![call("rc-update", &["add", unit, "default"]), call("rc-service", &[unit, "start"])]
            }
            Self::OpenRc => vec![call("rc-service", &[unit, "start"])],
            Self::SysV => vec![call("service", &[unit, "start"])],
            Self::FreeBsdRc | Self::Homebrew | Self::None => Vec::new(),
        }
    }
}
