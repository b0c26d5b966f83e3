use engine::proxies::ProxyKind;
use helper::client::RootBy;
use helper::protocol::Trouble;
use wizard::Intent;
use wizard::state::Circumstances;
use wizard::view::{ProvidingState, Remedy, View};
use wizard::work::{Found, Work};

use crate::desk::Desk;

fn asked() -> Desk {
    let mut desk = Desk::new(Circumstances { root_by: RootBy::Sudo, ..Circumstances::default() });
    desk.want(Intent::Install { proxy: "haproxy".to_owned() });
    desk
}

fn remedy(view: &View, word: &str) -> Option<Remedy> {
    view.proxy.cards.iter().find(|card| card.word == word)?.why_not.as_ref()?.remedy
}

#[test]
fn what_is_missing_is_installed_and_then_chosen() {
    let mut desk = asked();
    assert_eq!(
        desk.waiting,
        [Work::Provide { proxy: "haproxy".parse::<ProxyKind>().unwrap(), remedy: Remedy::Install }]
    );
    assert_eq!(desk.view().providing.unwrap().state, ProvidingState::AskingPassword);
    desk.learn(Found::Begun);
    for line in 0..300 {
        desk.learn(Found::Said(line.to_string()));
    }
    let shown = desk.view().providing.unwrap();
    assert_eq!(
        (shown.state, shown.lines.len(), shown.lines.last().unwrap().as_str()),
        (ProvidingState::Running, 200, "299")
    );
    desk.waiting.clear();
    desk.learn(Found::Provided);
    assert_eq!(desk.waiting, [Work::Look]);
    let view = desk.view();
    assert_eq!((view.providing, view.proxy.chosen.as_deref()), (None, Some("haproxy")));
}

#[test]
fn nothing_else_is_begun_meanwhile() {
    let mut desk = asked();
    desk.waiting.clear();
    for intent in
        [Intent::Next, Intent::LookAgain, Intent::Install { proxy: "apache".to_owned() }, Intent::Dismiss]
    {
        desk.want(intent);
    }
    assert_eq!(desk.waiting, []);
    assert_eq!(desk.view().providing.unwrap().word, "haproxy");
}

#[test]
fn what_kept_it_from_being_installed_is_read_and_gone() {
    let mut desk = asked();
    let (code, message, next) = ("root_not_given".to_owned(), "no".to_owned(), "again".to_owned());
    desk.learn(Found::Failed(Trouble { code, message, next }));
    let view = desk.view();
    assert_eq!(view.providing.unwrap().why.unwrap().code, "root_not_given");
    assert!(view.notice.is_none());
    desk.want(Intent::Dismiss);
    assert!(desk.view().providing.is_none());
}

#[test]
fn a_sandbox_has_no_way_to_packages() {
    let practice = Desk::new(Circumstances { practice: true, ..Circumstances::default() }).view();
    assert_eq!(remedy(&practice, "haproxy"), None);
    assert_eq!(remedy(&Desk::new(Circumstances::default()).view(), "haproxy"), Some(Remedy::Install));
}
