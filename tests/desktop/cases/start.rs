//! How the application starts, and how it does not.

use std::ffi::{OsStr, OsString};
use std::time::{Duration, Instant};

use procfs::process::Process;
use rustix::process::{Pid, Signal, kill_process};
use tests::{Case, Ended};

use desktop_tests::rest::{below, until_at_rest};
use desktop_tests::{APPLICATION, Desktop, Window, until};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::outside("start::shows_this_computer", shows_this_computer),
        Case::outside("start::a_second_start_ends_at_once", second_start),
        Case::outside("start::page_is_its_own", page_is_its_own),
        Case::outside("start::page_is_begun_anew", page_is_begun_anew),
        Case::outside("start::not_as_root", not_as_root),
    ]
}

fn shows_this_computer() {
    let desktop = Desktop::of_nobody();
    let begin = Instant::now();
    let window = Window::open(&desktop, "start", &desktop.application(), &[]);
    println!("first screen after {:.2} s, with the driver", begin.elapsed().as_secs_f64());
    window.until("This computer");
    window.until_words("Look again");
    window.picture("computer");
    let told = window.application().environ().unwrap();
    let painting = told.get(OsStr::new("WEBKIT_SKIA_ENABLE_CPU_RENDERING"));
    assert_eq!(painting.map(OsString::as_os_str), Some(OsStr::new("1")), "the processor paints");
}

/// Its process may be ended by the system. The driver gives up then, so nobody drives it.
fn page_is_begun_anew() {
    let desktop = Desktop::of_nobody();
    let running = desktop.start();
    let own = running.process();
    for _ in 0..2 {
        until_at_rest(&own, Duration::from_secs(1));
        let page = page_of(&own).expect("a page");
        kill_process(Pid::from_raw(page).unwrap(), Signal::KILL).unwrap();
        until("a new page", || page_of(&own).is_some_and(|new| new != page));
    }
    until_at_rest(&own, Duration::from_secs(1));
}

/// The process that this one has for its page.
fn page_of(own: &Process) -> Option<i32> {
    let mut stats = below(own).into_iter().filter_map(|process| process.stat().ok());
    stats.find(|stat| stat.comm == "WebKitWebProces").map(|stat| stat.pid)
}

/// It tells the first one what it was started for.
fn second_start() {
    let desktop = Desktop::of_nobody();
    let window = Window::open(&desktop, "start-again", &desktop.application(), &[]);
    window.until("This computer");
    let second = desktop.command(&desktop.application()).args(["--health-test", "nowhere.invalid"]).output();
    Ended::from(second.unwrap()).expect(0);
    window.until("Something is broken");
    window.picture("health");
}

/// No other page, no foreign script, and no command that no capability names.
fn page_is_its_own() {
    let desktop = Desktop::of_nobody();
    let window = Window::open(&desktop, "start-own-page", &desktop.application(), &[]);
    window.until("This computer");
    window.ask("window.location.href = 'http://127.0.0.1:9/'; return null");
    window.ask("const s = document.createElement('script'); s.textContent = 'window.foreign = 1'; document.head.append(s); return null");
    assert_eq!(window.ask("return String(window.foreign)"), "undefined");
    assert_eq!(window.ask("try { return String(eval('1 + 1')) } catch { return 'refused' }"), "refused");
    for command in ["plugin:opener|open_path", "plugin:dialog|save", "plugin:window|close"] {
        let answer = window.invoke(command);
        assert!(answer.contains("not allowed") || answer.contains("not found"), "{command}: {answer}");
    }
    // What it calls itself is there: what no capability names was left out of the program.
    for command in ["plugin:dialog|open", "plugin:opener|open_url", "plugin:webview|set_webview_zoom"] {
        let answer = window.invoke(command);
        assert!(answer.contains("missing required key"), "{command}: {answer}");
    }
    assert_eq!(window.heading(), "This computer");
    assert!(window.ask("return location.href").as_str().unwrap().starts_with("tauri://localhost"));
}

fn not_as_root() {
    let desktop = Desktop::of_nobody();
    if !desktop.user.is_other() {
        return;
    }
    let ended: Ended = std::process::Command::new(tests::program(APPLICATION)).output().unwrap().into();
    assert_eq!(ended.code(), 3, "{ended:?}");
    assert!(ended.stderr.contains("[running_as_root]"), "{ended:?}");
}
