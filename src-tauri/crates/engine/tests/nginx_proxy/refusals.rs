use engine::plan::Refusal;
use engine::request::{CertificateForm, SetupForm};
use testkit::FolderHost;

use crate::machine::{codes, debian, form, planned, trixie};

fn refused(host: &FolderHost, form: &SetupForm) -> Refusal {
    planned(host, form).unwrap_err()
}

#[test]
fn what_a_version_or_a_build_cannot_do() {
    let old = refused(&debian("1.3.12", "1.0.1"), &form());
    assert_eq!(old.code(), "proxy_too_old");
    assert!(old.to_string().contains("WebSockets"), "{old}");

    let queueing = SetupForm { max_connections: Some(8), ..form() };
    assert_eq!(refused(&trixie(), &queueing).code(), "cannot_queue");

    let told = |arguments: &str| {
        let printed = format!(
            "nginx version: nginx/1.26.3\nconfigure arguments: --conf-path=/etc/nginx/nginx.conf {arguments}\n"
        );
        trixie().answers("/usr/sbin/nginx -V", 0, "", &printed)
    };
    assert!(
        matches!(refused(&told(""), &form()), Refusal::ModuleMissing { module, .. } if module == "http_ssl")
    );
    for module in ["http_proxy", "http_map", "http_rewrite", "http_gzip", "http_upstream_keepalive"] {
        let host = told(&format!("--with-http_ssl_module --without-{module}_module"));
        assert!(
            matches!(refused(&host, &form()), Refusal::ModuleMissing { module: missing, .. } if missing == module)
        );
    }
    let http_only = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    assert!(planned(&told(""), &http_only).is_ok());
    assert_eq!(codes(&planned(&told("--with-http_ssl_module"), &form()).unwrap())[1], "no_http2");
}

#[test]
fn a_configuration_without_an_http_block() {
    let host = trixie().file("/etc/nginx/nginx.conf", "events {}\n# http {\n# }\n");
    let Refusal::NotUnderstood { file, line, message } = refused(&host, &form()) else {
        panic!("not refused")
    };
    assert_eq!((file.as_str(), line), ("/etc/nginx/nginx.conf", 1));
    assert!(message.contains("`http` block"), "{message}");
}

#[test]
fn a_configuration_that_is_broken_already() {
    let words = "nginx: [emerg] unknown directive \"sever\" in /etc/nginx/conf.d/x.conf:1\n";
    let host = trixie().answers("/usr/sbin/nginx -T", 1, "", words);
    assert_eq!(refused(&host, &form()).code(), "config_already_broken");
}

#[test]
fn a_path_that_nginx_takes_for_a_variable() {
    let made = testkit::certificate_for(&[crate::machine::DOMAIN], 2026..2029);
    let host = trixie().file("/etc/ssl/my$cert.pem", made.combined());
    let certificate = CertificateForm::Combined { pem: "/etc/ssl/my$cert.pem".to_owned() };
    let refusal = refused(&host, &SetupForm { certificate, ..form() });
    assert!(refusal.to_string().contains("variable"), "{refusal}");
}

#[test]
fn old_versions_say_what_they_lack() {
    let plan = planned(&debian("1.7.10", "1.0.1"), &form()).unwrap();
    assert!(codes(&plan).contains(&"no_http2") && codes(&plan).contains(&"uploads_buffered"));
    let by_name = SetupForm { upstream: Some("http://nas.lan:8096".to_owned()), ..form() };
    assert!(codes(&planned(&trixie(), &by_name).unwrap()).contains(&"upstream_by_name"));
}
