use engine::plan::{Finding, PlanView, RefusalView};
use engine::verdict::{Health, Verdict, report};
use helper::journal::Receipt;
use helper::protocol::{Trouble, Undone};
use serde::Serialize;

use super::plan::refusal_text;
use super::undo::{jellyfin_text, undone_text};
use super::{Companionship, DoneStep};
use crate::Exit;

/// What `setup` and `practice` print.
#[derive(Debug, Serialize)]
pub(crate) struct SetupDocument {
    schema: u32,
    plan_id: Option<String>,
    url: Option<String>,
    steps: Vec<DoneStep>,
    findings: Vec<Finding>,
    /// Proof before the change; there is none yet.
    rehearsal: Option<()>,
    check: Option<Verdict>,
    receipt: Option<Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undone: Option<Undone>,
    /// The steps of the way back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    way_back: Vec<DoneStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jellyfin_afterwards: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Trouble>,
    #[serde(skip)]
    headline: String,
}

impl SetupDocument {
    fn new(view: Option<&PlanView>, headline: impl Into<String>) -> Self {
        Self {
            schema: 1,
            plan_id: view.and_then(|view| view.plan_id.clone()),
            url: view.and_then(|view| view.url.clone()),
            steps: Vec::new(),
            findings: view.map(|view| view.findings.clone()).unwrap_or_default(),
            rehearsal: None,
            check: None,
            receipt: None,
            undone: None,
            way_back: Vec::new(),
            jellyfin_afterwards: None,
            refusal: None,
            error: None,
            headline: headline.into(),
        }
    }

    /// Nothing was changed, and the user can mend the reason.
    pub(crate) fn refused(view: PlanView) -> (Self, Exit) {
        let headline = view.refusal.as_ref().map(refusal_text).unwrap_or_default();
        (Self { refusal: view.refusal, ..Self::new(None, headline) }, Exit::Refused)
    }

    /// The user said no.
    pub(crate) fn declined(view: &PlanView) -> (Self, Exit) {
        (Self::new(Some(view), "Nothing was changed.\n"), Exit::Refused)
    }

    /// All of it was there already.
    pub(crate) fn unchanged(view: &PlanView, check: Option<Verdict>, good: bool) -> (Self, Exit) {
        let exit = if good { Exit::Done } else { Exit::FaultFound };
        (
            Self { check, ..Self::new(Some(view), "Everything was set up already: nothing was changed.\n") },
            exit,
        )
    }

    /// Done, and seen to be good.
    pub(crate) fn done(
        view: &PlanView,
        steps: Vec<DoneStep>,
        check: Option<Verdict>,
        receipt: Receipt,
    ) -> (Self, Exit) {
        let url = view.url.as_deref().unwrap_or_default();
        let headline = match &check {
            Some(_) => format!(
                "Done: {url} leads to Jellyfin. `jellyfin-proxy undo {}` takes it back.\n",
                receipt.id
            ),
            None => format!("Written for {url}; nothing was checked or reloaded in a tree.\n"),
        };
        (Self { steps, check, receipt: Some(receipt), ..Self::new(Some(view), headline) }, Exit::Done)
    }

    /// It did not work, and everything is as it was.
    pub(crate) fn undone(
        view: &PlanView,
        companion: &Companionship,
        check: Option<Verdict>,
        undone: Undone,
        jellyfin: Option<Result<(), String>>,
    ) -> (Self, Exit) {
        let jellyfin_afterwards = jellyfin.map(jellyfin_text);
        let headline = undone_text(&undone, jellyfin_afterwards.as_deref());
        let document = Self {
            steps: companion.steps(),
            way_back: companion.way_back(),
            check,
            undone: Some(undone),
            jellyfin_afterwards,
            ..Self::new(Some(view), headline)
        };
        (document, Exit::Undone)
    }

    /// The root side could not do it.
    pub(crate) fn failed(view: Option<&PlanView>, trouble: Trouble) -> (Self, Exit) {
        let exit = exit_of(&trouble);
        let headline = trouble_text(&trouble);
        (Self { error: Some(trouble), ..Self::new(view, headline) }, exit)
    }

    /// The same for people; the plan was shown before.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("\n{}", self.headline);
        if let Some(check) = &self.check {
            let broken = check.verdict == Health::Broken;
            text.push('\n');
            if broken || self.undone.is_none() {
                text.push_str(&report::terminal(check));
            }
        }
        text
    }
}

/// The exit code for something that the root side could not do. It comes before anything is changed,
/// or after everything was put back; only `undo_incomplete` does not, and waits for `recover`.
pub(crate) fn exit_of(trouble: &Trouble) -> Exit {
    match trouble.code.as_str() {
        "recover_first" | "undo_incomplete" => Exit::Unfinished,
        "changed_since_planned" | "busy" => Exit::Refused,
        "sudo_missing" | "root_not_given" => Exit::Refused,
        "nothing_to_undo" | "nothing_to_recover" => Exit::Refused,
        "already_undone" | "newer_change_first" | "unknown_change" => Exit::Refused,
        "disk_full" | "read_only" | "permission_denied" | "folder_missing" => Exit::Refused,
        "link_out_of_tree" | "folder_writable_by_others" => Exit::Refused,
        "hard_linked" | "wrong_kind" | "file_too_large" => Exit::Refused,
        _ => Exit::Failed,
    }
}

/// A trouble for people.
pub(crate) fn trouble_text(trouble: &Trouble) -> String {
    format!("Not done: {}\nNext: {}\n[{}]\n", trouble.message, trouble.next, trouble.code)
}
