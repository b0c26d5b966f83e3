use std::time::Duration;

use engine::plan::Observation;
use engine::verdict::Verdict;
use helper::protocol::{Progress, StepStatus, Turn};
use indicatif::{ProgressBar, ProgressStyle};
use probe::jellyfin;
use serde::Serialize;

use front::{Companion, Observer, site_of};

/// How long Jellyfin may take to restart: a start with many plugins on a small machine takes minutes.
const RESTART: Duration = Duration::from_secs(540);

/// What stands on the terminal while a change is carried out, and the eyes of the user's side.
pub(crate) struct Companionship {
    observer: Option<Observer>,
    steps: Vec<DoneStep>,
    check: Option<Verdict>,
    bar: ProgressBar,
    silent: bool,
}

/// One step as it was carried out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DoneStep {
    pub(crate) summary: String,
    pub(crate) status: StepStatus,
    pub(crate) seconds: f64,
}

impl Companionship {
    /// A silent one for those who read the document.
    pub(crate) fn new(observer: Option<Observer>, silent: bool) -> Self {
        let bar = if silent { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Self { observer, steps: Vec::new(), check: None, bar, silent }
    }

    /// The steps that were begun, in order.
    pub(crate) fn steps(&self) -> Vec<DoneStep> {
        self.steps.clone()
    }

    /// What the last whole check found.
    pub(crate) fn take_check(&mut self) -> Option<Verdict> {
        self.check.take()
    }

    fn say(&self, line: &str) {
        if self.silent {
            return;
        }
        // indicatif draws on terminals only; a log wants the lines all the same.
        if self.bar.is_hidden() {
            eprintln!("{line}");
        } else {
            self.bar.println(line);
        }
    }

    fn observe(&mut self, what: Observation, enough: &dyn Fn() -> bool) -> (bool, Option<String>) {
        let Some(observer) = &self.observer else { return (true, None) };
        let seen = crate::terminal::ask(async {
            match what {
                Observation::SiteAnswers => observer.site_answers(enough).await,
                Observation::Healthy => observer.healthy(enough).await,
            }
        });
        let Ok(seen) = seen else { return (false, Some(NotSeen::NotAsked.code().to_owned())) };
        let good = seen.is_ok();
        let (Ok(verdict) | Err(verdict)) = seen;
        let code = (!good).then(|| gravest(&verdict));
        self.check = Some(verdict);
        (good, code)
    }

    fn restart(&mut self, upstream: &engine::names::Upstream) -> (bool, Option<String>) {
        // At its root, from where it leads to its base path.
        let site = site_of(upstream);
        let bar = self.bar.clone();
        let shown =
            move |phase: engine::verdict::Phase| bar.set_message(format!("Jellyfin restarts: {phase}"));
        match crate::terminal::ask(jellyfin::restart(&site, RESTART, shown)) {
            Ok(Ok(_)) => (true, None),
            Ok(Err(error)) => {
                self.say(&format!("     {error}"));
                (false, Some(error.code().to_owned()))
            }
            Err(_) => (false, Some(NotSeen::NotAsked.code().to_owned())),
        }
    }
}

impl Companion for Companionship {
    fn progress(&mut self, progress: &Progress) {
        match progress.status {
            StepStatus::Started => {
                self.bar.set_message(progress.summary.clone());
                self.bar.enable_steady_tick(Duration::from_millis(100));
            }
            StepStatus::Done | StepStatus::Failed | StepStatus::Skipped => {
                let mark = match progress.status {
                    StepStatus::Done => "done",
                    StepStatus::Failed => "FAIL",
                    StepStatus::Started | StepStatus::Skipped => "skip",
                };
                self.say(&format!("{mark} {} ({:.1} s)", progress.summary, progress.seconds));
                self.steps.push(DoneStep {
                    summary: progress.summary.clone(),
                    status: progress.status,
                    seconds: progress.seconds,
                });
            }
        }
    }

    fn turn(&mut self, turn: &Turn, called_off: &dyn Fn() -> bool) -> (bool, Option<String>) {
        match turn {
            Turn::Observe { what } => self.observe(*what, called_off),
            Turn::RestartJellyfin { upstream } => self.restart(upstream),
        }
    }
}

impl Drop for Companionship {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Why a step of the user's side is not good, where neither a check nor Jellyfin says so.
#[derive(Debug, Clone, Copy)]
enum NotSeen {
    /// This machine let nobody ask.
    NotAsked,
    /// The answers were not good in time.
    NotHealthy,
}

impl NotSeen {
    fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not_observed",
            Self::NotHealthy => "not_seen_healthy",
        }
    }
}

/// The code of the first failure: it stands for the whole.
fn gravest(verdict: &Verdict) -> String {
    let failed = verdict.checks.iter().find(|check| check.status == engine::verdict::Status::Fail);
    failed.map_or_else(|| NotSeen::NotHealthy.code().to_owned(), |check| check.code.to_string())
}
