use std::time::Duration;

use engine::names::Upstream;
use engine::plan::Observation;
use engine::verdict::{Phase, Status, Verdict};
use helper::protocol::Turn;
use probe::jellyfin;

use crate::{Observer, site_of};

/// How long Jellyfin may take to restart: a start with many plugins on a small machine takes minutes.
const RESTART: Duration = Duration::from_secs(540);

/// Does the steps of a change that need no root, and remembers what was seen last.
pub struct Witness {
    observer: Option<Observer>,
    seen: Option<Verdict>,
}

/// Why a step of the user's side is not good, where neither a check nor Jellyfin says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSeen {
    /// This machine let nobody ask.
    NotAsked,
    /// The answers were not good in time.
    NotHealthy,
}

impl NotSeen {
    /// The stable word for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not_observed",
            Self::NotHealthy => "not_seen_healthy",
        }
    }
}

impl Witness {
    /// One that looks at the site by `observer`; without one everything is taken for good, as in a tree that
    /// nobody serves.
    pub fn new(observer: Option<Observer>) -> Self {
        Self { observer, seen: None }
    }

    /// What the last look found.
    pub fn take_seen(&mut self) -> Option<Verdict> {
        self.seen.take()
    }

    /// Does a step: whether what was seen is good, and a stable word for it where it is not. Looking ends
    /// early once `called_off`; a restart is seen to its end, as another one may follow it.
    pub async fn turn(
        &mut self,
        turn: &Turn,
        called_off: &dyn Fn() -> bool,
        shown: impl Fn(Phase) + Send + Sync,
    ) -> (bool, Option<String>) {
        match turn {
            Turn::Observe { what } => self.observe(*what, called_off).await,
            Turn::RestartJellyfin { upstream } => restart(upstream, shown).await,
        }
    }

    async fn observe(&mut self, what: Observation, enough: &dyn Fn() -> bool) -> (bool, Option<String>) {
        let Some(observer) = &self.observer else { return (true, None) };
        let seen = match what {
            Observation::SiteAnswers => observer.site_answers(enough).await,
            Observation::Healthy => observer.healthy(enough).await,
        };
        let good = seen.is_ok();
        let (Ok(verdict) | Err(verdict)) = seen;
        let code = (!good).then(|| gravest(&verdict));
        self.seen = Some(verdict);
        (good, code)
    }
}

/// Jellyfin is asked at its root, from where it leads to its base path.
async fn restart(upstream: &Upstream, shown: impl Fn(Phase) + Send + Sync) -> (bool, Option<String>) {
    match jellyfin::restart(&site_of(upstream), RESTART, shown).await {
        Ok(_) => (true, None),
        Err(error) => (false, Some(error.code().to_owned())),
    }
}

/// The code of the first failure: it stands for the whole.
fn gravest(verdict: &Verdict) -> String {
    let failed = verdict.checks.iter().find(|check| check.status == Status::Fail);
    failed.map_or_else(|| NotSeen::NotHealthy.code().to_owned(), |check| check.code.to_string())
}
