//! SELinux's part of a plan: a proxy may not connect to Jellyfin's port unless a boolean is on, and may not
//! listen on a port that is not called one of the web's.

use super::permit::port_words;
use super::{Finding, Permission, Permit, Step};
use crate::facts::{HostFacts, Install, SelinuxMode};
use crate::host::ToolCall;
use crate::proxies::WantedSite;

/// Where Fedora, RHEL and openSUSE have them.
const SETSEBOOL: &str = "/usr/sbin/setsebool";
const SEMANAGE: &str = "/usr/sbin/semanage";

/// The types whose ports a web server may listen on (httpd_selinux(8)).
const OF_THE_WEB: [&str; 2] = ["http_port_t", "http_cache_port_t"];

/// Ports of those types in every policy (seen in Fedora's reference policy).
const KNOWN: [u16; 11] = [80, 81, 443, 488, 8008, 8009, 8080, 8118, 8123, 8443, 9000];

#[derive(Default)]
pub(super) struct SelinuxSide {
    pub(super) steps: Vec<Step>,
    pub(super) findings: Vec<Finding>,
}

/// Certificates and files need nothing: what is made below /etc is readable for every server, and what
/// is replaced keeps its label.
pub(super) fn arrange(facts: &HostFacts, install: &Install, site: &WantedSite) -> SelinuxSide {
    let mut side = SelinuxSide::default();
    if facts.selinux.mode == SelinuxMode::Enforcing {
        side.connecting(facts, install);
        if facts.live && facts.privileged {
            side.listening(facts, install, site);
        }
    }
    side
}

impl SelinuxSide {
    /// Jellyfin's port is in no group of ports that a proxy may connect to by itself (httpd_selinux(8),
    /// haproxy_selinux(8)).
    fn connecting(&mut self, facts: &HostFacts, install: &Install) {
        let name = install.proxy.proxy().selinux_boolean();
        let set = |value: &str| call(SETSEBOOL, &["-P", name, value]);
        if !facts.live {
            self.findings.push(Finding::warning(
                "selinux_boolean_needed",
                "where SELinux is enforcing, the proxy may not connect to Jellyfin unless it is allowed to",
                format!("on that machine: sudo {}", set("on")),
            ));
        } else if facts.selinux.booleans.get(name) == Some(&false) {
            self.allow(Permission::Boolean { name: name.to_owned() }, vec![set("on")], vec![set("off")]);
        }
    }

    fn listening(&mut self, facts: &HostFacts, install: &Install, site: &WantedSite) {
        let Some(wanted) = install.proxy.proxy().selinux_port_type() else { return };
        let mut nobodys = Vec::new();
        for port in site.ports() {
            match facts.selinux.ports.get(&port).map(Vec::as_slice) {
                Some([]) => nobodys.push(port),
                Some(types) if types.iter().any(|name| OF_THE_WEB.contains(&name.as_str())) => {}
                Some(types) => self.findings.push(Finding::warning(
                    "selinux_port_of_others",
                    format!(
                        "SELinux keeps port {port} for others ({}), and may not let the proxy listen there",
                        types.join(", ")
                    ),
                    "choose another port",
                )),
                None if KNOWN.contains(&port) => {}
                None => self.findings.push(Finding::warning(
                    "selinux_port_not_judged",
                    format!(
                        "whether SELinux lets the proxy listen on {} cannot be told: semanage is not here",
                        port_words(&[port])
                    ),
                    "install semanage (policycoreutils-python-utils), or choose another port",
                )),
            }
        }
        if !nobodys.is_empty() {
            let each = |what: &str| -> Vec<ToolCall> {
                let ports = nobodys.iter().map(u16::to_string);
                ports.map(|port| call(SEMANAGE, &["port", what, "-t", wanted, "-p", "tcp", &port])).collect()
            };
            let (add, delete) = (each("-a"), each("-d"));
            self.allow(Permission::PortType { name: wanted.to_owned(), ports: nobodys }, add, delete);
        }
    }

    fn allow(&mut self, what: Permission, calls: Vec<ToolCall>, back: Vec<ToolCall>) {
        self.steps.push(Step::Permit(Permit { what, calls, files: Vec::new(), back, reread: None }));
    }
}

fn call(program: &str, args: &[&str]) -> ToolCall {
    ToolCall::new(&program.parse().expect("a literal plain path"), args)
}
