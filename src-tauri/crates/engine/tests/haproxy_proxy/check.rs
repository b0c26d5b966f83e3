//! What the server's own check printed, as recorded.

use engine::facts::ConfigCheck;
use engine::host::ToolAnswer;
use engine::proxies::ProxyKind;

fn read(code: i32, stdout: &str, stderr: &str) -> ConfigCheck {
    let kind: ProxyKind = "haproxy".parse().unwrap();
    let answer = ToolAnswer { code: Some(code), stdout: stdout.to_owned(), stderr: stderr.to_owned() };
    kind.proxy().read_check(&answer)
}

fn first(messages: &[String]) -> (usize, &str) {
    (messages.len(), messages[0].as_str())
}

#[test]
fn a_clean_configuration_passes_without_warnings() {
    for stdout in ["", "Configuration file is valid\n"] {
        assert_eq!(read(0, stdout, ""), ConfigCheck::Passed { warnings: Vec::new() });
    }
}

#[test]
fn a_zero_does_not_hide_warnings_and_alerts() {
    let no_log = "log format ignored for frontend 'jellyfin_media_example_com' since it has no log address.";
    let ambiguous = "parsing [/etc/haproxy/haproxy.cfg:14] : defaults section 'a'";
    for (stderr, count, begins) in [
        (include_str!("../samples/haproxy-2.2.9-c-warnings.txt"), 1, no_log),
        (include_str!("../samples/haproxy-2.6.12-c-alerts.txt"), 3, ambiguous),
        (include_str!("../samples/haproxy-3.2.26-c-warnings.txt"), 3, ambiguous),
    ] {
        let ConfigCheck::Passed { warnings } = read(0, "Warnings were found.\n", stderr) else {
            panic!("{stderr}")
        };
        assert_eq!(warnings.len(), count);
        assert!(warnings[0].starts_with(begins), "{warnings:?}");
    }
}

#[test]
fn errors_are_told_without_times_and_process_ids() {
    for stderr in [
        include_str!("../samples/haproxy-2.2.9-c-bad.txt"),
        include_str!("../samples/haproxy-2.6.12-c-bad.txt"),
        include_str!("../samples/haproxy-3.2.26-c-bad.txt"),
    ] {
        let ConfigCheck::Failed { errors } = read(1, "", stderr) else { panic!("{stderr}") };
        let expected = (2, "parsing [bad.cfg:75] : unknown keyword 'bogus' in 'backend' section");
        assert_eq!(first(&errors), expected);
    }
}

#[test]
fn a_key_that_may_not_be_read_is_a_failure() {
    let stderr = include_str!("../samples/haproxy-2.6.12-c-as-nobody.txt");
    let ConfigCheck::Failed { errors } = read(1, "", stderr) else { panic!("{stderr}") };
    assert!(errors[0].ends_with("Permission denied."), "{errors:?}");
}

#[test]
fn lines_that_go_on_stay_together() {
    let stderr =
        "[WARNING]  (7) : config : one thing\n     and how to mend it\n[NOTICE] (7) : more\n  of it\n";
    assert_eq!(
        read(0, "", stderr),
        ConfigCheck::Passed { warnings: vec!["one thing and how to mend it".to_owned()] }
    );
}

#[test]
fn an_answer_of_another_form_is_a_failure_with_its_words() {
    assert_eq!(
        read(127, "", "haproxy: error while loading shared libraries: libssl.so.3\n"),
        ConfigCheck::Failed {
            errors: vec!["haproxy: error while loading shared libraries: libssl.so.3".to_owned()]
        }
    );
}

/// A fresh machine: nothing is wrong, there is only nothing to serve yet.
#[test]
fn a_file_without_listeners_is_not_broken() {
    let empty = "\nConfiguration file has no error but will not start (no listener) => exit(2).\n";
    assert_eq!(read(2, empty, ""), ConfigCheck::Passed { warnings: Vec::new() });
    assert!(matches!(read(2, "", ""), ConfigCheck::Failed { .. }));
}
