//! A site for Jellyfin that somebody wrote by hand gives way.

use engine::request::{CertificateForm, SetupForm};
use testkit::{FolderHost, certificate_for};

use crate::machine::{CFG, DOMAIN, applied, bookworm_with, form, planned, written};

const HAND: &str = "\
defaults
    mode http
    timeout connect 5s
    timeout client 1h
    timeout server 50s

frontend web
    bind :80
    acl jellyfin hdr(host) -i jellyfin.example.com
    http-request redirect scheme https if jellyfin
    default_backend rest

frontend secure
    bind :443 ssl crt /etc/haproxy/certs/jf.pem alpn h2,http/1.1
    # films
    acl jellyfin hdr(host) -i jellyfin.example.com
    use_backend jf if jellyfin
    use_backend rest if { hdr(host) -i wiki.example.com }

backend jf
    # only people we know
    acl friends src 10.0.0.0/8 203.0.113.0/24
    http-request deny unless friends
    option forwardfor
    http-request set-header X-Forwarded-Proto https
    stick-table type ip size 10k expire 30m
    http-response set-header X-Robots-Tag noindex
    server jellyfin 127.0.0.1:8096 check

# the rest
backend rest
    server r 10.0.0.2:80
";

fn host(cfg: &str) -> FolderHost {
    let certificate = certificate_for(&[DOMAIN], 2026..2029);
    bookworm_with(cfg).file("/etc/haproxy/certs/jf.pem", certificate.combined())
}

fn adopt() -> SetupForm {
    SetupForm { adopt: true, certificate: CertificateForm::Adopted, ..form() }
}

#[test]
fn it_is_asked_for_first() {
    assert_eq!(planned(&host(HAND), &form()).unwrap_err().code(), "jellyfin_site_exists");
}

#[test]
fn its_place_is_taken_and_its_own_rules_go_on() {
    let host = host(HAND);
    let plan = planned(&host, &adopt()).unwrap();
    insta::assert_snapshot!(written(&plan, CFG));
    // Without the wish to adopt it is a site like any other, and nothing is left to do.
    let pem = "/etc/haproxy/certs/jf.pem".to_owned();
    let again = SetupForm { certificate: CertificateForm::Combined { pem }, ..form() };
    let after = applied(host, &plan);
    assert_eq!(planned(&after, &again).unwrap().steps, []);
    assert_eq!(planned(&after, &adopt()).unwrap().steps, [], "it has given way already");
}

#[test]
fn what_cannot_be_taken_over_is_left_alone() {
    for (from, to, code) in [
        // The name shares its rule with another one.
        (
            "-i jellyfin.example.com\n    use_backend",
            "-i jellyfin.example.com a.test\n    use_backend",
            "name_taken",
        ),
        // The backend serves others.
        ("use_backend rest if", "use_backend jf if", "name_taken"),
        // It leads elsewhere.
        ("127.0.0.1:8096", "10.0.0.9:8096", "name_taken"),
        (
            "    # films\n",
            "    http-request deny if { hdr(host) jellyfin.example.com } { path /x }\n",
            "no_place",
        ),
    ] {
        let refusal = planned(&host(&HAND.replace(from, to)), &form());
        let expected = if code == "no_place" { "jellyfin_site_exists" } else { code };
        assert_eq!(refusal.unwrap_err().code(), expected, "{to}");
        let refusal = planned(&host(&HAND.replace(from, to)), &adopt());
        let expected = if code == "no_place" { code } else { "nothing_to_adopt" };
        assert_eq!(refusal.unwrap_err().code(), expected, "{to}");
    }
}
