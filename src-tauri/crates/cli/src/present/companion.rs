use std::time::Duration;

use engine::verdict::{Phase, Verdict};
use helper::protocol::{Progress, StepStatus, Turn, WayBack};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use front::{Companion, NotSeen, Observer, Witness};

/// What stands on the terminal while a change is carried out, and the eyes of the user's side.
pub(crate) struct Companionship {
    witness: Witness,
    steps: Vec<DoneStep>,
    way_back: Vec<DoneStep>,
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
        Self { witness: Witness::new(observer), steps: Vec::new(), way_back: Vec::new(), bar, silent }
    }

    /// The steps that were begun, in order.
    pub(crate) fn steps(&self) -> Vec<DoneStep> {
        self.steps.clone()
    }

    /// The steps of the way back that were begun, in order.
    pub(crate) fn way_back(&self) -> Vec<DoneStep> {
        self.way_back.clone()
    }

    /// What the last whole check found.
    pub(crate) fn take_check(&mut self) -> Option<Verdict> {
        self.witness.take_seen()
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

    /// Shows how a step stands; it is handed back once it has ended.
    fn step(&self, progress: &Progress) -> Option<DoneStep> {
        let Progress { summary, status, seconds, .. } = progress.clone();
        let mark = match status {
            StepStatus::Started => {
                self.bar.set_message(summary);
                self.bar.enable_steady_tick(Duration::from_millis(100));
                return None;
            }
            StepStatus::Done => "done",
            StepStatus::Failed => "FAIL",
            StepStatus::Skipped => "skip",
        };
        self.say(&format!("{mark} {summary} ({seconds:.1} s)"));
        Some(DoneStep { summary, status, seconds })
    }
}

impl Companion for Companionship {
    fn progress(&mut self, progress: &Progress) {
        let ended = self.step(progress);
        self.steps.extend(ended);
    }

    fn way_back(&mut self, way: &WayBack) {
        match way {
            WayBack::Ahead { .. } => self.say("Undoing:"),
            WayBack::Step { progress } => {
                let ended = self.step(progress);
                self.way_back.extend(ended);
            }
        }
    }

    fn turn(&mut self, turn: &Turn, called_off: &dyn Fn() -> bool) -> (bool, Option<String>) {
        let bar = self.bar.clone();
        let shown = move |phase: Phase| bar.set_message(format!("Jellyfin restarts: {phase}"));
        let done = crate::terminal::ask(self.witness.turn(turn, called_off, shown));
        let (good, code) = done.unwrap_or_else(|_| (false, Some(NotSeen::NotAsked.code().to_owned())));
        if let (Turn::RestartJellyfin { .. }, Some(code)) = (turn, &code) {
            self.say(&format!("     Jellyfin was not seen to restart [{code}]"));
        }
        (good, code)
    }
}

impl Drop for Companionship {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
