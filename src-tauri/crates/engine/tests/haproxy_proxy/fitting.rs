//! Beside what is there: frontends of others take the site in, or it is said why they cannot.

use engine::plan::{Plan, Step};
use engine::request::{CertificateForm, SetupForm};
use testkit::FolderHost;

use crate::machine::{CFG, applied, bookworm_with, codes, form, planned, written};

/// What comes before every frontend here.
const DEFAULTS: &str = "\
global
    log /dev/log local0
defaults
    mode http
    log global
    option httplog
    timeout connect 5s
    timeout client 50s
    timeout server 50s
";

/// What comes behind.
const BACKENDS: &str = "\
backend wiki
    server w 10.0.0.1:80
backend static
    server s 10.0.0.2:80
backend certbot
    server c 127.0.0.1:8888
";

fn host_with(frontends: &str) -> FolderHost {
    bookworm_with(&format!("{DEFAULTS}{frontends}{BACKENDS}"))
        .file("/etc/ssl/private/old.pem", "")
        .file("/etc/haproxy/certs/old.pem", "")
}

/// The lines that a plan adds to the main file, each with those before and behind it shortened.
fn added(host: &FolderHost, plan: &Plan) -> String {
    let before = String::from_utf8(engine::host::Host::read(host, &CFG.parse().unwrap()).unwrap()).unwrap();
    let diff = engine::text::unified_diff(CFG, Some(before.as_bytes()), Some(written(plan, CFG).as_bytes()));
    let cut = diff.find("+backend ").map_or(diff.len(), |at| diff[..at].rfind("+# jelly").unwrap_or(at));
    let shown = diff[..cut].to_owned();
    let links = plan.steps.iter().filter_map(|step| match step {
        Step::Link { path, target } => Some(format!("link {path} -> {target}\n")),
        Step::WriteFile { path, content, .. } if path.as_str() != CFG => {
            Some(format!("write {path}\n{}", String::from_utf8_lossy(content.as_bytes())))
        }
        _ => None,
    });
    let findings = plan.findings.iter().map(|finding| format!("{}: {}\n", finding.code, finding.message));
    format!("{shown}\n{}\n{}", links.collect::<String>(), findings.collect::<String>())
}

/// A plan twice: the second changes nothing, and lines that are not ours stay as they are.
#[track_caller]
fn fits(name: &str, host: &FolderHost, form: &SetupForm) -> FolderHost {
    let plan = planned(host, form).unwrap();
    insta::assert_snapshot!(name, added(host, &plan));
    let after = applied(host.clone(), &plan);
    assert_eq!(planned(&after, form).unwrap().steps, [], "a second plan changes something");
    after
}

const TWO: &str = "\
frontend web
    bind :80
    # to HTTPS with everybody
    http-request redirect scheme https code 301 unless { path_beg /.well-known/acme-challenge/ }
    use_backend certbot if { path_beg /.well-known/acme-challenge/ }

frontend secure
    bind :443 ssl crt /etc/ssl/private/old.pem alpn h2,http/1.1
    http-request set-header X-Forwarded-Proto https
    use_backend certbot if { path_beg /.well-known/acme-challenge/ }
    use_backend wiki if { hdr(host) -i wiki.example.com }
    # everything else
    default_backend static

";

#[test]
fn of_two_frontends_the_one_that_redirects_stays_as_it_is() {
    fits("two_frontends", &host_with(TWO), &form());
}

#[test]
fn one_frontend_with_a_folder_takes_it_in_before_the_first_that_may_take_its_visitors() {
    let one = "\
frontend all
    bind :80
    bind :443 ssl crt /etc/haproxy/certs
    use_backend certbot if { path_beg /.well-known/acme-challenge/ }
    use_backend wiki if { hdr(host) -i wiki.example.com }
    use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts.map,static)]
";
    fits(
        "one_frontend_with_a_folder",
        &host_with(one).file("/etc/haproxy/hosts.map", "a.test wiki\n"),
        &form(),
    );
}

/// A space behind a lone backslash would belong to the word before it.
#[test]
fn our_word_stands_apart_from_a_backslash() {
    let one = "\
frontend web
    bind :443 ssl crt /srv/certs/a\\
    default_backend static
";
    let host = host_with(one);
    let plan = planned(&host, &form()).unwrap();
    let text = written(&plan, CFG);
    assert!(
        text.contains("crt /srv/certs/a\\\tcrt /etc/haproxy/jellyfin-proxy/jellyfin.example.com.pem\n"),
        "{text}"
    );
    assert_eq!(planned(&applied(host, &plan), &form()).unwrap().steps, [], "a second plan changes something");
}

#[test]
fn a_list_of_certificates_gets_a_marked_line() {
    let one = "\
frontend all
    bind :80
    bind :443 ssl strict-sni crt-list /etc/haproxy/certs.list
    default_backend static
";
    let list = "/etc/haproxy/certs/old.pem old.example.com\n";
    fits("list_of_certificates", &host_with(one).file("/etc/haproxy/certs.list", list), &form());
}

#[test]
fn a_redirect_to_another_name_is_gone_before() {
    let canonical = "\
frontend web
    bind :80
    acl www hdr(host) -i www.example.com
    http-request redirect prefix https://www.example.com unless www
    default_backend static
";
    fits("redirect_to_another_name", &host_with(canonical), &form());
}

/// A rule that would take them along is gone before, and they come to the backend for them.
#[test]
fn challenges_are_not_taken_elsewhere() {
    let own = |rule: &str| {
        let web = format!("frontend web\n    bind :80\n    {rule}\n    default_backend static\n");
        let plan = planned(&host_with(&web), &form()).unwrap();
        let text = written(&plan, CFG);
        let allows = text.find(
            "http-request allow if jellyfin_jellyfin_example_com_host jellyfin_jellyfin_example_com_acme",
        );
        let leads = text.find("use_backend jellyfin_jellyfin_example_com_acme if");
        allows.map(|at| at < text.find(rule).unwrap() && leads.is_some_and(|leads| at < leads))
    };
    for (rule, passes) in [
        ("http-request redirect prefix http://www.a.test", Some(true)),
        ("http-request redirect scheme https", Some(true)),
        ("http-request redirect scheme https unless { path_beg /.well-known/acme-challenge/ }", None),
        // Asked behind all of `http-request`, which can let nothing pass there.
        ("redirect scheme https", None),
    ] {
        assert_eq!(own(rule), passes, "{rule}");
    }
}

#[test]
fn how_certificates_are_renewed_is_said_where_there_is_one() {
    let host = host_with("");
    assert!(codes(&planned(&host, &form()).unwrap()).contains(&"acme_standalone"));
    let plain = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    assert!(!codes(&planned(&host, &plain).unwrap()).contains(&"acme_standalone"));
}

#[test]
fn without_tls_the_frontend_for_http_takes_it_in() {
    let web = "frontend web\n    bind :80\n    default_backend static\n";
    let no_tls = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    fits("http_only", &host_with(web), &no_tls);
}

#[test]
fn two_sites_of_ours_share_a_frontend() {
    let host = host_with("");
    let host = applied(host.clone(), &planned(&host, &form()).unwrap());
    let second = SetupForm { domain: "films.example.com".to_owned(), ..form() };
    let both = fits("second_site", &host, &second);
    // The first is what it was, and can still be changed where it stands.
    assert_eq!(planned(&both, &form()).unwrap().steps, []);
    let hsts = SetupForm { hsts: true, ..form() };
    let plan = planned(&both, &hsts).unwrap();
    assert!(!codes(&plan).contains(&"managed_block_edited"), "{:?}", codes(&plan));
    let changed = applied(both.clone(), &plan);
    assert_eq!(planned(&changed, &second).unwrap().steps, []);
    // It cannot move away from under the second.
    let moved = SetupForm { http_port: Some(8080), https_port: Some(8443), ..form() };
    assert_eq!(planned(&both, &moved).unwrap_err().code(), "no_place");
}

#[test]
fn conditions_are_not_gone_into() {
    let nested = "\
frontend web
    bind :80
.if feature(OPENSSL)
    http-request redirect scheme https code 301
.endif
frontend secure
    bind :443 ssl crt /etc/haproxy/certs
.if defined(WIKI)
    use_backend wiki if { hdr_end(host) .example.com }
.endif
    default_backend static
";
    fits("nested", &host_with(nested), &form());
}

#[test]
fn edits_of_others_outside_the_marks_stay() {
    let host = host_with(TWO);
    let after = applied(host.clone(), &planned(&host, &form()).unwrap());
    let text = written(&planned(&host, &form()).unwrap(), CFG);
    let edited = text.replace("# everything else", "# everything else, and more\n    maxconn 99");
    let after = after.file(CFG, &edited);
    let plan = planned(&after, &SetupForm { hsts: true, ..form() }).unwrap();
    assert!(written(&plan, CFG).contains("# everything else, and more\n    maxconn 99\n"));
    // One that goes before ours and takes all is gone before again.
    let caught = text.replace("    use_backend wiki if", "    use_backend static\n    use_backend wiki if");
    let caught = after.file(CFG, &caught);
    let plan = planned(&caught, &form()).unwrap();
    let again = written(&plan, CFG);
    let ours = again.find("use_backend jellyfin_jellyfin_example_com_out").unwrap();
    assert!(ours < again.find("    use_backend static\n").unwrap(), "{again}");
    assert_eq!(planned(&applied(caught, &plan), &form()).unwrap().steps, []);
}

#[test]
fn what_has_no_room_is_told_with_its_ways_out() {
    let mut told = String::new();
    for (name, frontends) in [
        (
            "bytes",
            "frontend tcp\n    mode tcp\n    bind :443\n    use_backend wiki if { req.ssl_sni -i a.test }\n",
        ),
        ("proxy", "frontend web\n    bind :80 accept-proxy\n    default_backend static\n"),
        ("expected proxy", "frontend web\n    bind :80\n    tcp-request connection expect-proxy layer4\n"),
        ("listen", "listen web\n    bind :80\n    server a 10.0.0.1:80\n"),
        ("plain 443", "frontend web\n    bind :443\n    default_backend static\n"),
        (
            "client certificate",
            "frontend web\n    bind :443 ssl crt /etc/haproxy/certs verify required ca-file /c\n",
        ),
        ("one address", "frontend web\n    bind 192.0.2.1:80\n    default_backend static\n"),
        ("this machine", "frontend web\n    bind 127.0.0.1:443 ssl crt /etc/haproxy/certs\n"),
        ("deny", "frontend web\n    bind :80\n    http-request deny unless { hdr(host) -i a.test b.test }\n"),
        ("auth", "frontend web\n    bind :443 ssl crt /etc/haproxy/certs\n    http-request auth\n"),
        (
            "canonical",
            "frontend web\n    bind :443 ssl crt /etc/haproxy/certs\n    redirect prefix https://www.a.test unless { hdr(host) www.a.test }\n",
        ),
        ("host", "frontend web\n    bind :80\n    http-request set-header Host a.test\n"),
        ("condition", "frontend web\n.if defined(X)\n    bind :80\n.endif\n"),
    ] {
        let refusal = planned(&host_with(frontends), &form()).unwrap_err();
        told += &format!("{name}\n  {}: {refusal}\n", refusal.code());
        for way in refusal.ways() {
            told += &format!("  - {way}\n");
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn rules_on_other_things_than_names_hold_on() {
    let frontends = "\
frontend web
    bind :80
    http-request deny if { src -f /etc/haproxy/blocked }
    http-request return status 200 if { path /ping }
    http-request redirect scheme https
frontend secure
    bind :443 ssl crt /etc/haproxy/certs
    http-request deny if { path_beg /admin } !{ src 10.0.0.0/8 }
    default_backend static
";
    let plan = planned(&host_with(frontends), &form()).unwrap();
    let rules = plan.findings.iter().find(|finding| finding.code == "frontend_rules_apply");
    assert!(rules.is_some(), "{:?}", codes(&plan));
    assert!(codes(&plan).contains(&"requests_not_logged"), "{:?}", codes(&plan));
    assert!(codes(&plan).contains(&"client_timeout_short"), "{:?}", codes(&plan));
    assert!(written(&plan, CFG).contains("    http-request set-log-level silent if { ssl_fc }\n"));
}
