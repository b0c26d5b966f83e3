//! From what was observed to what it means.

mod blame;
mod finding;
mod jellyfin;
mod network;
mod passage;
mod redirect;
mod surroundings;
#[cfg(test)]
mod tests;
mod tls;
mod trust;

use finding::Finding;

use super::check::{Check, Verdict};
use super::check_id::CheckId;
use super::observations::Observations;

/// Judges every check. The same observations always give the same verdict.
#[must_use]
pub fn judge(seen: &Observations) -> Verdict {
    Verdict::new(seen.url.clone(), CheckId::ALL.iter().map(|&id| judge_one(id, seen)).collect())
}

/// Judges one check: final once everything is observed that it goes by.
#[must_use]
pub fn judge_one(id: CheckId, seen: &Observations) -> Check {
    let Finding { code, observed } = find(id, seen);
    Check::new(id, code, &observed)
}

fn find(id: CheckId, seen: &Observations) -> Finding {
    match id {
        CheckId::DnsA => network::ipv4(seen),
        CheckId::DnsAaaa => network::ipv6(seen),
        CheckId::TcpHttp => network::http_port(seen),
        CheckId::TcpHttps => network::https_port(seen),
        CheckId::HttpRedirect => redirect::redirect(seen),
        CheckId::TlsChain => tls::chain(seen),
        CheckId::TlsName => tls::name(seen),
        CheckId::TlsExpiry => tls::expiry(seen),
        CheckId::TlsVersions => tls::versions(seen),
        CheckId::TlsAlpn => tls::alpn(seen),
        CheckId::JellyfinDirect => jellyfin::direct(seen),
        CheckId::JellyfinSetUp => jellyfin::set_up(seen),
        CheckId::JellyfinSameServer => jellyfin::same_server(seen),
        CheckId::JellyfinTrustsProxy => trust::trusts_proxy(seen),
        CheckId::Websocket => passage::websocket(seen),
        CheckId::Forwarded => trust::forwarded(seen),
        CheckId::Range => passage::range(seen),
        CheckId::UploadLimit => passage::upload_limit(seen),
        CheckId::ExposureUpstream => surroundings::exposure(seen),
        CheckId::LogsSecrets => surroundings::access_log(seen),
        CheckId::Latency => surroundings::latency(seen),
        CheckId::BackendState => jellyfin::backend_state(seen),
    }
}
