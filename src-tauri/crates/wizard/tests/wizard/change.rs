use helper::client::RootBy;
use helper::journal::ChangeId;
use helper::protocol::{Differs, Progress, ServerAfter, StepBack, StepStatus, Trouble, Undone, WayBack};
use wizard::Intent;
use wizard::state::Circumstances;
use wizard::view::{ChangeState, PlanningState, Screen, StopState};
use wizard::work::{Found, Work};

use crate::desk::Desk;

fn with_password() -> Circumstances {
    Circumstances { root_by: RootBy::Sudo, ..Circumstances::default() }
}

#[test]
fn only_the_plan_that_is_shown_is_agreed_to() {
    let mut desk = Desk::reviewed(with_password());
    desk.want(Intent::Agree { plan_id: "0123456789abcdef".to_owned() });
    assert_eq!((desk.view().screen, desk.waiting.len()), (Screen::Review, 0));
    desk.agree();
    let view = desk.view();
    assert_eq!(view.screen, Screen::Apply);
    let change = view.change.unwrap();
    assert_eq!(change.state, ChangeState::AskingPassword);
    assert!(change.lines.iter().all(|line| line.status == "ahead") && !change.lines.is_empty());
    assert!(matches!(desk.waiting.as_slice(), [Work::CarryOut { .. }]));
}

#[test]
fn while_something_is_changed_it_can_only_be_called_off() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    desk.learn(Found::Begun);
    desk.waiting.clear();
    for intent in [Intent::Back, Intent::Next, Intent::Undo { id: None, overwrite: true }, Intent::PlanAgain]
    {
        desk.want(intent);
    }
    assert_eq!((desk.view().screen, desk.waiting.len()), (Screen::Apply, 0));
    let before: Vec<StopState> = desk.view().way[..6].iter().map(|stop| stop.state).collect();
    assert_eq!(
        before,
        [StopState::Closed; 6],
        "what was answered stays so, and none of it can be gone back to"
    );
    desk.want(Intent::CallOff);
    assert_eq!(desk.waiting, [Work::CallOff]);
    assert_eq!(desk.view().change.unwrap().state, ChangeState::CallingOff);
}

#[test]
fn progress_is_shown_step_by_step() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    desk.learn(Found::Begun);
    let summary = desk.view().review.steps[0].summary.clone();
    desk.learn(first_step(&summary, StepStatus::Started));
    assert_eq!(desk.view().change.unwrap().lines[0].status, "started");
    desk.learn(first_step(&summary, StepStatus::Done));
    let line = desk.view().change.unwrap().lines.remove(0);
    assert_eq!((line.status.as_str(), line.seconds), ("done", 0.25));
}

/// The first step of a set-up begins or has ended.
fn first_step(summary: &str, status: StepStatus) -> Found {
    Found::Progress(Progress { step: 0, summary: summary.to_owned(), status, seconds: 0.25 })
}

/// A step of the way back begins or has ended.
fn back(step: usize, status: StepStatus) -> Found {
    let progress = Progress { step, summary: "put back /etc/a.conf".to_owned(), status, seconds: 0.5 };
    Found::WayBack(WayBack::Step { progress })
}

fn way_back() -> Found {
    let path = "/etc/a.conf".parse().expect("a literal path");
    Found::WayBack(WayBack::Ahead { steps: vec![StepBack::PutBack { path }, StepBack::Reload {}] })
}

fn undone() -> Found {
    Found::Undone(Box::new(Undone {
        id: "3".parse().expect("a literal id"),
        why: None,
        steps: Vec::new(),
        restored: Vec::new(),
        left: Vec::new(),
        withdrawn: Vec::new(),
        kept: Vec::new(),
        server: ServerAfter::Reloaded {},
        restart_jellyfin: None,
    }))
}

#[test]
fn an_undo_is_shown_step_by_step() {
    let mut desk = Desk::new(with_password());
    desk.want(Intent::Undo { id: Some("3".to_owned()), overwrite: false });
    assert_eq!(desk.view().change.unwrap().state, ChangeState::AskingPassword);
    desk.learn(Found::Begun);
    assert_eq!(desk.view().change.unwrap().state, ChangeState::Undoing);
    desk.learn(way_back());
    let statuses = |desk: &Desk| -> Vec<String> {
        desk.view().change.unwrap().way_back.into_iter().map(|line| line.status).collect()
    };
    assert_eq!(statuses(&desk), ["ahead", "ahead"]);
    desk.learn(back(0, StepStatus::Started));
    assert_eq!(statuses(&desk), ["started", "ahead"]);
    desk.learn(back(0, StepStatus::Done));
    let line = desk.view().change.unwrap().way_back.remove(0);
    assert_eq!((line.kind.as_str(), line.path.as_deref()), ("put_back", Some("/etc/a.conf")));
    assert_eq!((line.status.as_str(), line.seconds), ("done", 0.5));
    // It goes to its end: nothing half undone is wanted by anybody.
    desk.waiting.clear();
    desk.want(Intent::CallOff);
    assert_eq!((desk.waiting.len(), desk.view().change.unwrap().state), (0, ChangeState::Undoing));
    desk.learn(undone());
    let change = desk.view().change.unwrap();
    assert_eq!((change.state, change.way_back.len()), (ChangeState::Undone, 2));
}

#[test]
fn a_set_up_that_fails_or_is_called_off_is_seen_to_be_undone() {
    for (calls_off, state) in [(false, ChangeState::Undoing), (true, ChangeState::CallingOff)] {
        let mut desk = Desk::reviewed(with_password());
        desk.agree();
        desk.learn(Found::Begun);
        desk.learn(first_step("", StepStatus::Done));
        if calls_off {
            desk.want(Intent::CallOff);
        }
        desk.learn(way_back());
        let change = desk.view().change.unwrap();
        assert_eq!((change.state, change.way_back.len()), (state, 2));
        assert!(!change.lines.is_empty(), "what was set up stays in sight");
        desk.learn(undone());
        assert_eq!(desk.view().change.unwrap().state, ChangeState::Undone);
    }
}

#[test]
fn a_set_up_that_is_called_off_before_its_first_step_has_changed_nothing() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    desk.learn(Found::Begun);
    desk.want(Intent::CallOff);
    assert!(desk.view().changing);
    desk.learn(undone());
    let view = desk.view();
    assert_eq!((view.changing, view.change.unwrap().state), (false, ChangeState::Untouched));
}

#[test]
fn an_undo_that_is_called_off_before_it_begins_changes_nothing() {
    let mut desk = Desk::new(with_password());
    desk.want(Intent::Undo { id: None, overwrite: false });
    desk.want(Intent::CallOff);
    desk.learn(Found::NotBegun);
    let change = desk.view().change.unwrap();
    assert_eq!((change.state, change.why.unwrap().code.as_str()), (ChangeState::Failed, "abandoned"));
    // The next one begins anew.
    desk.want(Intent::Undo { id: None, overwrite: false });
    assert_eq!(desk.view().change.unwrap().state, ChangeState::AskingPassword);
}

#[test]
fn a_plan_that_root_sees_otherwise_is_agreed_to_once_more() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    let Some(Work::CarryOut { shown, .. }) = desk.waiting.pop() else { panic!("{:?}", desk.waiting) };
    let mut other = *shown;
    other.plan_id = Some("fedcba9876543210".to_owned());
    other.steps.truncate(1);
    desk.learn(Found::OtherPlan(Box::new(other)));
    let view = desk.view();
    assert_eq!((view.screen, view.review.state), (Screen::Review, PlanningState::Planned));
    assert_eq!(view.notice.unwrap().code, "other_plan");
    assert!(!view.review.asks_password, "the password was given already");
    desk.agree();
    assert!(matches!(desk.waiting.as_slice(), [Work::CarryOut { .. }]));
}

#[test]
fn what_somebody_changed_since_an_interruption_is_put_back_once_agreed_to() {
    let mut desk = Desk::new(with_password());
    desk.want(Intent::Recover { overwrite: false });
    desk.learn(Found::Begun);
    let id: ChangeId = "3".parse().unwrap();
    desk.learn(Found::Differs(Differs { id, differences: Vec::new() }));
    desk.waiting.clear();
    desk.want(Intent::Undo { id: Some("3".to_owned()), overwrite: true });
    assert_eq!(desk.waiting, [Work::Recover { overwrite: true }]);
}

#[test]
fn a_history_that_cannot_be_read_changes_nothing_of_an_earlier_change() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    desk.learn(Found::NotBegun);
    desk.want(Intent::ShowHistory);
    let (code, message, next) = ("root_not_given".to_owned(), "no".to_owned(), "again".to_owned());
    desk.learn(Found::Failed(Trouble { code, message, next }));
    let view = desk.view();
    assert_eq!(view.change.unwrap().state, ChangeState::Untouched);
    assert_eq!(view.notice.unwrap().code, "root_not_given");
}

#[test]
fn a_root_side_that_fails_says_so_and_leaves_a_way_on() {
    let mut desk = Desk::reviewed(with_password());
    desk.agree();
    let trouble =
        Trouble { code: "root_side_lost".to_owned(), message: "gone".to_owned(), next: "recover".to_owned() };
    desk.learn(Found::Failed(trouble));
    let change = desk.view().change.unwrap();
    assert_eq!((change.state, change.why.unwrap().code.as_str()), (ChangeState::Failed, "root_side_lost"));
    desk.want(Intent::Recover { overwrite: false });
    assert!(desk.waiting.contains(&Work::Recover { overwrite: false }));
}
