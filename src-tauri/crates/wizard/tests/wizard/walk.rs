use engine::text::Mark;
use engine::verdict::{JellyfinSeen, Phase};
use testkit::FolderHost;
use wizard::Intent;
use wizard::state::Circumstances;
use wizard::view::{PlanningState, Screen, StopState};
use wizard::work::{Found, Work};

use crate::desk::{DOMAIN, Desk, debian, jellyfin};

#[test]
fn a_person_gets_from_the_computer_to_the_review() {
    let desk = Desk::reviewed(Circumstances::default());
    let view = desk.view();
    assert_eq!(view.review.state, PlanningState::Planned, "{:#?}", view.review.refusal);
    assert_eq!(view.review.url.as_deref(), Some("https://media.example.com"));
    let states: Vec<StopState> = view.way.iter().map(|stop| stop.state).collect();
    assert_eq!(states[..5], [StopState::Passed; 5]);
    assert_eq!((states[5], states[6]), (StopState::Here, StopState::Ahead));
}

#[test]
fn what_runs_is_recommended_and_what_is_missing_says_how_to_get_it() {
    let cards = Desk::new(Circumstances::default()).view().proxy.cards;
    assert_eq!((cards[0].word.as_str(), cards[0].recommended), ("nginx", true));
    let haproxy = cards.iter().find(|card| card.word == "haproxy").unwrap();
    let why = haproxy.why_not.as_ref().unwrap();
    assert_eq!(why.code, "proxy_not_installed");
    assert!(why.next.contains("sudo apt-get install haproxy"), "{}", why.next);
}

#[test]
fn nothing_installed_keeps_the_way_closed() {
    let mut desk = Desk::at(Circumstances::default(), &FolderHost::new());
    assert_eq!(desk.view().next_needs.as_deref(), Some("no_proxy_installed"));
    desk.want(Intent::Next);
    assert_eq!(desk.view().screen, Screen::Computer);
}

#[test]
fn back_and_forward_lose_nothing() {
    let mut desk = Desk::reviewed(Circumstances::default());
    for screen in [Screen::Certificate, Screen::Domain, Screen::Jellyfin, Screen::Proxy, Screen::Computer] {
        desk.want(Intent::Back);
        assert_eq!(desk.view().screen, screen);
    }
    desk.want(Intent::GoTo { screen: Screen::Review });
    desk.answer_all();
    let view = desk.view();
    assert_eq!((view.screen, view.domain.name.as_str()), (Screen::Review, DOMAIN));
    assert_eq!(view.review.state, PlanningState::Planned);
}

#[test]
fn screens_ahead_cannot_be_gone_to() {
    let mut desk = Desk::new(Circumstances::default());
    for screen in [Screen::Review, Screen::Apply, Screen::Domain, Screen::Health] {
        desk.want(Intent::GoTo { screen });
        assert_eq!(desk.view().screen, Screen::Computer, "{screen:?}");
    }
}

#[test]
fn a_jellyfin_that_cannot_be_published_keeps_the_way_closed() {
    for (seen, needs) in [
        (JellyfinSeen { set_up: Some(false), ..jellyfin() }, "jellyfin_not_set_up"),
        (JellyfinSeen { phase: Phase::Starting, set_up: None, ..jellyfin() }, "jellyfin_starting"),
        (JellyfinSeen { phase: Phase::Refused, set_up: None, ..jellyfin() }, "jellyfin_unreachable"),
        (JellyfinSeen { phase: Phase::NotJellyfin, set_up: None, ..jellyfin() }, "not_jellyfin"),
    ] {
        let mut desk = Desk::new(Circumstances::default());
        desk.want(Intent::Next);
        desk.want(Intent::Next);
        desk.want(Intent::TypeUpstream { text: "http://127.0.0.1:9000".to_owned() });
        let Some(Work::AskJellyfin(ticket, _)) = desk.waiting.pop() else { panic!("{:?}", desk.waiting) };
        assert_eq!(desk.view().next_needs.as_deref(), Some("testing"));
        desk.learn(Found::Jellyfin(ticket, seen));
        assert_eq!(desk.view().next_needs.as_deref(), Some(needs));
    }
}

#[test]
fn one_who_has_sites_begins_at_home() {
    let block = "server {\n    listen 443 ssl;\n    server_name media.example.com;\n}\n";
    let ours = Mark::wrap(&DOMAIN.parse().unwrap(), block);
    let host = debian().file("/etc/nginx/sites-enabled/zz-jellyfin-media.example.com.conf", ours);
    let view = Desk::at(Circumstances::default(), &host).view();
    assert_eq!(view.screen, Screen::Home);
    assert_eq!(view.computer.managed[0].url, "https://media.example.com");
}
