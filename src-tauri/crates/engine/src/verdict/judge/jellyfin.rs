//! Jellyfin itself: reachable, finished, the same both ways, ready.

use super::blame::{answered, blamed};
use super::finding::Finding;
use crate::verdict::answer::Answer;
use crate::verdict::code::Code;
use crate::verdict::culprit::Culprit;
use crate::verdict::jellyfin::PublicInfo;
use crate::verdict::observations::Observations;
use crate::verdict::phase::Phase;
use crate::verdict::trouble::Question;

/// `jellyfin.direct`.
pub(super) fn direct(seen: &Observations) -> Finding {
    let Some(upstream) = &seen.upstream else { return Finding::unseen(Code::NoUpstream) };
    let answer = match &seen.direct.info {
        Question::Answered(answer) => answer,
        Question::Failed(trouble) => {
            let speaks_otherwise = Phase::of_trouble(trouble) == Phase::NotJellyfin;
            let code = if speaks_otherwise { Code::NotJellyfin } else { Code::UpstreamUnreachable };
            return Finding::new(code, format!("{upstream}: {trouble}"));
        }
        Question::NotAsked => return Finding::unseen(Code::NotReached),
    };
    if let Some(info) = PublicInfo::parse(&answer.body) {
        return Finding::ok(format!("Jellyfin {} at {upstream}, id {}", info.version, info.id));
    }
    match Culprit::of(answer) {
        Culprit::Jellyfin | Culprit::StartupServer => blamed(answer, seen),
        // Nobody stands between: whoever answered is not Jellyfin.
        Culprit::Proxy | Culprit::OtherSite => Finding::new(Code::NotJellyfin, answer.to_string()),
    }
}

/// `jellyfin.set_up`: only a ready server tells; one that starts calls every server unfinished.
pub(super) fn set_up(seen: &Observations) -> Finding {
    let Some(info) = info(&seen.direct.info).or_else(|| info(&seen.proxied.info)) else {
        let waiting = phase(seen).is_some_and(|phase| matches!(phase, Phase::Starting | Phase::Loading));
        return Finding::unseen(if waiting { Code::NotReady } else { Code::NotReached });
    };
    match (info.set_up, phase(seen)) {
        (Some(true), _) => Finding::ok("finished"),
        (Some(false), Some(Phase::Ready)) => {
            Finding::new(Code::JellyfinNotSetUp, "StartupWizardCompleted is false")
        }
        (Some(false) | None, _) => Finding::unseen(Code::NotReady),
    }
}

/// `jellyfin.same_server`.
pub(super) fn same_server(seen: &Observations) -> Finding {
    if seen.upstream.is_none() {
        return Finding::unseen(Code::NoUpstream);
    }
    let answer = match answered(&seen.proxied.info) {
        Ok(answer) => answer,
        Err(finding) => return finding,
    };
    let Some(proxied) = PublicInfo::parse(&answer.body) else { return blamed(answer, seen) };
    match info(&seen.direct.info) {
        Some(direct) if direct.id == proxied.id => Finding::ok(format!("id {} both ways", direct.id)),
        Some(direct) => Finding::new(
            Code::OtherServer,
            format!("id {} directly, {} through the site", direct.id, proxied.id),
        ),
        None if phase(seen) == Some(Phase::Ready) => Finding::unseen(Code::NotReached),
        None => Finding::unseen(Code::NotReady),
    }
}

/// `backend.state`.
pub(super) fn backend_state(seen: &Observations) -> Finding {
    let (question, direct) = match &seen.upstream {
        Some(_) => (&seen.direct.health, true),
        None => (&seen.proxied.health, false),
    };
    let Some(phase) = Phase::of_question(question) else { return Finding::unseen(Code::NotReached) };
    let code = match phase {
        Phase::Ready if refuses_visitors(seen) => Code::RemoteAccessOff,
        Phase::Ready => Code::Ok,
        Phase::Starting => Code::JellyfinStarting,
        Phase::Loading => Code::JellyfinLoading,
        Phase::Unhealthy => Code::JellyfinUnhealthy,
        Phase::Filtered => Code::JellyfinFiltered,
        Phase::Elsewhere => Code::BasePathMismatch,
        Phase::Refused | Phase::Silent | Phase::Unreachable if direct => Code::UpstreamUnreachable,
        Phase::NotJellyfin if direct => Code::NotJellyfin,
        Phase::Refused | Phase::Silent | Phase::Unreachable | Phase::NotJellyfin => {
            return answered(question).map_or_else(|finding| finding, |answer| blamed(answer, seen));
        }
    };
    let way = if direct { "directly" } else { "through the site" };
    Finding::new(code, format!("asked {way}: {phase}"))
}

/// The phase, asked directly where that was possible.
pub(super) fn phase(seen: &Observations) -> Option<Phase> {
    Phase::of_question(&seen.direct.health).or_else(|| Phase::of_question(&seen.proxied.health))
}

/// Whether a visitor from the Internet, as the forwarded headers of the question claim, is refused.
fn refuses_visitors(seen: &Observations) -> bool {
    Phase::of_question(&seen.direct.health_forwarded) == Some(Phase::Filtered)
}

fn info(question: &Question<Answer>) -> Option<PublicInfo> {
    question.answer().and_then(|answer| PublicInfo::parse(&answer.body))
}
