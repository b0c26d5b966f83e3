//! firewalld is asked: what its files say need not be what is in effect.

use super::{Firewall, PortRule, Rules, known};
use crate::facts::Evidence;
use crate::host::ToolCall;
use crate::names::AbsPath;

/// Where a zone lies that was changed (firewalld.zones(5)).
const ZONES: &str = "/etc/firewalld/zones";

/// `firewall-cmd --state` ends so where the daemon does not run (firewall-cmd(1), NOT_RUNNING).
const NOT_RUNNING: i32 = 252;

pub(super) fn look(evidence: &mut Evidence<'_>) -> Option<Firewall> {
    let host = evidence.host();
    if !host.is_live() {
        return None;
    }
    let program = host.find_program("firewall-cmd")?;
    // Without the daemon there is no firewall, and asking would take seconds.
    let runs = host.processes().is_ok_and(|all| all.iter().any(|process| process.name == "firewalld"));
    if !runs {
        return None;
    }
    // Everybody else would be asked for a password.
    if !host.is_privileged() {
        return Some(Firewall::Hidden { name: "firewalld".to_owned() });
    }
    let mut ask = |args: &[&str]| match evidence.host().ask(&ToolCall::new(&program, args)) {
        Ok(answer) if answer.code == Some(0) => Ok(answer.stdout),
        Ok(answer) => Err(answer.code),
        Err(error) => {
            evidence.note(error);
            Err(None)
        }
    };
    let zone = match ask(&["--get-default-zone"]) {
        Ok(zone) => zone.trim().to_owned(),
        Err(Some(NOT_RUNNING)) => return None,
        Err(_) => return Some(Firewall::Hidden { name: "firewalld".to_owned() }),
    };
    let in_zone = format!("--zone={zone}");
    let now = ask(&[&in_zone, "--list-all"]);
    let always = ask(&["--permanent", &in_zone, "--list-all"]);
    let (Ok(now), Ok(always)) = (now, always) else {
        return Some(Firewall::Hidden { name: "firewalld".to_owned() });
    };
    let other_zones = active_zones(&ask(&["--get-active-zones"]).unwrap_or_default(), &zone);
    // What a plan was made on is looked at again before it is carried out.
    for file in zone_files(&zone) {
        evidence.read(&file);
    }
    Some(Firewall::Firewalld { program, zone, now: rules(&now), always: rules(&always), other_zones })
}

/// The zone's file, and the one it had before, which firewalld keeps beside it.
pub(super) fn zone_files(zone: &str) -> Vec<AbsPath> {
    let names = [format!("{zone}.xml"), format!("{zone}.xml.old")];
    names.iter().filter_map(|name| known(ZONES).join(name).ok()).collect()
}

/// A name at the beginning of a line, what it is active for below it.
fn active_zones(text: &str, default: &str) -> Vec<String> {
    let names = text.lines().filter(|line| !line.starts_with(char::is_whitespace));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != default).map(str::to_owned).collect()
}

/// What `--list-all` prints of a zone.
fn rules(text: &str) -> Rules {
    let mut ruled = Vec::new();
    let mut open = Vec::new();
    let mut target = None;
    for line in text.lines() {
        let line = line.trim();
        match line.split_once(':').map(|(key, value)| (key, value.trim())) {
            // What a rule of this language does is not worked out: it is left, and said to be there.
            _ if line.starts_with("rule ") => ruled.extend(ports_in(line)),
            Some(("services", names)) => open.extend(names.split(' ').filter_map(service)),
            Some(("ports", ports)) => open.extend(ports.split(' ').filter_map(tcp)),
            Some(("target", "ACCEPT")) => target = Some(PortRule::all(true)),
            _ => {}
        }
    }
    Rules(ruled.into_iter().chain(open).chain(target).collect())
}

fn service(name: &str) -> Option<PortRule> {
    let port = match name {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    Some(PortRule { first: port, last: port, everybody: true })
}

fn tcp(port: &str) -> Option<PortRule> {
    PortRule::parse(port.strip_suffix("/tcp")?, true)
}

/// The ports that a rich rule names (firewalld.richlanguage(5)).
fn ports_in(rule: &str) -> Option<PortRule> {
    let value = |key: &str| rule.split_once(key)?.1.split('"').next().map(str::to_owned);
    let named = value("service name=\"").and_then(|name| service(&name));
    let named = named.or_else(|| PortRule::parse(&value(" port port=\"")?, true));
    named.map(|rule| PortRule { everybody: false, ..rule })
}

#[cfg(test)]
mod tests {
    use super::super::Access;
    use super::*;

    /// As firewalld 1.3.3 printed it, with a rule of each kind put in.
    const PRINTED: &str = "\
public (active)
  target: default
  icmp-block-inversion: no
  interfaces: eth0
  sources: 
  services: dhcpv6-client http https ssh
  ports: 8443/tcp 9000-9010/tcp 53/udp
  protocols: 
  forward: yes
  rich rules: 
	rule family=\"ipv4\" port port=\"8443\" protocol=\"tcp\" reject
	rule family=\"ipv4\" source address=\"10.0.0.0/8\" service name=\"https\" accept
";

    #[test]
    fn a_zone_is_read_as_it_is_printed() {
        let rules = rules(PRINTED);
        for (port, access) in [
            (80, Access::Open),
            (443, Access::Ruled),
            (8443, Access::Ruled),
            (9005, Access::Open),
            (53, Access::Closed),
        ] {
            assert_eq!(rules.access(port), access, "{port}");
        }
        assert_eq!(super::rules("trusted\n  target: ACCEPT\n").access(80), Access::Open);
    }

    #[test]
    fn zones_that_are_active_are_named() {
        let printed = "docker\n  interfaces: docker0\npublic (default)\n  interfaces: eth0\n";
        assert_eq!(active_zones(printed, "public"), ["docker"]);
    }
}
