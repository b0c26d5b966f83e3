//! The name's addresses and the ports on them.

use std::net::IpAddr;

use super::finding::Finding;
use crate::verdict::code::Code;
use crate::verdict::observations::Observations;
use crate::verdict::trouble::{Dial, Question, Trouble};

/// `dns.a`: a name without any address is reported here.
pub(super) fn ipv4(seen: &Observations) -> Finding {
    let addresses = match addresses(seen) {
        Ok(addresses) => addresses,
        Err(finding) => return finding,
    };
    match (listed(addresses, IpAddr::is_ipv4), listed(addresses, IpAddr::is_ipv6)) {
        (Some(v4), _) => Finding::ok(v4),
        (None, Some(v6)) => Finding::new(Code::NoIpv4Address, format!("only {v6}")),
        (None, None) => Finding::unseen(Code::NameNotFound),
    }
}

/// `dns.aaaa`: not having one is no fault.
pub(super) fn ipv6(seen: &Observations) -> Finding {
    match addresses(seen) {
        Ok(addresses) => match listed(addresses, IpAddr::is_ipv6) {
            Some(v6) => Finding::ok(v6),
            None if addresses.is_empty() => Finding::unseen(Code::NotReached),
            None => Finding::unseen(Code::NoIpv6Address),
        },
        Err(finding) if matches!(finding.code, Code::NameNotFound | Code::LookupFailed) => {
            Finding::unseen(Code::NotReached)
        }
        Err(finding) => finding,
    }
}

/// `tcp.80`: the site's own port when it has no TLS, else the port that should lead to it.
pub(super) fn http_port(seen: &Observations) -> Finding {
    if !seen.url.tls() {
        return dialled(&seen.dials);
    }
    if seen.http_port.is_none() {
        return Finding::unseen(Code::NoHttpPort);
    }
    let finding = dialled(&seen.http_dials);
    match finding.code {
        Code::PortClosed | Code::PortSilent | Code::HostUnreachable => {
            Finding { code: Code::HttpPortClosed, ..finding }
        }
        _ => finding,
    }
}

/// `tcp.443`.
pub(super) fn https_port(seen: &Observations) -> Finding {
    if seen.url.tls() { dialled(&seen.dials) } else { Finding::unseen(Code::PlainHttp) }
}

fn addresses(seen: &Observations) -> Result<&[IpAddr], Finding> {
    if seen.connect.is_some() {
        return Err(Finding::unseen(Code::AddressGiven));
    }
    if seen.url.address().is_some() {
        return Err(Finding::unseen(Code::HostIsAddress));
    }
    match &seen.addresses {
        Question::Answered(addresses) => Ok(addresses),
        Question::Failed(Trouble::NameNotFound) => Err(Finding::unseen(Code::NameNotFound)),
        Question::Failed(trouble) => Err(Finding::new(Code::LookupFailed, trouble.to_string())),
        Question::NotAsked => Err(Finding::unseen(Code::NotReached)),
    }
}

fn listed(addresses: &[IpAddr], family: fn(&IpAddr) -> bool) -> Option<String> {
    let of_family: Vec<_> = addresses.iter().filter(|a| family(a)).map(ToString::to_string).collect();
    (!of_family.is_empty()).then(|| of_family.join(", "))
}

fn dialled(dials: &[Dial]) -> Finding {
    let observed = dials.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    // An address of a family that this machine has no way to says nothing about the site, as long as
    // another one answers.
    let counts = |dial: &&Dial| !matches!(dial.trouble, Some(Trouble::NoRoute));
    let code = match dials.iter().filter(|dial| dial.connected()).count() {
        0 => dials.iter().find_map(|dial| dial.trouble.as_ref()).map_or(Code::NotReached, unconnected),
        connected if connected == dials.iter().filter(counts).count() => Code::Ok,
        _ => Code::AddressDead,
    };
    if dials.is_empty() { Finding::unseen(code) } else { Finding::new(code, observed) }
}

fn unconnected(trouble: &Trouble) -> Code {
    match trouble {
        Trouble::TimedOut => Code::PortSilent,
        Trouble::NoRoute | Trouble::NameNotFound => Code::HostUnreachable,
        Trouble::Refused | Trouble::Closed | Trouble::Tls(_) | Trouble::NotHttp(_) | Trouble::System(_) => {
            Code::PortClosed
        }
    }
}
