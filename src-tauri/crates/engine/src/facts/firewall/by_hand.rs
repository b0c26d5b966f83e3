//! Rules that no known program keeps: seen, so that they can be spoken of, and never changed.

use super::Firewall;
use crate::facts::Evidence;
use crate::host::ToolCall;

/// Where rules by hand keep visitors out; only root can ask.
pub(super) fn look(evidence: &mut Evidence<'_>) -> Option<Firewall> {
    let host = evidence.host();
    if !host.is_live() || !host.is_privileged() {
        return None;
    }
    let said = |program: &str, args: &[&str]| {
        let answer = host.ask(&ToolCall::new(&host.find_program(program)?, args)).ok()?;
        (answer.code == Some(0)).then_some(answer.stdout)
    };
    let by = |name: &str| Some(Firewall::ByHand { name: name.to_owned() });
    if said("nft", &["list", "ruleset"]).is_some_and(|rules| nftables_keeps_out(&rules)) {
        return by("nftables");
    }
    if said("iptables", &["-S", "INPUT"]).is_some_and(|rules| iptables_keeps_out(&rules)) {
        return by("iptables");
    }
    None
}

/// A chain on the hook `input` that drops by its policy, or by its last rule whatever comes.
fn nftables_keeps_out(ruleset: &str) -> bool {
    ruleset.split("chain ").skip(1).any(|chain| {
        // A brace at the end of a line is a set's.
        let lines = chain.lines().map(str::trim).skip(1).take_while(|line| *line != "}");
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        match lines.as_slice() {
            [hook, rules @ ..] if hook.contains("hook input") => {
                hook.contains("policy drop") || rules.last().is_some_and(|rule| is_unconditional(rule))
            }
            _ => false,
        }
    })
}

/// A counter is no condition.
fn is_unconditional(rule: &str) -> bool {
    let words: Vec<&str> = rule.split_whitespace().collect();
    let verdict = match words.as_slice() {
        ["counter", "packets", _, "bytes", _, verdict, ..] | ["counter", verdict, ..] => verdict,
        [verdict, ..] => verdict,
        [] => return false,
    };
    ["drop", "reject"].contains(verdict)
}

fn iptables_keeps_out(rules: &str) -> bool {
    let last = rules.lines().next_back().unwrap_or_default();
    rules.lines().any(|line| line == "-P INPUT DROP")
        || ["-A INPUT -j DROP", "-A INPUT -j REJECT"].iter().any(|rule| last.starts_with(rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_drops_what_it_does_not_know() {
        let with = |policy: &str, last: &str| {
            format!(
                "table inet filter {{\n\tchain input {{\n\t\ttype filter hook input priority filter; policy {policy};\n\
                 \t\ttcp dport 22 accept\n\t\t{last}\n\t}}\n\tchain forward {{\n\t\ttype filter hook forward priority 0; policy drop;\n\t}}\n}}\n"
            )
        };
        for (policy, last, keeps_out) in [
            ("drop", "", true),
            ("accept", "", false),
            ("accept", "drop", true),
            ("accept", "counter packets 3 bytes 180 drop", true),
            ("accept", "reject with icmpx admin-prohibited", true),
            // As fail2ban does.
            ("accept", "tcp dport 22 ip saddr @addr-set-sshd reject", false),
            ("accept", "tcp dport { 22, 80 } accept\n\t\tdrop", true),
        ] {
            assert_eq!(nftables_keeps_out(&with(policy, last)), keeps_out, "{policy} {last}");
        }
        assert!(!nftables_keeps_out(""));
    }

    #[test]
    fn the_same_in_the_words_of_iptables() {
        for (rules, keeps_out) in [
            ("-P INPUT ACCEPT\n", false),
            ("-P INPUT DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\n", true),
            (
                "-P INPUT ACCEPT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n",
                true,
            ),
            ("-P INPUT ACCEPT\n-A INPUT -s 192.0.2.1/32 -j DROP\n", false),
        ] {
            assert_eq!(iptables_keeps_out(rules), keeps_out, "{rules}");
        }
    }
}
