//! How one comes in: for the health test at once, or to practise first.

use engine::text::Mark;
use helper::protocol::Trouble;
use testkit::FolderHost;
use wizard::Intent;
use wizard::state::{Circumstances, Wizard};
use wizard::view::Screen;
use wizard::work::{Found, Work};

use crate::desk::{DOMAIN, Desk, debian};

/// The address that is tested, of one who wants that before anything was looked at.
fn tested(site: Option<&str>, host: &FolderHost) -> (Option<String>, Screen) {
    let (mut wizard, _) = Wizard::begin(Circumstances::default());
    assert_eq!(wizard.take(Intent::Check { url: site.map(str::to_owned) }), Vec::new());
    let mut desk = Desk::of(wizard, host);
    desk.answer_all();
    let asked = desk.waiting.iter().find_map(|work| match work {
        Work::Check(_, url) => Some(url.clone()),
        _ => None,
    });
    (asked, desk.view().screen)
}

fn with_sites(names: &[&str]) -> FolderHost {
    names.iter().fold(debian(), |host, name| {
        let block = format!("server {{\n    listen 443 ssl;\n    server_name {name};\n}}\n");
        let ours = Mark::wrap(&name.parse().expect("a name"), &block);
        host.file(&format!("/etc/nginx/sites-enabled/zz-jellyfin-{name}.conf"), ours)
    })
}

#[test]
fn the_health_test_waits_for_the_first_look() {
    let own = format!("https://{DOMAIN}");
    let (one, two) = (with_sites(&[DOMAIN]), with_sites(&[DOMAIN, "tv.example.com"]));
    for (site, host, url, screen) in [
        (None, &one, Some(own.as_str()), Screen::Health),
        (None, &two, None, Screen::Home),
        (None, &debian(), None, Screen::Home),
        (Some(DOMAIN), &two, Some(own.as_str()), Screen::Health),
        (Some("other.example.com"), &two, Some("https://other.example.com"), Screen::Health),
        (Some("http://other.example.com:81"), &two, Some("http://other.example.com:81"), Screen::Health),
        (Some("no name"), &two, None, Screen::Home),
    ] {
        assert_eq!(tested(site, host), (url.map(str::to_owned), screen), "{site:?}");
    }
}

/// What is found of a site that was just set up decides how it is tested.
#[test]
fn a_test_waits_while_the_computer_is_looked_at() {
    let mut desk = Desk::at(Circumstances::default(), &with_sites(&[DOMAIN]));
    desk.want(Intent::LookAgain);
    desk.want(Intent::Check { url: None });
    assert_eq!(desk.waiting, [Work::Look]);
    assert!(desk.view().health.is_some_and(|health| health.running));
    desk.answer_all();
    assert!(matches!(desk.waiting.as_slice(), [Work::Check(..)]), "{:?}", desk.waiting);
}

#[test]
fn practice_is_begun_outside_of_a_change_and_not_in_a_practice() {
    let mut desk = Desk::reviewed(Circumstances::default());
    desk.want(Intent::Practice {});
    assert_eq!(desk.waiting.pop(), Some(Work::Practice));
    desk.agree();
    desk.waiting.clear();
    desk.want(Intent::Practice {});
    assert_eq!(desk.waiting, Vec::new(), "something is being changed");
    let mut inside = Desk::new(Circumstances { practice: true, ..Circumstances::default() });
    inside.want(Intent::Practice {});
    assert_eq!(inside.waiting, Vec::new());
}

#[test]
fn a_practice_that_cannot_be_had_is_said() {
    let mut desk = Desk::new(Circumstances::default());
    let [code, message, next] = ["sandbox_apparmor", "no", "another"].map(str::to_owned);
    desk.learn(Found::NoPractice(Trouble { code, message, next }));
    assert_eq!(desk.view().notice.unwrap().code, "sandbox_apparmor");
    desk.want(Intent::Dismiss);
    assert_eq!((desk.view().notice, desk.view().screen), (None, Screen::Computer));
}
