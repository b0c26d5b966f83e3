//! Waiting for a Jellyfin that starts.

use std::time::Duration;

use engine::verdict::{JellyfinSeen, Phase, SiteUrl};
use tokio::time::{Instant, sleep};

use super::look::{phase, see};
use crate::deadline::Deadline;
use crate::target::Limits;

/// Short enough not to miss the gap in which a restarting server does not listen (0.4 to 1 s observed).
const PAUSE: Duration = Duration::from_millis(50);

/// A question to a server that starts takes up to 2.5 seconds (its start-up page waits that long).
const QUESTION: Duration = Duration::from_secs(4);

/// Jellyfin did not get ready.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Jellyfin at {upstream} did not get ready within {} s: it is {last}", waited.as_secs())]
pub struct NotReady {
    /// Where it was asked.
    pub upstream: SiteUrl,
    /// What was seen last.
    pub last: Phase,
    /// How long was waited.
    pub waited: Duration,
}

/// Waits until Jellyfin is ready, at most so long, and reports every phase when it begins. It never
/// interferes: a migration can take hours.
///
/// # Errors
/// When the time is over, or at once when waiting cannot help: something else answers there, it lives
/// below another base path, or it refuses this machine.
pub async fn await_ready(
    upstream: &SiteUrl,
    within: Duration,
    mut on_phase: impl FnMut(Phase) + Send,
) -> Result<JellyfinSeen, NotReady> {
    let mut watch = Watch::begin(upstream, within);
    let last = watch.until(|phase| phase == Phase::Ready || is_hopeless(phase), &mut on_phase).await;
    if last != Phase::Ready {
        return Err(NotReady { upstream: upstream.clone(), last, waited: watch.waited() });
    }
    Ok(see(upstream, watch.last_question()).await)
}

fn is_hopeless(phase: Phase) -> bool {
    match phase {
        Phase::Filtered | Phase::Elsewhere | Phase::NotJellyfin => true,
        Phase::Ready | Phase::Unhealthy => false,
        Phase::Starting | Phase::Loading | Phase::Refused | Phase::Silent | Phase::Unreachable => false,
    }
}

/// Asks for the phase again and again until the time is over.
pub(crate) struct Watch<'a> {
    upstream: &'a SiteUrl,
    begin: Instant,
    deadline: Deadline,
    end: Instant,
    reported: Option<Phase>,
}

impl<'a> Watch<'a> {
    pub(crate) fn begin(upstream: &'a SiteUrl, within: Duration) -> Self {
        let begin = Instant::now();
        let deadline = Deadline::begin(Limits { question: QUESTION, overall: within });
        Self { upstream, begin, deadline, end: begin + within, reported: None }
    }

    /// Asks until the phase is the one waited for or the time is over; gives back the last one.
    pub(crate) async fn until(
        &mut self,
        awaited: impl Fn(Phase) -> bool + Send,
        on_phase: &mut (impl FnMut(Phase) + Send),
    ) -> Phase {
        loop {
            let (now, _) = phase(self.upstream, self.deadline).await;
            if self.reported != Some(now) {
                self.reported = Some(now);
                on_phase(now);
            }
            if awaited(now) || Instant::now() + PAUSE >= self.end {
                return now;
            }
            sleep(PAUSE).await;
        }
    }

    pub(crate) fn waited(&self) -> Duration {
        self.begin.elapsed()
    }

    /// Bounds for the look that follows the waiting, even when the time is all but over.
    pub(crate) fn last_question(&self) -> Deadline {
        Deadline::begin(Limits { question: QUESTION, overall: QUESTION })
    }
}
