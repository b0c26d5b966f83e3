//! What the administrator's `defaults` do to the sections that come after them.

use crate::machine::{bookworm_with, debian, form, machine, planned, text};

#[test]
fn a_log_format_goes_with_a_log_only() {
    for (cfg, logs) in [
        ("", false),
        ("defaults\n    mode http\n", false),
        ("defaults\n    log global\n", false),
        ("global\n    log /dev/log local0\ndefaults\n    log global\n", true),
    ] {
        let text = text(&planned(&bookworm_with(cfg), &form()).unwrap());
        assert_eq!(text.contains("log-format"), logs, "{cfg}");
    }
}

#[test]
fn a_defaults_section_that_others_name_is_named() {
    let named = "defaults a\n    mode http\nlisten x from a\n    bind :81\n";
    for (version, openssl, cfg, expected) in [
        ("2.6.12", "3.0.20", named, true),
        ("2.3.0", "1.1.1", named, false),
        ("2.6.12", "3.0.20", "defaults a\n    mode http\nlisten x\n    bind :81\n", false),
    ] {
        let text = text(&planned(&machine(version, openssl, cfg), &form()).unwrap());
        let sections = text.lines().filter(|line| line.starts_with(['f', 'b']));
        for section in sections {
            assert_eq!(section.ends_with(" from a"), expected, "{version} {section}");
        }
    }
}

#[test]
fn nothing_of_the_request_line_is_logged_but_the_path() {
    let text = text(&planned(&debian("3.2.26", "3.6.5"), &form()).unwrap());
    let format = text.lines().find(|line| line.contains("log-format")).unwrap();
    let (fields, request) = format.trim_end_matches(['"', '\'']).split_once('"').unwrap();
    assert_eq!(request, "%HM %HP %HV");
    for field in ["%HU", "%HQ", "%{", "%[", "%r "] {
        assert!(!fields.replace("[%tr]", "").contains(field), "{format}");
    }
}
