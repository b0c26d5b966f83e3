//! What must get through the proxy whole: upgrades, ranges, large bodies.

use super::blame::{answered, blamed};
use super::finding::Finding;
use crate::verdict::answer::Answer;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::observations::Observations;
use crate::verdict::trouble::Question;

/// `websocket`: HTTP/1.1 always, HTTP/2 where the server announces it, since browsers then use that.
pub(super) fn websocket(seen: &Observations) -> Finding {
    let first = match answered(&seen.proxied.socket) {
        Ok(answer) => upgrade(answer, seen),
        Err(finding) => return finding,
    };
    if first.code != Code::Ok {
        return first;
    }
    match &seen.proxied.socket_http2 {
        Question::NotAsked => first,
        Question::Answered(answer) if reached_over_http2(answer) => {
            Finding::ok(format!("HTTP/1.1 {}; HTTP/2 {answer}", first.observed))
        }
        Question::Answered(answer) => Finding::new(Code::Http2UpgradeLost, format!("HTTP/2 {answer}")),
        Question::Failed(trouble) => Finding::new(Code::Http2UpgradeLost, format!("HTTP/2: {trouble}")),
    }
}

/// `range`.
pub(super) fn range(seen: &Observations) -> Finding {
    let answer = match answered(&seen.proxied.range) {
        Ok(answer) => answer,
        Err(finding) => return finding,
    };
    let code = match (answer.status, &answer.content_range, Culprit::of(answer)) {
        (206, Some(_), _) => Code::Ok,
        (200 | 206, _, Culprit::Jellyfin) => Code::RangeIgnored,
        (404, _, Culprit::Jellyfin) => Code::NoStaticFile,
        _ => return blamed(answer, seen),
    };
    Finding::new(code, answer.content_range.clone().unwrap_or_else(|| answer.to_string()))
}

/// `upload_limit`.
pub(super) fn upload_limit(seen: &Observations) -> Finding {
    let answer = match answered(&seen.proxied.upload) {
        Ok(answer) => answer,
        Err(finding) => return finding,
    };
    match (answer.status, Culprit::of(answer)) {
        (413, _) => Finding::new(Code::UploadLimited, answer.to_string()),
        (401 | 403, Culprit::Jellyfin) => Finding::ok(answer.to_string()),
        _ => blamed(answer, seen),
    }
}

/// 403 is what Jellyfin answers to an upgrade without a login (10.7: 401), 404 what it answers to the
/// same path without an upgrade.
fn upgrade(answer: &Answer, seen: &Observations) -> Finding {
    let code = match (answer.status, Culprit::of(answer)) {
        (101, _) | (401 | 403, Culprit::Jellyfin) => Code::Ok,
        (200 | 404, Culprit::Jellyfin) => Code::UpgradeLost,
        (400 | 426 | 500 | 501, Culprit::Proxy) => Code::UpgradeRefused,
        _ => return blamed(answer, seen),
    };
    Finding::new(code, answer.to_string())
}

fn reached_over_http2(answer: &Answer) -> bool {
    answer.status == 200 || matches!((answer.status, Culprit::of(answer)), (401 | 403, Culprit::Jellyfin))
}
