//! The firewall's part of a plan: visitors have to come to the site's ports.

use super::permit::port_words;
use super::{Finding, Permission, Permit, Step};
use crate::facts::{Access, Firewall, HostFacts, Rules};
use crate::host::ToolCall;
use crate::names::AbsPath;
use crate::proxies::WantedSite;
use crate::request::FirewallWish;

pub(super) struct FirewallSide {
    pub(super) steps: Vec<Step>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn arrange(facts: &HostFacts, site: &WantedSite, wish: FirewallWish) -> FirewallSide {
    let firewall = &facts.firewall;
    let ports = site.ports();
    let are = |access: Access| -> Vec<u16> {
        ports.iter().copied().filter(|port| firewall.access(*port) == Some(access)).collect()
    };
    let (closed, ruled) = (are(Access::Closed), are(Access::Ruled));
    let mut side = FirewallSide { steps: Vec::new(), findings: unseen(firewall, &ports) };
    if !ruled.is_empty() {
        side.findings.push(Finding::warning(
            "firewall_rules_stay",
            format!(
                "{} has rules of somebody's own for {}, which do not let everybody in; they stay as they are",
                firewall.name(),
                port_words(&ruled)
            ),
            "see that they let in whoever shall see the site",
        ));
    }
    let Some(permit) = permit(firewall, &closed) else { return side };
    if wish == FirewallWish::Open && facts.live {
        side.findings.extend(other_zones(firewall));
        side.steps.push(Step::Permit(permit));
    } else {
        let calls: Vec<String> = permit.calls.iter().map(|call| format!("sudo {call}")).collect();
        side.findings.push(Finding::warning(
            "firewall_closed",
            format!("{} lets nobody from other machines come to {}", firewall.name(), port_words(&closed)),
            format!("open what is wanted: {}", calls.join(" && ")),
        ));
    }
    side
}

/// What cannot be told, or is not changed here.
fn unseen(firewall: &Firewall, ports: &[u16]) -> Vec<Finding> {
    match firewall {
        Firewall::Hidden { name } => vec![Finding::note(
            "firewall_not_read",
            format!(
                "the rules of {name} may be read by root only, so they are judged when the change is made"
            ),
        )],
        Firewall::ByHand { name } => vec![Finding::warning(
            "firewall_by_hand",
            format!("rules of {name} that somebody made by hand decide who comes in; they stay as they are"),
            format!("see that they let visitors come to {}", port_words(ports)),
        )],
        Firewall::None | Firewall::Ufw { .. } | Firewall::Firewalld { .. } => Vec::new(),
    }
}

fn other_zones(firewall: &Firewall) -> Option<Finding> {
    match firewall {
        Firewall::Firewalld { zone, other_zones, .. } if !other_zones.is_empty() => Some(Finding::note(
            "firewall_other_zones",
            format!("firewalld opens its zone {zone} only, and not {}", other_zones.join(", ")),
        )),
        _ => None,
    }
}

/// What opens these ports; `None` where no firewall that can be asked keeps them closed.
fn permit(firewall: &Firewall, closed: &[u16]) -> Option<Permit> {
    if closed.is_empty() {
        return None;
    }
    let what = Permission::Ports { firewall: firewall.name().to_owned(), ports: closed.to_vec() };
    match firewall {
        Firewall::Ufw { program, .. } => {
            let rule = |port: &u16| format!("{port}/tcp");
            let allow = |port: &u16| ToolCall::new(program, &["allow", &rule(port)]);
            let delete = |port: &u16| ToolCall::new(program, &["delete", "allow", &rule(port)]);
            Some(Permit {
                what,
                calls: closed.iter().map(allow).collect(),
                files: firewall.files(),
                back: closed.iter().map(delete).collect(),
                reread: Some(ToolCall::new(program, &["reload"])),
            })
        }
        Firewall::Firewalld { program, zone, now, always, .. } => {
            let in_zone = Zone { program, zone };
            let lacking = |rules: &Rules| -> Vec<u16> {
                closed.iter().copied().filter(|port| rules.access(*port) == Access::Closed).collect()
            };
            let (always, now) = (lacking(always), lacking(now));
            Some(Permit {
                what,
                calls: in_zone.calls("add", &always, &now),
                files: if always.is_empty() { Vec::new() } else { firewall.files() },
                back: in_zone.calls("remove", &always, &now),
                reread: None,
            })
        }
        Firewall::None | Firewall::Hidden { .. } | Firewall::ByHand { .. } => None,
    }
}

/// A zone of firewalld.
struct Zone<'f> {
    program: &'f AbsPath,
    zone: &'f str,
}

impl Zone<'_> {
    /// For good and for now: a reload would throw away what others opened for now only, so what is
    /// wanted is said twice.
    fn calls(&self, verb: &str, always: &[u16], now: &[u16]) -> Vec<ToolCall> {
        let zone = format!("--zone={}", self.zone);
        let for_good = always
            .iter()
            .map(|port| ToolCall::new(self.program, &["--permanent", &zone, &option(verb, *port)]));
        let for_now = now.iter().map(|port| ToolCall::new(self.program, &[&zone, &option(verb, *port)]));
        for_good.chain(for_now).collect()
    }
}

fn option(verb: &str, port: u16) -> String {
    match port {
        80 => format!("--{verb}-service=http"),
        443 => format!("--{verb}-service=https"),
        port => format!("--{verb}-port={port}/tcp"),
    }
}
