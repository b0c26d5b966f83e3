//! Answers that are not the one hoped for: what they mean by who sent them.

use super::finding::Finding;
use crate::verdict::answer::Answer;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::observations::Observations;
use crate::verdict::phase::Phase;
use crate::verdict::trouble::{Question, Trouble};

/// The answer to a question put to the site, or why there is none.
pub(super) fn answered(question: &Question<Answer>) -> Result<&Answer, Finding> {
    match question {
        Question::Answered(answer) => Ok(answer),
        Question::NotAsked => Err(Finding::unseen(Code::NotReached)),
        // That the handshake fails is said once, by the checks of TLS.
        Question::Failed(Trouble::Tls(_)) => Err(Finding::unseen(Code::NotReached)),
        Question::Failed(trouble) => Err(Finding::new(Code::NoAnswer, trouble.to_string())),
    }
}

/// The finding for an answer that nothing good explains.
pub(super) fn blamed(answer: &Answer, seen: &Observations) -> Finding {
    let culprit = Culprit::of(answer);
    let code = match culprit {
        Culprit::Jellyfin => by_jellyfin(answer),
        Culprit::StartupServer => Code::NotReady,
        Culprit::Proxy => match answer.status {
            502 | 503 => unreached(seen),
            504 => Code::UpstreamSlow,
            421 => Code::Misdirected,
            _ => Code::RejectedByProxy,
        },
        Culprit::OtherSite => match answer.status {
            401 | 403 => Code::BlockedByProxy,
            _ => Code::OtherSite,
        },
    };
    Finding::new(code, format!("{answer}, sent by {culprit}"))
}

/// The proxy did not get through: whose fault that is shows when Jellyfin is asked directly.
fn unreached(seen: &Observations) -> Code {
    match Phase::of_question(&seen.direct.health) {
        Some(Phase::Ready) => Code::ProxyCannotReach,
        Some(Phase::Starting | Phase::Loading) => Code::NotReady,
        None | Some(Phase::Unhealthy | Phase::Filtered | Phase::Elsewhere | Phase::NotJellyfin) => {
            Code::UpstreamUnreachable
        }
        Some(Phase::Refused | Phase::Silent | Phase::Unreachable) => Code::UpstreamUnreachable,
    }
}

fn by_jellyfin(answer: &Answer) -> Code {
    match (answer.status, Phase::of(answer)) {
        (503, Phase::Filtered) => Code::JellyfinFiltered,
        (503, Phase::Loading) => Code::NotReady,
        (302 | 404, _) => Code::BasePathMismatch,
        (307, _) => Code::RequireHttps,
        _ => Code::JellyfinError,
    }
}
