use engine::plan::{Observation, PlanView, RefusalView, Severity, StepView};

use super::super::Wizard;
use crate::view::{FindingView, PlannedStep, PlanningState, RefusalText, ReviewView, StepGroup};

impl Wizard {
    pub(in crate::state) fn review(&self) -> ReviewView {
        let mut review = ReviewView {
            state: if self.plan.is_waiting() { PlanningState::Planning } else { PlanningState::Open },
            known_proxies: self.answers.known_proxies,
            adopt: self.answers.adopt,
            asks_password: self.circumstances.root_by.asks() && !self.planned_by_root,
            ..ReviewView::default()
        };
        if let Some(plan) = self.plan.answer() {
            fill(&mut review, plan);
        }
        review
    }
}

fn state(plan: &PlanView) -> PlanningState {
    match (&plan.refusal, plan.steps.is_empty()) {
        (Some(_), _) => PlanningState::Refused,
        (None, true) => PlanningState::NothingToDo,
        (None, false) => PlanningState::Planned,
    }
}

fn fill(review: &mut ReviewView, plan: &PlanView) {
    let finding = |finding: &engine::plan::Finding| FindingView {
        warning: finding.severity == Severity::Warning,
        code: finding.code.clone(),
        message: finding.message.clone(),
        next: finding.next.clone(),
    };
    review.state = state(plan);
    review.plan_id.clone_from(&plan.plan_id);
    review.url.clone_from(&plan.url);
    review.steps = plan.steps.iter().map(planned).collect();
    review.findings = plan.findings.iter().map(finding).collect();
    review.refusal = plan.refusal.as_ref().map(refusal);
}

fn refusal(view: &RefusalView) -> RefusalText {
    RefusalText {
        code: view.code.clone(),
        message: view.message.clone(),
        next: view.next.clone(),
        command: view.command.clone(),
        ways: view.ways.clone(),
    }
}

fn planned(step: &StepView) -> PlannedStep {
    PlannedStep {
        kind: kind(step),
        group: group(step),
        path: step.path.clone(),
        summary: step.summary.clone(),
        diff: step.diff.clone(),
    }
}

/// The word for a step's kind, the two ways of looking told apart.
pub(super) fn kind(step: &StepView) -> String {
    match step.what {
        Some(Observation::SiteAnswers) => "observe_site_answers".to_owned(),
        Some(Observation::Healthy) => "observe_healthy".to_owned(),
        None => step.kind.clone(),
    }
}

fn group(step: &StepView) -> StepGroup {
    let path = step.path.as_deref().unwrap_or_default();
    match step.kind.as_str() {
        "observe" => StepGroup::Proof,
        "restart_jellyfin" => StepGroup::Jellyfin,
        _ if path.ends_with("/network.xml") => StepGroup::Jellyfin,
        "issue_certificate" | "combine_pem" => StepGroup::Certificate,
        _ if path.starts_with("/etc/jellyfin-proxy") => StepGroup::Certificate,
        _ => StepGroup::Proxy,
    }
}
