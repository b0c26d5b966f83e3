use engine::plan::PlanView;
use helper::journal::{Receipt, ReceiptState};
use helper::protocol::{Differs, Progress, ServerAfter, StepBack, StepStatus, Trouble, Undone};

use crate::view::{ChangeView, Notice, PastChange, ProgressLine, UndoneView};

/// How a step stands before it is begun.
const AHEAD: &str = "ahead";

/// The steps of a plan before any was begun.
pub(in crate::state) fn ahead(plan: &PlanView) -> Vec<ProgressLine> {
    let line = |step: &engine::plan::StepView| ProgressLine {
        summary: step.summary.clone(),
        kind: super::review::kind(step),
        path: step.path.clone(),
        status: AHEAD.to_owned(),
        seconds: 0.0,
    };
    plan.steps.iter().map(line).collect()
}

/// A step that no plan spoke of.
pub(in crate::state) fn unknown_line() -> ProgressLine {
    ProgressLine {
        summary: String::new(),
        kind: String::new(),
        path: None,
        status: AHEAD.to_owned(),
        seconds: 0.0,
    }
}

/// A step of the way back, before it was begun.
pub(in crate::state) fn back(step: &StepBack) -> ProgressLine {
    ProgressLine {
        summary: step.to_string(),
        kind: step.kind().to_owned(),
        path: step.path().map(ToString::to_string),
        ..unknown_line()
    }
}

impl ChangeView {
    /// Whether it has steps, and is still before the first.
    pub(in crate::state) fn none_begun(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.status == AHEAD)
    }
}

impl ProgressLine {
    /// The step begins or has ended.
    pub(in crate::state) fn take(&mut self, progress: Progress) {
        self.summary = progress.summary;
        self.status = step_status(progress.status).to_owned();
        self.seconds = progress.seconds;
    }
}

/// The word for how a step stands.
pub(in crate::state) fn step_status(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Started => "started",
        StepStatus::Done => "done",
        StepStatus::Failed => "failed",
        StepStatus::Skipped => "skipped",
    }
}

/// A trouble of the root side, as it is shown.
pub(in crate::state) fn notice(trouble: &Trouble) -> Notice {
    Notice { code: trouble.code.clone(), message: trouble.message.clone(), next: trouble.next.clone() }
}

/// What was put back.
pub(in crate::state) fn undone(undone: &Undone) -> UndoneView {
    UndoneView {
        left: undone.left.iter().map(ToString::to_string).collect(),
        kept: undone.kept.iter().map(|kept| (kept.path.to_string(), kept.copy.to_string())).collect(),
        server: server(&undone.server).to_owned(),
        differs: Vec::new(),
    }
}

/// What keeps a change from being undone.
pub(in crate::state) fn differs(differs: &Differs) -> UndoneView {
    let line = |difference: &helper::protocol::Difference| {
        let shown = difference.diff.clone().unwrap_or_else(|| difference.summary.clone());
        (difference.path.to_string(), shown)
    };
    UndoneView {
        left: Vec::new(),
        kept: Vec::new(),
        server: "untouched".to_owned(),
        differs: differs.differences.iter().map(line).collect(),
    }
}

/// A change of before.
pub(in crate::state) fn past_change(receipt: Receipt) -> PastChange {
    PastChange {
        id: receipt.id.to_string(),
        when: receipt.when.to_string(),
        proxy: receipt.proxy,
        url: receipt.url,
        state: match receipt.state {
            ReceiptState::Active => "active",
            ReceiptState::Undone => "undone",
            ReceiptState::Interrupted => "interrupted",
        }
        .to_owned(),
        steps: receipt.steps.into_iter().map(|step| step.summary).collect(),
    }
}

fn server(after: &ServerAfter) -> &'static str {
    match after {
        ServerAfter::Untouched {} => "untouched",
        ServerAfter::Reloaded {} => "reloaded",
        ServerAfter::NotRunning {} => "not_running",
        ServerAfter::CheckFailed { .. } => "check_failed",
        ServerAfter::ReloadFailed { .. } => "reload_failed",
    }
}
