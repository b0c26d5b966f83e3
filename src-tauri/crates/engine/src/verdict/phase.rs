//! The phases of a Jellyfin's life, by what `/health` answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::culprit::Culprit;
use super::trouble::{Question, Trouble};

/// What `/health` says of the server. Observed on 10.10.6 to 12.0: judge the body, not the status,
/// since the start-up server of 10.11 and later answers 200 as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 200 `Healthy`.
    Ready,
    /// 200 `Degraded`, or a page of the start-up server: it starts or migrates, which can take hours.
    Starting,
    /// 503 `Jellyfin Server is loading`: the core is being loaded, a few seconds.
    Loading,
    /// 503 `Unhealthy`: its database fails, or its start failed.
    Unhealthy,
    /// 503 without a body: its address filter refuses the asker.
    Filtered,
    /// A redirect or a 404 of Jellyfin's own: it lives below another base path.
    Elsewhere,
    /// Nothing listens there. Passes by for about a second in every start.
    Refused,
    /// No answer in time.
    Silent,
    /// A proxy answered that it cannot reach it.
    Unreachable,
    /// Something else answers.
    NotJellyfin,
}

impl Phase {
    /// The phase that an answer of `/health` shows.
    #[must_use]
    pub fn of(health: &Answer) -> Self {
        let culprit = Culprit::of(health);
        match (health.status, health.body.trim()) {
            (200, "Healthy") => Self::Ready,
            (200, "Degraded") => Self::Starting,
            (503, "Unhealthy") => Self::Unhealthy,
            (503, body) if body.starts_with("Jellyfin Server is loading") => Self::Loading,
            (503, "") if culprit == Culprit::Jellyfin => Self::Filtered,
            (301 | 302 | 307 | 308, _) => Self::Elsewhere,
            // A running Jellyfin has this page below its base path, and nowhere else.
            (404, _) if culprit == Culprit::Jellyfin => Self::Elsewhere,
            _ => match culprit {
                Culprit::StartupServer => Self::Starting,
                Culprit::Jellyfin => Self::Unhealthy,
                Culprit::Proxy => Self::Unreachable,
                Culprit::OtherSite => Self::NotJellyfin,
            },
        }
    }

    /// The phase that a question for `/health` shows; `None` when it was not asked.
    #[must_use]
    pub fn of_question(health: &Question<Answer>) -> Option<Self> {
        match health {
            Question::NotAsked => None,
            Question::Answered(answer) => Some(Self::of(answer)),
            Question::Failed(trouble) => Some(Self::of_trouble(trouble)),
        }
    }

    /// The phase that a question without an answer shows.
    #[must_use]
    pub fn of_trouble(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Refused | Trouble::NoRoute | Trouble::NameNotFound | Trouble::Closed => Self::Refused,
            Trouble::TimedOut | Trouble::System(_) => Self::Silent,
            Trouble::Tls(_) | Trouble::NotHttp(_) => Self::NotJellyfin,
        }
    }

    /// A stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Starting => "starting",
            Self::Loading => "loading",
            Self::Unhealthy => "unhealthy",
            Self::Filtered => "filtered",
            Self::Elsewhere => "elsewhere",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Unreachable => "unreachable",
            Self::NotJellyfin => "not_jellyfin",
        }
    }

    /// The phase in words, to stand in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Starting => "starting or migrating",
            Self::Loading => "loading",
            Self::Unhealthy => "unhealthy",
            Self::Filtered => "refusing this address",
            Self::Elsewhere => "redirecting to another base path",
            Self::Refused => "nothing listens there",
            Self::Silent => "no answer in time",
            Self::Unreachable => "a proxy cannot reach it",
            Self::NotJellyfin => "something else answers there",
        }
    }

    /// Whether waiting is the right thing: it is on its way to being ready.
    #[must_use]
    pub fn is_on_its_way(self) -> bool {
        match self {
            Self::Starting | Self::Loading | Self::Refused | Self::Silent | Self::Unreachable => true,
            Self::Ready | Self::Unhealthy | Self::Filtered | Self::Elsewhere | Self::NotJellyfin => false,
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready => "ready",
            Self::Starting => "starting (it may be migrating its data)",
            Self::Loading => "loading",
            Self::Unhealthy => "unhealthy",
            Self::Filtered => "refusing this address",
            Self::Elsewhere => "below another base path",
            Self::Refused => "not listening",
            Self::Silent => "silent",
            Self::Unreachable => "not reached by the proxy",
            Self::NotJellyfin => "not a Jellyfin",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phase_is_known_by_its_answer() {
        let by_jellyfin = |status, body: &str| Answer {
            status,
            body: body.to_owned(),
            response_time: true,
            ..Answer::default()
        };
        let by_other = |status, body: &str| Answer { response_time: false, ..by_jellyfin(status, body) };
        let page = Answer { retry_after: Some("005".into()), ..by_other(503, "<html>") };
        for (answer, phase) in [
            (by_jellyfin(200, "Healthy"), Phase::Ready),
            (by_other(200, "Degraded"), Phase::Starting),
            (page, Phase::Starting),
            (by_jellyfin(503, "Jellyfin Server is loading. Please try again shortly."), Phase::Loading),
            (by_other(503, "Unhealthy"), Phase::Unhealthy),
            (by_jellyfin(503, ""), Phase::Filtered),
            (by_other(302, ""), Phase::Elsewhere),
            (by_jellyfin(404, ""), Phase::Elsewhere),
            (by_other(502, "<html>502 Bad Gateway"), Phase::Unreachable),
            (by_other(200, "<html>Welcome"), Phase::NotJellyfin),
        ] {
            assert_eq!(Phase::of(&answer), phase, "{answer:?}");
        }
    }
}
