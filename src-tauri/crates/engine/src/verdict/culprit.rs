//! Who answered: Jellyfin, its start-up server, the proxy, or a site that has nothing to do with it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::jellyfin::PublicInfo;

/// Who produced an answer. Observed through nginx, Apache and HAProxy on 10.10.6 to 12.0: Jellyfin adds
/// `X-Response-Time-ms` to all but its own redirects of the Base URL, and all three pass it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Culprit {
    /// The running server.
    Jellyfin,
    /// The temporary server of 10.11 and later that holds the port while Jellyfin starts.
    StartupServer,
    /// The proxy itself: it could not or would not pass the request on.
    Proxy,
    /// Neither of them: a default page, another site, a captive portal.
    OtherSite,
}

impl Culprit {
    /// Who produced this answer.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        if answer.response_time || is_base_url_redirect(answer) {
            return Self::Jellyfin;
        }
        if is_startup_page(answer) {
            return Self::StartupServer;
        }
        match answer.status {
            400 | 408 | 411 | 413 | 414 | 421 | 426 | 429 | 431 | 494..=500 | 501..=599 => Self::Proxy,
            _ => Self::OtherSite,
        }
    }
}

/// `Retry-After: 005` with the leading zeros is the start-up server's own spelling.
fn is_startup_page(answer: &Answer) -> bool {
    let page = answer.status == 503 && answer.retry_after.as_deref() == Some("005");
    let health = matches!((answer.status, answer.body.trim()), (200, "Degraded") | (503, "Unhealthy"));
    let info = answer.status == 200 && PublicInfo::parse(&answer.body).is_some_and(|info| info.from_startup);
    page || health || info
}

/// Jellyfin sends clients to its Base URL with a relative target and without its usual header.
fn is_base_url_redirect(answer: &Answer) -> bool {
    let Some(location) = answer.location.as_deref() else { return false };
    let relative = !location.contains("://") && !location.starts_with("//");
    let to_jellyfin = location.ends_with("web/") || location.ends_with("/health");
    answer.status == 302 && relative && to_jellyfin
}

impl fmt::Display for Culprit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jellyfin => "Jellyfin",
            Self::StartupServer => "Jellyfin's start-up server",
            Self::Proxy => "the proxy",
            Self::OtherSite => "something other than Jellyfin",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_told_apart() {
        let answer = |status, location: Option<&str>, body: &str| Answer {
            status,
            location: location.map(str::to_owned),
            body: body.to_owned(),
            ..Answer::default()
        };
        let marked = |status| Answer { status, response_time: true, ..Answer::default() };
        let startup_info = r#"{"id":"1","productName":"Jellyfin Server","startupWizardCompleted":false}"#;
        for (answer, culprit) in [
            (marked(503), Culprit::Jellyfin),
            (marked(404), Culprit::Jellyfin),
            (answer(302, Some("web/"), ""), Culprit::Jellyfin),
            (answer(302, Some("../jellyfin/web/"), ""), Culprit::Jellyfin),
            (answer(302, Some("/jellyfin/health"), ""), Culprit::Jellyfin),
            (answer(302, Some("https://other.example/web/"), ""), Culprit::OtherSite),
            (answer(200, None, "Degraded"), Culprit::StartupServer),
            (answer(200, None, startup_info), Culprit::StartupServer),
            (answer(502, None, "<html>"), Culprit::Proxy),
            (answer(503, None, "<html>"), Culprit::Proxy),
            (answer(504, None, ""), Culprit::Proxy),
            (answer(421, None, ""), Culprit::Proxy),
            (answer(404, None, "<html>"), Culprit::OtherSite),
            (answer(403, None, "<html>"), Culprit::OtherSite),
            (answer(200, None, ""), Culprit::OtherSite),
        ] {
            assert_eq!(Culprit::of(&answer), culprit, "{answer:?}");
        }
    }
}
