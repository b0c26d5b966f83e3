//! The whole job in a sandbox that the application makes itself, by somebody without any right.

use std::path::PathBuf;

use engine::proxies::ProxyKind;
use tests::{Case, PlainUser, Snapshot};

use desktop_tests::{Desktop, Display, Window, way};

pub(crate) fn cases() -> Vec<Case> {
    let whole = |proxy: &'static str| {
        let run = move || whole_way(proxy, Display::X11, &format!("practice-{proxy}"));
        Case::outside(format!("practice::{proxy}_set_up_and_undone"), run)
    };
    let mut cases: Vec<Case> = ProxyKind::words().into_iter().map(whole).collect();
    let on_wayland = || whole_way("nginx", Display::Wayland, "practice-wayland");
    cases.push(Case::outside("practice::on_wayland", on_wayland));
    cases.push(Case::outside("practice::called_off_and_left", called_off_and_left));
    cases.push(Case::outside("practice::cannot_be_had", cannot_be_had));
    cases
}

fn practising(desktop: &Desktop, proxy: &str, test: &str) -> Window {
    let layer = PlainUser::servers();
    let arguments = ["--practice", "--proxy", proxy, "--layer", &layer];
    Window::open(desktop, test, &desktop.application(), &arguments)
}

fn whole_way(proxy: &str, display: Display, test: &str) {
    let before = Snapshot::of(["/etc"]);
    let desktop = Desktop::of_nobody_on(display);
    let window = practising(&desktop, proxy, test);
    way::practise(&window, proxy);
    assert_eq!(before.differences(&Snapshot::of(["/etc"])), Vec::<PathBuf>::new());
}

fn called_off_and_left() {
    let desktop = Desktop::of_nobody();
    let window = practising(&desktop, "nginx", "practice-called-off");
    way::to_the_review(&window, "nginx", None);
    window.press("Set it up in practice");
    window.until("Setting it up");
    window.press("Cancel and undo");
    window.until("Everything is as it was");
    window.picture("called-off");
    window.want("leave_practice");
    window.until_no_words("Practice run.");
    window.picture("left");
}

/// A folder that is not there: the wizard says so, and goes on without practice.
fn cannot_be_had() {
    let desktop = Desktop::of_nobody();
    let arguments = ["--practice", "--layer", "/nowhere"];
    let window = Window::open(&desktop, "practice-not-had", &desktop.application(), &arguments);
    window.until("A folder for the practice run cannot be used.");
    window.picture("refused");
    window.press("Go back");
    window.until("This computer");
    window.until_no_words("Practice run.");
}
