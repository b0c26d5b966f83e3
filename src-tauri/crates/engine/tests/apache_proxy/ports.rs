//! Where Apache is told to listen, and where it does already.

use engine::request::SetupForm;
use testkit::FolderHost;

use crate::machine::{applied, bookworm, codes, file, form, planned};

fn listens(host: &FolderHost, form: &SetupForm) -> Vec<String> {
    let plan = planned(host, form).unwrap();
    let (_, text) = file(&plan);
    text.lines().filter_map(|line| line.trim().strip_prefix("Listen ")).map(str::to_owned).collect()
}

fn on(http: u16, https: u16) -> SetupForm {
    SetupForm { http_port: Some(http), https_port: Some(https), ..form() }
}

#[test]
fn a_port_is_listened_on_once() {
    let extra = |text: &str| bookworm().file("/etc/apache2/conf-enabled/listen.conf", text);
    for (host, form, told) in [
        (bookworm(), form(), vec![]),
        (bookworm(), on(80, 8443), vec!["8443"]),
        (bookworm(), on(8080, 8443), vec!["8080", "8443"]),
        (extra("Listen 8443\n"), on(80, 8443), vec![]),
        (extra("Listen 8443 https\n"), on(80, 8443), vec![]),
        (extra("Listen [::]:8443\n"), on(80, 8443), vec![]),
        (extra("<IfModule mod_ssl.c>\nListen 8443\n</IfModule>\n"), on(80, 8443), vec![]),
        (extra("<IfModule mod_gnutls.c>\nListen 8443\n</IfModule>\n"), on(80, 8443), vec!["8443"]),
    ] {
        assert_eq!(listens(&host, &form), told);
    }
}

#[test]
fn two_sites_of_ours_can_share_a_port() {
    let first = planned(&bookworm(), &on(80, 8443)).unwrap();
    let host = applied(bookworm(), &first);
    let second = SetupForm { domain: "other.example.com".to_owned(), ..on(80, 8443) };
    assert_eq!(listens(&host, &second), ["8443"], "each stands without the other");
    let (_, text) = file(&first);
    assert!(text.contains("<IfDefine !JELLYFIN_LISTENS_8443>\n    Define JELLYFIN_LISTENS_8443\n"), "{text}");
    assert!(
        planned(&applied(host.clone(), &planned(&host, &second).unwrap()), &second).unwrap().steps.is_empty()
    );
}

#[test]
fn narrow_listening_is_told() {
    let host = bookworm().file("/etc/apache2/ports.conf", "Listen 192.0.2.1:80\nListen 443\n");
    let plan = planned(&host, &form()).unwrap();
    let told = plan.findings.iter().find(|finding| finding.code == "listens_on_address").unwrap();
    assert!(told.message.contains("port 80 on 192.0.2.1 only"), "{}", told.message);
}

#[test]
fn a_port_that_a_module_brings_along_must_be_free() {
    let taken = bookworm().listener("0.0.0.0", 443, Some("nginx"));
    let refusal = planned(&taken, &on(80, 8443)).unwrap_err();
    assert_eq!(refusal.code(), "port_in_use");
    assert!(refusal.to_string().contains("ports.conf, line 4") && refusal.to_string().contains("nginx"));
    let free = planned(&bookworm(), &on(80, 8443)).unwrap();
    assert!(codes(&free).contains(&"also_listens"));
    assert!(!codes(&planned(&bookworm(), &form()).unwrap()).contains(&"also_listens"));
}
