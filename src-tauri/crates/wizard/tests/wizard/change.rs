use helper::client::RootBy;
use helper::journal::ChangeId;
use helper::protocol::{Differs, Progress, StepStatus, Trouble};
use wizard::Intent;
use wizard::state::Circumstances;
use wizard::view::{ChangeState, PlanningState, Screen};
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
    let progress = |status| Progress { step: 0, summary: summary.clone(), status, seconds: 0.25 };
    desk.learn(Found::Progress(progress(StepStatus::Started)));
    assert_eq!(desk.view().change.unwrap().lines[0].status, "started");
    desk.learn(Found::Progress(progress(StepStatus::Done)));
    let line = desk.view().change.unwrap().lines.remove(0);
    assert_eq!((line.status.as_str(), line.seconds), ("done", 0.25));
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
    assert_eq!(view.change.unwrap().state, ChangeState::Undone);
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
