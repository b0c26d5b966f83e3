//! Whether Jellyfin learns how visitors come: told by where it redirects `/web`.

use std::net::IpAddr;

use url::Url;

use super::blame::{answered, blamed};
use super::finding::Finding;
use super::jellyfin::phase;
use crate::verdict::answer::Answer;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::jellyfin::believes_forwarded;
use crate::verdict::observations::Observations;
use crate::verdict::phase::Phase;
use crate::verdict::site_url::SiteUrl;
use crate::verdict::trouble::Question;

/// `jellyfin.trusts_proxy`.
pub(super) fn trusts_proxy(seen: &Observations) -> Finding {
    let Some(upstream) = &seen.upstream else { return Finding::unseen(Code::NoUpstream) };
    let Some(is_believed) = believed(seen) else {
        let waiting = phase(seen).is_some_and(Phase::is_on_its_way);
        return Finding::unseen(if waiting { Code::NotReady } else { Code::NotReached });
    };
    let location = shown(&seen.direct.web_forwarded);
    if is_believed {
        return Finding::ok(format!("believed when asked from here: {location}"));
    }
    // Asked from elsewhere than the proxy, only the answer through the proxy counts.
    if !upstream.is_loopback() && seen.url.tls() && sees_https(seen) {
        return Finding::ok(format!("believed through the site: {}", shown(&seen.proxied.web)));
    }
    Finding::new(Code::ProxyNotKnown, format!("forwarded headers are ignored: {location}"))
}

/// `forwarded`.
pub(super) fn forwarded(seen: &Observations) -> Finding {
    let answer = match answered(&seen.proxied.web) {
        Ok(answer) => answer,
        Err(finding) => return finding,
    };
    let (301, Some(location)) = (answer.status, answer.location.as_deref()) else {
        return blamed(answer, seen);
    };
    if Culprit::of(answer) != Culprit::Jellyfin {
        return blamed(answer, seen);
    }
    let code = match location.split_once("://") {
        Some((scheme, _)) => match scheme_code(scheme, seen) {
            Code::Ok => place_code(location, seen),
            code => code,
        },
        None => rewritten(seen),
    };
    Finding::new(code, format!("{} redirects to {location}", seen.url.path("/web")))
}

fn scheme_code(scheme: &str, seen: &Observations) -> Code {
    let local = seen.upstream.as_ref().is_some_and(SiteUrl::is_loopback);
    match (scheme, believed(seen)) {
        (scheme, _) if scheme == seen.url.scheme() => Code::Ok,
        (scheme, _) if scheme.parse::<IpAddr>().is_ok() => Code::SchemeIsAddress,
        ("http", Some(true)) => Code::HeaderNotSent,
        ("http", Some(false)) if local => Code::ProxyNotKnown,
        ("http", Some(false) | None) => Code::ForwardedSchemeLost,
        _ => Code::SchemeWrong,
    }
}

fn place_code(location: &str, seen: &Observations) -> Code {
    let Ok(target) = Url::parse(location) else { return Code::HostNotForwarded };
    if target.host_str() != Some(&seen.url.host()) {
        return if believed(seen) == Some(false) { Code::ProxyNotKnown } else { Code::HostNotForwarded };
    }
    if target.port_or_known_default() != Some(seen.url.port()) {
        return if believed(seen) == Some(false) { Code::ProxyNotKnown } else { Code::PortNotForwarded };
    }
    if target.path() != seen.url.path("/web/") {
        return Code::BasePathMismatch;
    }
    if seen.url.tls() { rewritten(seen) } else { Code::Ok }
}

/// A redirect that looks right although Jellyfin, asked from the proxy's own machine, believes nobody:
/// nginx rewrites redirects to the upstream's address where Host is not passed on.
fn rewritten(seen: &Observations) -> Code {
    let local = seen.upstream.as_ref().is_some_and(SiteUrl::is_loopback);
    match believed(seen) {
        Some(false) if local => Code::LocationRewritten,
        Some(_) | None => Code::Ok,
    }
}

/// What the direct question with forwarded headers told.
fn believed(seen: &Observations) -> Option<bool> {
    seen.direct.web_forwarded.answer().and_then(believes_forwarded)
}

fn sees_https(seen: &Observations) -> bool {
    let location = seen.proxied.web.answer().and_then(|answer| answer.location.as_deref());
    location.is_some_and(|location| location.starts_with("https://"))
}

fn shown(question: &Question<Answer>) -> String {
    question.answer().map(ToString::to_string).unwrap_or_default()
}
