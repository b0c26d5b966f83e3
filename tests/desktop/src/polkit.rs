use std::fs;
use std::path::Path;
use std::process::Command;

use crate::running::Running;
use crate::until;

/// The real polkit and the bus that it is asked over, as services of this machine.
pub struct Polkit {
    _daemons: [Running; 2],
}

impl Polkit {
    /// With this answer of an administrator's rule when `nobody` asks; without one somebody has to ask for the
    /// password.
    ///
    /// # Panics
    /// When they do not start.
    pub fn started(answer: Option<&str>) -> Self {
        if let Some(answer) = answer {
            let rule = format!(
                "polkit.addRule(function(action, subject) {{
                    if (action.id == 'org.jellyfinproxy.wizard.change' && subject.user == 'nobody') {{
                        return polkit.Result.{answer};
                    }}
                }});"
            );
            fs::create_dir_all("/etc/polkit-1/rules.d").unwrap();
            fs::write("/etc/polkit-1/rules.d/10-test.rules", rule).unwrap();
        }
        fs::create_dir_all("/run/dbus").unwrap();
        let bus = daemon("dbus-daemon", &["--system", "--nofork"]);
        until("the system bus", || Path::new("/run/dbus/system_bus_socket").exists());
        let polkit = daemon("/usr/lib/polkit-1/polkitd", &["--no-debug"]);
        until("polkit", || {
            let asked = Command::new("gdbus")
                .args(["introspect", "--system"])
                .args(["--dest", "org.freedesktop.PolicyKit1"])
                .args(["--object-path", "/org/freedesktop/PolicyKit1/Authority"])
                .output();
            asked.is_ok_and(|output| output.status.success())
        });
        Self { _daemons: [bus, polkit] }
    }
}

fn daemon(program: &str, arguments: &[&str]) -> Running {
    let mut command = Command::new(program);
    command.args(arguments);
    Running::silent(command)
}
