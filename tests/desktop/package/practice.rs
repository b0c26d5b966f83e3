//! The whole practice job, from the terminal and in the window.

use std::path::PathBuf;

use desktop_tests::{Desktop, Display, Window, way};
use engine::proxies::ProxyKind;
use tests::{Case, Ended, PlainUser, package};

use crate::debian::{PROGRAM, begin, install, product, take_away};
use crate::installed;

/// What is installed beside the package, once it was seen to need nothing more.
const COMPANIONS: &str = include_str!("companions");

pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("package::is_installed_practises_and_is_purged", whole_life).in_clean_debian()]
}

fn whole_life() {
    begin();
    install(&[package(".deb")]);
    installed::assert_whole();
    install(&COMPANIONS.split_whitespace().collect::<Vec<_>>());
    installed::assert_understood();

    let user = PlainUser::with(&[]);
    for proxy in ProxyKind::words() {
        let practice = ["practice", "--proxy", proxy, "--json"];
        assert_practised(&product(practice), proxy);
        assert_practised(&user.command(PROGRAM).args(practice).output().unwrap().into(), proxy);
    }

    let desktop = Desktop::of(user, Display::X11);
    for proxy in ProxyKind::words() {
        let wizard = "/usr/bin/jellyfin-proxy-wizard";
        let window =
            Window::open(&desktop, &format!("package-{proxy}"), wizard, &["--practice", "--proxy", proxy]);
        way::practise(&window, proxy);
    }

    let words = take_away("purge").stdout;
    assert!(!words.contains("undo"), "nothing was set up: {words}");
    assert_eq!(installed::named(), Vec::<PathBuf>::new());
}

#[track_caller]
fn assert_practised(ended: &Ended, proxy: &str) {
    assert_eq!(ended.code(), 0, "{ended:#?}");
    let document = ended.json();
    assert_eq!(document["check"]["verdict"], "healthy", "{document:#}");
    assert_eq!(document["receipt"]["proxy"], proxy, "{document:#}");
}
