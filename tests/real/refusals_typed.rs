//! Words that make no sense in themselves, whatever the machine.

use std::path::Path;

use engine::proxies::ProxyKind;
use engine::request::{CertificateForm, SetupForm};
use helper::client::{Client, Patience, RootBy};
use helper::protocol::{Order, Report};
use tests::{Case, Lab, ProxyTest, product};

use crate::refusals::{assert_refused, assert_untouched};

const DOMAINS: &[(&str, &str)] = &[
    ("a.test; }", "domain_bad_character"),
    ("a.test\n    server_name b.test", "domain_bad_character"),
    ("a.test\"", "domain_bad_character"),
    ("$host", "domain_bad_character"),
    ("a.test#", "domain_bad_character"),
    ("media.example.test.", "domain_trailing_dot"),
    ("*.example.test", "domain_is_wildcard"),
    ("192.0.2.1", "domain_is_address"),
    ("[2001:db8::1]", "domain_is_address"),
    ("https://media.example.test", "domain_not_only_a_name"),
    ("media.example.test:443", "domain_not_only_a_name"),
    ("", "domain_missing"),
    ("a-.test", "domain_malformed"),
    ("a..test", "domain_malformed"),
];

const OPTIONS: &[(&[&str], &str)] = &[
    (&["--upstream", "http://127.0.0.1:8096/jellyfin"], "upstream_path"),
    (&["--upstream", "http://127.0.0.1:8096/?a=b"], "upstream_path"),
    (&["--upstream", "http://user:secret@127.0.0.1:8096"], "upstream_credentials"),
    (&["--upstream", "https://127.0.0.1:8920"], "upstream_scheme"),
    (&["--upstream", "unix:/run/jellyfin.sock"], "upstream_scheme"),
    (&["--upstream", "http://127.0.0.1:0"], "upstream_port"),
    (&["--upstream", "http://127.0.0.1:65536"], "upstream_port"),
    (&["--upstream", "http://0.0.0.0:8096"], "upstream_host"),
    (&["--upstream", "http://127.0.0.1:8096\nlisten 1;"], "upstream_not_a_url"),
    (&["--upstream", "jellyfin"], "upstream_not_a_url"),
    (&["--base-path", "/a b"], "base_path_bad_character"),
    (&["--base-path", "/a;}"], "base_path_bad_character"),
    (&["--base-path", "/../etc"], "base_path_dots"),
    (&["--base-path", "/.well-known"], "base_path_taken"),
    (&["--http-port", "0"], "port_zero"),
    (&["--https-port", "0"], "port_zero"),
    (&["--http-port", "8443", "--https-port", "8443"], "ports_equal"),
    (&["--max-connections", "0"], "max_connections_zero"),
];

pub(crate) fn cases() -> Vec<Case> {
    let first = ProxyKind::words()[0];
    let each: &[(&str, ProxyTest)] = &[("an_international_name_is_served_as_punycode", international_name)];
    let mut cases = Case::of_every_proxy("refusals", each);
    cases.push(Case::new("refusals::typed_words", move || typed_words(first)));
    cases.push(Case::new("refusals::a_nul_over_the_border", move || nul(first)));
    cases.push(Case::new("refusals::what_is_no_command_line", move || no_command_line(first)));
    cases
}

fn typed_words(proxy: &str) {
    let lab = Lab::with(proxy);
    let long = format!("{}.test", "a.".repeat(150));
    for (domain, code) in DOMAINS.iter().chain([&(long.as_str(), "domain_too_long")]) {
        assert_refused(&lab, lab.setup(&["--domain", domain]), code);
    }
    for (options, code) in OPTIONS {
        let reason = assert_refused(&lab, lab.setup(options), code);
        assert!(!reason.to_string().contains("secret"), "a password is repeated: {reason}");
    }
}

/// No argument carries a NUL, so a hostile front sends it to the root side itself.
fn nul(proxy: &str) {
    let lab = Lab::with(proxy);
    let own = std::env::current_exe().unwrap();
    let program = own.parent().and_then(Path::parent).unwrap().join("jellyfin-proxy-helper");
    let mut helper = Client::start(&program, None, RootBy::Already, Patience::default(), &|| false).unwrap();
    let form = |domain: &str, upstream: &str| SetupForm {
        domain: domain.to_owned(),
        upstream: Some(upstream.to_owned()),
        certificate: CertificateForm::LocalCa,
        ..SetupForm::default()
    };
    for (domain, upstream, code) in [
        ("a\0.test", "http://127.0.0.1:8096", "domain_bad_character"),
        ("a.test\0", "http://127.0.0.1:8096", "domain_bad_character"),
        ("a.test", "http://127.0.0.1:8096\0", "upstream_not_a_url"),
    ] {
        let form = Box::new(form(domain, upstream));
        helper.send(&Order::Plan { form, proxy_version: None }).unwrap();
        match helper.receive().unwrap() {
            Report::FieldProblems { problems } => assert_eq!(problems[0].code, code, "{problems:?}"),
            other => panic!("{other:?}"),
        }
    }
    drop(helper);
    assert_untouched(&lab);
}

fn no_command_line(proxy: &str) {
    let lab = Lab::with(proxy);
    for options in [
        &["--cert", "/etc/ssl/a.pem"][..],
        &["--http-port", "70000"],
        &["--pem", "/etc/ssl/a.pem", "--no-tls"],
        &["--known-proxies", "perhaps"],
        &["--proxy-version", "1.2.3"],
    ] {
        lab.setup(options).expect(2);
    }
    product(["undo", "latest", "--yes"]).expect(2);
    product(["check", "not a url"]).expect(2);
    assert_untouched(&lab);
}

fn international_name(proxy: &str) {
    let lab = Lab::with(proxy);
    let done = lab.setup(&["--domain", "Jellyfin.Bücher.example"]).expect(0).json();
    assert_eq!(done["url"], "https://jellyfin.xn--bcher-kva.example", "{done:#}");
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    lab.undo();
}
