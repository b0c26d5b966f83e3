//! Restarting Jellyfin, so that it reads its network.xml again.

use std::time::Duration;

use engine::verdict::{JellyfinSeen, Phase, SiteUrl, Trouble};

use super::look::see;
use super::ready::{NotReady, Watch};
use crate::http::Kept;
use crate::origin::Origin;

/// Why a restart was not brought to its end.
#[derive(Debug, thiserror::Error)]
pub enum RestartError {
    /// Only a Jellyfin on this machine takes the request without a token.
    #[error("Jellyfin at {0} is not on this machine; restart it there (Dashboard, Restart)")]
    NotLocal(SiteUrl),
    /// It was not ready before; a start or a migration must not be disturbed.
    #[error("Jellyfin at {upstream} is {phase}; it was not asked to restart")]
    NotReadyBefore {
        /// Where it was asked.
        upstream: SiteUrl,
        /// What was seen instead.
        phase: Phase,
    },
    /// It did not take the request.
    #[error("Jellyfin at {upstream} refused to restart (status {status}); restart it in its Dashboard")]
    Refused {
        /// Where it was asked.
        upstream: SiteUrl,
        /// The status it answered.
        status: u16,
    },
    /// The request got no answer.
    #[error("asking Jellyfin at {upstream} to restart: {source}")]
    Unanswered {
        /// Where it was asked.
        upstream: SiteUrl,
        /// What went wrong.
        source: Trouble,
    },
    /// It took the request but goes on as before.
    #[error("Jellyfin at {0} took the request to restart but was still running when the time was over")]
    DidNotGo(SiteUrl),
    /// It went and did not come back in time.
    #[error(transparent)]
    DidNotReturn(NotReady),
}

impl RestartError {
    /// The stable name of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotLocal(_) => "restart_not_local",
            Self::NotReadyBefore { .. } => "restart_not_ready",
            Self::Refused { .. } => "restart_refused",
            Self::Unanswered { .. } => "restart_unanswered",
            Self::DidNotGo(_) => "restart_did_not_go",
            Self::DidNotReturn(_) => "restart_did_not_return",
        }
    }
}

/// Asks Jellyfin to restart and waits until the new one is ready, at most so long; reports every phase
/// when it begins. `POST /System/Restart` from loopback needs no token (observed on 10.10.6 to 12.0);
/// the old server goes on saying `Healthy` for a moment, so it is seen to go first.
///
/// # Errors
/// When it may not be restarted from here, did not go, or did not come back in time.
pub async fn restart(
    upstream: &SiteUrl,
    within: Duration,
    mut on_phase: impl FnMut(Phase) + Send,
) -> Result<JellyfinSeen, RestartError> {
    if !upstream.is_loopback() {
        return Err(RestartError::NotLocal(upstream.clone()));
    }
    let mut watch = Watch::begin(upstream, within);
    let before = see(upstream, watch.last_question()).await;
    if before.phase != Phase::Ready {
        return Err(RestartError::NotReadyBefore { upstream: upstream.clone(), phase: before.phase });
    }
    let below = upstream.below(&before.base_path);
    request(&below, &watch).await?;
    if watch.until(|phase| phase != Phase::Ready, &mut on_phase).await == Phase::Ready {
        return Err(RestartError::DidNotGo(upstream.clone()));
    }
    match watch.until(|phase| phase == Phase::Ready, &mut on_phase).await {
        Phase::Ready => Ok(see(upstream, watch.last_question()).await),
        last => Err(RestartError::DidNotReturn(NotReady {
            upstream: upstream.clone(),
            last,
            waited: watch.waited(),
        })),
    }
}

async fn request(upstream: &SiteUrl, watch: &Watch<'_>) -> Result<(), RestartError> {
    let origin = Origin { url: upstream.clone(), address: None, deadline: watch.last_question() };
    let asking = async { Kept::open(&origin).await?.post(&upstream.path("/System/Restart")).await };
    match origin.deadline.bound(asking).await {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
        Ok(answer) => Err(RestartError::Refused { upstream: upstream.clone(), status: answer.status }),
        // It may have gone before it answered: whether it did is what is looked at next.
        Err(Trouble::Closed) => Ok(()),
        Err(source) => Err(RestartError::Unanswered { upstream: upstream.clone(), source }),
    }
}
