//! What is not done, and why.

use engine::request::{CertificateForm, SetupForm};

use crate::machine::{CFG, applied, bookworm, bookworm_with, debian, form, planned};

#[test]
fn a_section_that_has_a_port_for_itself_is_named_with_its_place() {
    for (bind, taken) in [
        (":80", true),
        ("127.0.0.1:443", true),
        ("*:70-90", true),
        (":8080", false),
        ("quic4@:443 ssl crt /x.pem", false),
        ("/run/x.sock", false),
    ] {
        let host = bookworm_with(&format!("global\n\nlisten web\n    mode http\n    bind {bind}\n"));
        let outcome = planned(&host, &form());
        assert_eq!(
            outcome.as_ref().err().map(|refusal| refusal.code()),
            taken.then_some("no_place"),
            "{bind}"
        );
        if let Err(refusal) = outcome {
            assert!(refusal.to_string().starts_with(&format!("{CFG}, line ")), "{refusal}");
        }
    }
}

#[test]
fn a_port_of_another_haproxy_is_not_shared() {
    let host = bookworm().listener("0.0.0.0", 443, Some("haproxy"));
    assert_eq!(planned(&host, &form()).unwrap_err().code(), "port_taken");
    // Its own listener is in its own files.
    let host = applied(bookworm(), &planned(&bookworm(), &form()).unwrap());
    let host = host.listener("0.0.0.0", 80, Some("haproxy")).listener("::", 443, Some("haproxy"));
    assert_eq!(planned(&host, &form()).unwrap().steps, []);
}

#[test]
fn a_name_that_is_served_already_is_told() {
    let cfg = "frontend web\n    bind :81\n    use_backend x if { hdr(host) -i Jellyfin.Example.com }\n";
    assert_eq!(planned(&bookworm_with(cfg), &form()).unwrap_err().code(), "name_taken");
    // A rule that turns all but some names away is no answer to them; one that sends all others to a name is.
    for (rule, is_taken) in [
        ("http-request deny if !{ hdr(host) -i jellyfin.example.com }", false),
        ("http-request deny unless { hdr(host) -i jellyfin.example.com }", false),
        ("http-request return status 503 if ! { hdr(host) -i jellyfin.example.com }", false),
        ("http-request return status 503 if { hdr(host) -i jellyfin.example.com }", true),
        (
            "http-request redirect prefix http://jellyfin.example.com unless { hdr(host) -i jellyfin.example.com }",
            true,
        ),
    ] {
        let cfg = format!(
            "defaults\n    mode http\nfrontend web\n    bind :80\n    {rule}\n    default_backend x\nbackend x\n"
        );
        let refused = planned(&bookworm_with(&cfg), &form()).err().map(|refusal| refusal.code());
        assert_eq!(refused == Some("name_taken"), is_taken, "{rule}: {refused:?}");
    }
}

#[test]
fn what_it_cannot_do_is_said_beforehand() {
    assert_eq!(planned(&debian("1.6.3", "1.0.2"), &form()).unwrap_err().code(), "proxy_too_old");
    let told = "HAProxy version 2.6.12\nFeature list : -OPENSSL +ZLIB\n";
    let without_tls = bookworm().answers("/usr/sbin/haproxy -vv", 0, told, "");
    assert_eq!(planned(&without_tls, &form()).unwrap_err().code(), "module_missing");
    let http_only = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    let plan = planned(&without_tls, &http_only).unwrap();
    assert!(plan.findings.iter().any(|finding| finding.code == "no_compression"));
}

#[test]
fn a_configuration_that_is_broken_or_dark_is_left_alone() {
    let host = bookworm_with("listen a\n    bind \"${WHERE}\"\n");
    assert_eq!(planned(&host, &form()).unwrap_err().code(), "config_not_understood");
    let words = "[ALERT]    (7) : config : parsing [/etc/haproxy/haproxy.cfg:3] : unknown keyword 'x'\n";
    let host = bookworm().answers(&format!("/usr/sbin/haproxy -c -f {CFG}"), 1, "", words);
    assert_eq!(planned(&host, &form()).unwrap_err().code(), "config_already_broken");
    let host = bookworm().closed(CFG).unprivileged();
    assert_eq!(planned(&host, &form()).unwrap_err().code(), "config_not_understood");
}
