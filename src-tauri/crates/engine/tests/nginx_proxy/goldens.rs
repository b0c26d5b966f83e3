//! The written files, version by version: a change of any of them is to be looked at.

use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{debian, form, planned, text, trixie};

fn golden(name: &str, host: &FolderHost, form: &SetupForm) {
    let plan = planned(host, form).unwrap();
    insta::assert_snapshot!(name, text(&plan));
}

#[test]
fn each_spelling_of_a_version() {
    for (version, openssl) in [
        ("1.3.13", "1.0.1"),
        ("1.9.4", "1.0.2"),
        ("1.9.5", "1.0.2"),
        ("1.18.0", "1.1.1w"),
        ("1.22.1", "3.0.20"),
        ("1.25.0", "3.0.20"),
        ("1.25.1", "3.0.20"),
        ("1.29.7", "3.6.5"),
    ] {
        let host = debian(version, openssl);
        golden(&format!("{version}-tls"), &host, &form());
        golden(
            &format!("{version}-base-path"),
            &host,
            &SetupForm { base_path: Some("/media".to_owned()), ..form() },
        );
    }
}

#[test]
fn each_setting() {
    let own = [(
        "long-name",
        SetupForm { domain: format!("{}.example.com", "jellyfin-at-home".repeat(3)), ..form() },
    )];
    for (name, form) in testkit::settings(&form()).into_iter().chain(own) {
        golden(&format!("1.26.3-{name}"), &trixie(), &form);
    }
    golden("1.26.3-no-ipv6", &trixie().without("/proc/net/if_inet6"), &form());
}
