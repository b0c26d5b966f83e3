//! The health test at one click, as the desktop entry's action starts it.

use tests::{Case, DOMAIN, Lab};

use desktop_tests::{Desktop, Window};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("health::begins_with_the_test_of_the_only_site", only_site),
        Case::new("health::begins_at_home_without_a_site", no_site),
    ]
}

fn only_site() {
    let mut lab = Lab::with("nginx");
    lab.setup(&[]).expect(0);
    let hosts = std::fs::read_to_string("/etc/hosts").unwrap();
    std::fs::write("/etc/hosts", format!("{hosts}\n127.0.0.1 {DOMAIN}\n")).unwrap();
    let desktop = Desktop::of_nobody();
    let window = Window::open(&desktop, "health", &desktop.application(), &["--health-test"]);
    let verdict = window.until_any(&["All is well", "It works, and could be better", "Something is broken"]);
    window.picture("tested");
    assert_ne!(verdict, "Something is broken", "{}", window.words());
    assert!(window.words().contains(DOMAIN), "{}", window.words());
    window.press("Home");
    window.until("Your Jellyfin");
    window.picture("home");
    lab.jellyfin.stop();
    window.press("Health test");
    window.until("Something is broken");
    window.picture("broken");
}

fn no_site() {
    let _lab = Lab::with("nginx");
    let desktop = Desktop::of_nobody();
    let window = Window::open(&desktop, "health-none", &desktop.application(), &["--health-test"]);
    window.until("Open a door to your Jellyfin");
    window.picture("welcome");
}
