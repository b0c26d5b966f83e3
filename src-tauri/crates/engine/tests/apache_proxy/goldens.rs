//! The written files, version by version: a change of any of them is to be looked at.

use engine::request::{CertificateForm, SetupForm};
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
    let no_tls = || SetupForm { certificate: CertificateForm::NoTls, ..form() };
    let base_path = || Some("/media".to_owned());
    for (name, form) in [
        ("tls", form()),
        ("base-path", SetupForm { base_path: base_path(), ..form() }),
        (
            "other-ports",
            SetupForm { http_port: Some(8080), https_port: Some(8443), base_path: base_path(), ..form() },
        ),
        ("http-only", no_tls()),
        ("http-only-other-port", SetupForm { http_port: Some(8080), base_path: base_path(), ..no_tls() }),
        ("hsts", SetupForm { hsts: true, ..form() }),
        ("distant-upstream", SetupForm { upstream: Some("http://[2001:db8::7]:18096".to_owned()), ..form() }),
    ] {
        golden(&format!("2.4.71-{name}"), &bookworm(), &form);
    }
    golden("2.4.71-no-ipv6", &bookworm().without("/proc/net/if_inet6"), &form());
}
