//! ufw keeps its rules as comments with a word each, which it reads again itself (`### tuple ###`).

use super::{Firewall, PortRule, Rules, known};
use crate::facts::Evidence;
use crate::host::HostError;

pub(super) const CONFIG: &str = "/etc/ufw/ufw.conf";
const DEFAULTS: &str = "/etc/default/ufw";
/// The rules of its user, for IPv4 and for IPv6.
pub(super) const RULES: [&str; 2] = ["/etc/ufw/user.rules", "/etc/ufw/user6.rules"];

/// Every address, as a tuple has it.
const EVERYWHERE: [&str; 3] = ["0.0.0.0/0", "::/0", "any"];

pub(super) fn look(evidence: &mut Evidence<'_>) -> Option<Firewall> {
    let found = evidence.host().find_program("ufw");
    if found.is_none() && evidence.host().is_live() {
        return None;
    }
    let setting = |evidence: &mut Evidence<'_>, file: &str, key: &str| -> Option<String> {
        let text = String::from_utf8_lossy(evidence.read(&known(file))?).into_owned();
        let mut values = text.lines().filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
        values.next_back().map(|value| value.trim_matches(['"', '\'']).to_ascii_lowercase())
    };
    if setting(evidence, CONFIG, "ENABLED")? != "yes" {
        return None;
    }
    let lets_all_in = setting(evidence, DEFAULTS, "DEFAULT_INPUT_POLICY").is_some_and(|it| it == "accept");
    let mut read = |file: &str| match evidence.host().read(&known(file)) {
        Err(HostError::Denied(_)) => None,
        Err(_) => Some(Rules::default()),
        Ok(_) => evidence.read(&known(file)).map(|bytes| rules(&String::from_utf8_lossy(bytes), lets_all_in)),
    };
    let rules = RULES.map(&mut read);
    let with_ipv6 = setting(evidence, DEFAULTS, "IPV6").is_none_or(|value| value == "yes");
    let program = found.unwrap_or_else(|| known("/usr/sbin/ufw"));
    Some(match rules {
        [Some(v4), Some(v6)] => Firewall::Ufw { program, v4, v6: with_ipv6.then_some(v6) },
        _ => Firewall::Hidden { name: "ufw".to_owned() },
    })
}

/// The rules of a file; where none is about a port, the default policy decides.
fn rules(text: &str, lets_all_in: bool) -> Rules {
    let tuples = text.lines().filter_map(|line| line.strip_prefix("### tuple ### "));
    let default = lets_all_in.then(|| PortRule::all(true));
    Rules(tuples.flat_map(rules_of).chain(default).collect())
}

/// `ACTION PROTOCOL TO-PORTS TO FROM-PORTS FROM … DIRECTION`, with the names of applications before the
/// direction, `in_eth0` for one interface, and `comment=` at the end.
fn rules_of(tuple: &str) -> Vec<PortRule> {
    let words: Vec<&str> = tuple.split(' ').filter(|word| !word.starts_with("comment=")).collect();
    let [action, protocol, ports, to, from_ports, from, .., direction] = words.as_slice() else {
        return Vec::new();
    };
    let comes_in = *direction == "in" || direction.starts_with("in_");
    if !comes_in || action.starts_with("route:") || !["tcp", "any"].contains(protocol) {
        return Vec::new();
    }
    let from_all = EVERYWHERE.contains(from) && *from_ports == "any" && *direction == "in";
    let for_all = from_all && EVERYWHERE.contains(to);
    // `allow_log` and `allow_log-all` let in as `allow` does.
    let allows = action.starts_with("allow") || action.starts_with("limit");
    match *ports {
        // That somebody may come to every port says nothing of the others.
        "any" if !for_all => Vec::new(),
        "any" => vec![PortRule::all(allows)],
        ports => ports.split(',').filter_map(|part| PortRule::parse(part, allows && for_all)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Access;
    use super::*;

    /// As ufw 0.36.2 wrote them.
    const WRITTEN: &str = "\
### RULES ###

### tuple ### limit tcp 22 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 22 -j ufw-user-limit-accept
### tuple ### allow tcp 443 0.0.0.0/0 any 10.0.0.0/8 in
### tuple ### deny any 8080 0.0.0.0/0 any 0.0.0.0/0 in
### tuple ### allow tcp 9000:9010 0.0.0.0/0 any 0.0.0.0/0 in_eth0 comment=612062
### tuple ### allow any 53 0.0.0.0/0 any 0.0.0.0/0 out
### tuple ### allow any any 0.0.0.0/0 any 192.168.0.0/16 in
### tuple ### allow tcp 1000,2000 0.0.0.0/0 any 0.0.0.0/0 in
### tuple ### allow tcp 8443 0.0.0.0/0 any 0.0.0.0/0 Nginx%20Full - in
### tuple ### allow udp 80 0.0.0.0/0 any 0.0.0.0/0 in comment=6120
### END RULES ###
";

    #[test]
    fn the_first_rule_about_a_port_decides() {
        let rules = rules(WRITTEN, false);
        for (port, access) in [
            (22, Access::Open),
            (443, Access::Ruled),
            (8080, Access::Ruled),
            (9005, Access::Ruled),
            (53, Access::Closed),
            (2000, Access::Open),
            (8443, Access::Open),
            (80, Access::Closed),
        ] {
            assert_eq!(rules.access(port), access, "{port}");
        }
    }

    #[test]
    fn without_a_rule_the_policy_decides() {
        assert_eq!(rules("", true).access(80), Access::Open);
        assert_eq!(rules(WRITTEN, true).access(8080), Access::Ruled);
        let denied = "### tuple ### deny any any 0.0.0.0/0 any 0.0.0.0/0 in\n";
        assert_eq!(rules(denied, false).access(80), Access::Ruled);
    }
}
