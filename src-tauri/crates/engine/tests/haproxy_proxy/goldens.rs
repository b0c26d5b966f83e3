//! The written sections, version by version: a change of any of them is to be looked at.

use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{bookworm, debian, form, planned, text, written};

fn golden(name: &str, host: &FolderHost, form: &SetupForm) {
    let plan = planned(host, form).unwrap();
    insta::assert_snapshot!(name, text(&plan));
}

#[test]
fn each_spelling_of_a_version() {
    for (version, openssl) in [
        ("1.7.5", "1.0.2"),
        ("1.8.19", "1.1.1"),
        ("2.2.9", "1.1.1w"),
        ("2.4.22", "3.0.2"),
        ("2.8.3", "3.0.20"),
        ("3.2.26", "3.6.5"),
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
    let own = [
        ("max-connections", SetupForm { max_connections: Some(20), ..form() }),
        ("named-upstream", SetupForm { upstream: Some("http://nas.lan:8096".to_owned()), ..form() }),
        (
            "long-name",
            SetupForm { domain: format!("{}.example.com", "jellyfin-at-home".repeat(3)), ..form() },
        ),
    ];
    for (name, form) in testkit::settings(&form()).into_iter().chain(own) {
        golden(&format!("2.6.12-{name}"), &bookworm(), &form);
    }
    golden("2.6.12-no-ipv6", &bookworm().without("/proc/net/if_inet6"), &form());
}

#[test]
fn old_versions_answer_from_files() {
    let plan = planned(&debian("1.8.19", "1.1.1"), &form()).unwrap();
    for page in ["away", "not-found"] {
        let path = format!("/etc/haproxy/jellyfin-proxy/jellyfin.example.com.{page}.http");
        insta::assert_snapshot!(page, written(&plan, &path).replace('\r', "␍"));
    }
}
