//! SELinux's part of a plan: a proxy may not connect to Jellyfin's port unless a boolean is on.

use super::{Finding, Permission, Permit, Step};
use crate::facts::{HostFacts, Install, SelinuxMode};
use crate::host::ToolCall;

/// Where Fedora, RHEL and openSUSE have it.
const SETSEBOOL: &str = "/usr/sbin/setsebool";

pub(super) struct SelinuxSide {
    pub(super) steps: Vec<Step>,
    pub(super) findings: Vec<Finding>,
}

/// Jellyfin's port is in no group of ports that a proxy may connect to by itself (httpd_selinux(8),
/// haproxy_selinux(8)). Certificates and files need nothing: what is made below /etc is readable for
/// every server, and what is replaced keeps its label.
pub(super) fn arrange(facts: &HostFacts, install: &Install) -> SelinuxSide {
    let mut side = SelinuxSide { steps: Vec::new(), findings: Vec::new() };
    if facts.selinux.mode != SelinuxMode::Enforcing {
        return side;
    }
    let name = install.proxy.proxy().selinux_boolean();
    let set =
        |value: &str| ToolCall::new(&SETSEBOOL.parse().expect("a literal plain path"), &["-P", name, value]);
    if !facts.live {
        side.findings.push(Finding::warning(
            "selinux_boolean_needed",
            "where SELinux is enforcing, the proxy may not connect to Jellyfin unless it is allowed to",
            format!("on that machine: sudo {}", set("on")),
        ));
    } else if facts.selinux.booleans.get(name) == Some(&false) {
        side.steps.push(Step::Permit(Permit {
            what: Permission::Boolean { name: name.to_owned() },
            calls: vec![set("on")],
            files: Vec::new(),
            back: vec![set("off")],
            reread: None,
        }));
    }
    side
}
