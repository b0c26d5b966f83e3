//! Certificate and key as HAProxy takes them.

use engine::plan::{Plan, Precondition, Step};
use engine::request::{CertificateForm, SetupForm};
use testkit::{FolderHost, certificate_for};

use crate::machine::{applied, bookworm, bookworm_with, codes, debian, form, planned, text};

const CERT: &str = "/etc/letsencrypt/live/jellyfin.example.com/fullchain.pem";
const KEY: &str = "/etc/letsencrypt/live/jellyfin.example.com/privkey.pem";
const LINK: &str = "/etc/haproxy/jellyfin-proxy/certs/jellyfin.example.com.pem";
const FOLDER: &str = "/etc/haproxy/jellyfin-proxy/certs";

fn with_certificate(host: FolderHost, cert: &str, key: &str) -> (FolderHost, SetupForm) {
    let made = certificate_for(&["jellyfin.example.com"], 2026..2028);
    let certificate = CertificateForm::Pair { cert: cert.to_owned(), key: key.to_owned() };
    (host.file(cert, made.chain()).file(key, made.key), SetupForm { certificate, ..form() })
}

fn made(plan: &Plan) -> Vec<String> {
    let made = plan.steps.iter().filter_map(|step| match step {
        Step::Link { path, target } => Some(format!("{path} -> {target}")),
        Step::CombinePem { path, cert, key } => Some(format!("{path} = {cert} + {key}")),
        _ => None,
    });
    made.collect()
}

fn crt(plan: &Plan) -> String {
    let text = text(plan);
    let (_, rest) = text.split_once(" crt ").unwrap();
    rest.split(" alpn").next().unwrap().to_owned()
}

#[test]
fn certificate_and_key_are_linked_side_by_side() {
    let (host, form) = with_certificate(bookworm(), CERT, KEY);
    let plan = planned(&host, &form).unwrap();
    assert_eq!(made(&plan), [format!("{LINK} -> {CERT}"), format!("{LINK}.key -> {KEY}")]);
    assert_eq!(crt(&plan), FOLDER);
    assert!(!codes(&plan).contains(&"combined_copy"));
}

#[test]
fn a_combined_file_is_linked_as_it_is() {
    let made_here = certificate_for(&["jellyfin.example.com"], 2026..2028);
    let host = debian("1.8.19", "1.1.1").file("/etc/ssl/private/both.pem", made_here.combined());
    let certificate = CertificateForm::Combined { pem: "/etc/ssl/private/both.pem".to_owned() };
    let plan = planned(&host, &SetupForm { certificate, ..form() }).unwrap();
    assert_eq!(made(&plan), [format!("{LINK} -> /etc/ssl/private/both.pem")]);
    assert_eq!(crt(&plan), FOLDER);
    assert!(!codes(&plan).contains(&"combined_copy"));
}

#[test]
fn an_old_version_gets_a_copy_that_has_to_be_renewed() {
    let (host, form) = with_certificate(debian("1.8.19", "1.1.1"), CERT, KEY);
    let plan = planned(&host, &form).unwrap();
    let combined = "/etc/haproxy/jellyfin-proxy/jellyfin.example.com.combined.pem";
    assert_eq!(made(&plan), [format!("{combined} = {CERT} + {KEY}"), format!("{LINK} -> {combined}")]);
    assert_eq!(crt(&plan), FOLDER);
    assert!(codes(&plan).contains(&"combined_copy"));
    let host = applied(host, &plan);
    assert_eq!(planned(&host, &form).unwrap().steps, []);
    let (renewed, form) = with_certificate(host, CERT, KEY);
    assert_eq!(made(&planned(&renewed, &form).unwrap()).len(), 1);
}

#[test]
fn where_key_files_are_switched_off_a_copy_is_made() {
    let cfg = "global\n    ssl-load-extra-files ocsp\n";
    let (host, form) = with_certificate(bookworm_with(cfg), CERT, KEY);
    assert!(codes(&planned(&host, &form).unwrap()).contains(&"combined_copy"));
}

#[test]
fn another_certificate_moves_the_links() {
    let (host, first) = with_certificate(bookworm(), CERT, KEY);
    let host = applied(host.clone(), &planned(&host, &first).unwrap());
    let (host, second) = with_certificate(host, "/etc/ssl/new.pem", "/etc/ssl/new.key");
    let plan = planned(&host, &second).unwrap();
    assert_eq!(
        made(&plan),
        [format!("{LINK} -> /etc/ssl/new.pem"), format!("{LINK}.key -> /etc/ssl/new.key")]
    );
    let expected = Precondition::LinkIs { path: LINK.parse().unwrap(), target: CERT.into() };
    assert!(plan.preconditions.contains(&expected), "{:?}", plan.preconditions);
}
