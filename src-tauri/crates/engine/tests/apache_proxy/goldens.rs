//! The written files, version by version: a change of any of them is to be looked at.

use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{bookworm, debian, file, form, planned};

fn golden(name: &str, host: &FolderHost, form: &SetupForm) {
    let plan = planned(host, form).unwrap();
    insta::assert_snapshot!(name, file(&plan).1);
}

#[test]
fn each_spelling_of_a_version() {
    for version in ["2.4.6", "2.4.8", "2.4.10", "2.4.38", "2.4.47"] {
        let host = debian(version);
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
    for (name, form) in testkit::settings(&form()) {
        golden(&format!("2.4.71-{name}"), &bookworm(), &form);
    }
    golden("2.4.71-no-ipv6", &bookworm().without("/proc/net/if_inet6"), &form());
}
