//! What lies around the site: Jellyfin's own port, the access log, the time the proxy takes.

use super::finding::Finding;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::observations::{ExposureSeen, Observations};

/// More than this is felt when browsing.
const SLOW_US: u64 = 50_000;

/// `exposure.upstream`.
pub(super) fn exposure(seen: &Observations) -> Finding {
    let ports = match seen.exposure.as_deref() {
        None | Some([]) => return Finding::unseen(Code::NoAddressesGiven),
        Some(ports) => ports,
    };
    let list = |ports: &[&ExposureSeen]| {
        ports.iter().map(|port| port.address.to_string()).collect::<Vec<_>>().join(", ")
    };
    let open: Vec<_> = ports.iter().filter(|port| answers_as_jellyfin(port)).collect();
    if open.is_empty() {
        Finding::ok(format!("no Jellyfin at {}", list(&ports.iter().collect::<Vec<_>>())))
    } else {
        Finding::new(Code::UpstreamExposed, format!("Jellyfin answers at {}", list(&open)))
    }
}

/// `logs.secrets`.
pub(super) fn access_log(seen: &Observations) -> Finding {
    match &seen.access_log {
        None => Finding::unseen(Code::NoLogGiven),
        Some(log) => {
            let code = if log.with_token() == 0 { Code::Ok } else { Code::TokenInLog };
            Finding::new(code, format!("{} of {} lines show a token", log.with_token(), log.lines()))
        }
    }
}

/// `latency`.
pub(super) fn latency(seen: &Observations) -> Finding {
    if seen.upstream.is_none() {
        return Finding::unseen(Code::NoUpstream);
    }
    let Some(latency) = seen.latency else { return Finding::unseen(Code::NotReached) };
    let added = latency.proxied_us.saturating_sub(latency.direct_us);
    let code = if added < SLOW_US { Code::Ok } else { Code::SlowProxy };
    let ms = |us: u64| format!("{}.{} ms", us / 1000, us % 1000 / 100);
    Finding::new(
        code,
        format!(
            "{} through the site, {} directly: {} added",
            ms(latency.proxied_us),
            ms(latency.direct_us),
            ms(added)
        ),
    )
}

fn answers_as_jellyfin(port: &ExposureSeen) -> bool {
    port.info.answer().is_some_and(|answer| match Culprit::of(answer) {
        Culprit::Jellyfin | Culprit::StartupServer => true,
        Culprit::Proxy | Culprit::OtherSite => false,
    })
}
