//! What becomes of a desktop's front where pkexec gives no root: a pkexec that ends as the real one does
//! (its manual, "Return value"; its sentences as polkit 122 prints them).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use helper::client::{Client, ClientError, Patience, RootBy};
use tests::{Case, program};

const PKEXEC: &str = "/usr/bin/pkexec";

pub(crate) fn cases() -> Vec<Case> {
    let endings: [(&str, &str, &str); 6] = [
        ("is_dismissed", "exit 126", "password_cancelled"),
        (
            "does_not_authorise",
            "echo 'Error executing command as another user: Not authorized' >&2; exit 127",
            "password_refused",
        ),
        (
            "finds_no_agent",
            "echo 'Error executing command as another user: No authentication agent found.' >&2; exit 127",
            "password_agent_missing",
        ),
        (
            "finds_no_polkit",
            "echo 'Error getting authority: Error initializing authority: Could not connect' >&2; exit 127",
            "password_agent_missing",
        ),
        ("fails_otherwise", "echo 'Cannot run program' >&2; exit 127", "root_side_not_started"),
        ("ends_without_a_word", "exit 0", "root_side_not_started"),
    ];
    let mut cases: Vec<Case> = endings
        .into_iter()
        .map(|(name, script, code)| {
            Case::new(format!("pkexec::{name}"), move || assert_eq!(trouble_with(script), code))
        })
        .collect();
    cases.push(Case::new("pkexec::is_not_there", is_not_there));
    cases.push(Case::new("pkexec::starts_the_helper", starts_the_helper));
    cases.push(Case::new("pkexec::waits_for_a_password_that_nobody_gives", nobody_gives_it));
    cases.push(Case::new("pkexec::starts_a_helper_that_says_nothing", says_nothing));
    cases.push(Case::new("pkexec::is_called_off_while_it_asks", called_off));
    cases
}

fn write(script: &str) {
    fs::write(PKEXEC, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(PKEXEC, PermissionsExt::from_mode(0o755)).unwrap();
}

fn start(called_off: &dyn Fn() -> bool) -> Result<Client, ClientError> {
    Client::start(&program("jellyfin-proxy-helper"), None, RootBy::Pkexec, Patience::default(), called_off)
}

/// The code of what is said where somebody, or something, is not waited for any longer than this.
fn trouble_within(patience: Patience) -> String {
    let helper = program("jellyfin-proxy-helper");
    let started = Client::start(&helper, None, RootBy::Pkexec, patience, &|| false);
    started.err().expect("there is no root side").trouble().code
}

/// One that still asks is known by its real user id, which is not root's yet.
fn ask_for_ever() {
    write("exec setpriv --reuid 65534 --clear-groups sleep 60");
}

fn nobody_gives_it() {
    ask_for_ever();
    let patience = Patience { password: Duration::from_millis(300), ..Patience::default() };
    assert_eq!(trouble_within(patience), "password_timed_out");
}

/// The password was given, so it is the helper's time that runs.
fn says_nothing() {
    write("exec sleep 60");
    let greeting = Duration::from_millis(300);
    assert_eq!(trouble_within(Patience { greeting, ..Patience::default() }), "root_side_silent");
}

/// The code of what is said where pkexec is this script.
fn trouble_with(script: &str) -> String {
    write(script);
    start(&|| false).err().expect("there is no root side").trouble().code
}

fn is_not_there() {
    let _ = fs::remove_file(PKEXEC);
    let error = start(&|| false).err().expect("there is no root side");
    assert_eq!(error.trouble().code, "password_agent_missing");
}

/// It is handed the helper's own path, by which the policy knows it, and asks nobody on the terminal.
fn starts_the_helper() {
    write("test \"$1\" = --disable-internal-agent || exit 9\nexec \"$2\"");
    assert!(start(&|| false).is_ok_and(|mut client| client.is_there()));
}

fn called_off() {
    ask_for_ever();
    let begin = Instant::now();
    let error = start(&|| begin.elapsed() > Duration::from_millis(300)).err().expect("it was called off");
    assert_eq!(error.trouble().code, "abandoned");
    assert!(begin.elapsed() < Duration::from_secs(10), "it was waited for");
}
