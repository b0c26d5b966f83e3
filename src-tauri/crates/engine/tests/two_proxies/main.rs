//! Two proxies on one machine: which one visitors come to, and where the site is set up.

// Tests and what they share; the compiler tells only the former as such.
#![allow(clippy::unwrap_used)]

mod machine;

use engine::plan::{ConflictKind, Refusal};
use machine::{facts, form, front, planned, tree, with_apache, with_haproxy, with_nginx};
use testkit::FolderHost;

const SHOP: &str = "    server {\n        listen 80;\n        listen [::]:80;\n        server_name shop.example.com;\n        location / { proxy_pass http://127.0.0.1:8080/; }\n    }\n";
const APACHE_INSIDE: &str =
    "Listen 127.0.0.1:8080\n<VirtualHost 127.0.0.1:8080>\n    ServerName shop.example.com\n</VirtualHost>\n";

/// nginx takes the visitors and passes some of them on to Apache.
fn nginx_before_apache() -> FolderHost {
    with_apache(with_nginx(FolderHost::new(), SHOP), APACHE_INSIDE)
        .listener("0.0.0.0", 80, Some("nginx"))
        .listener("::", 80, Some("nginx"))
        .listener("127.0.0.1", 8080, Some("httpd"))
}

/// HAProxy takes everything, TLS unopened, and tells nginx by a PROXY line who came.
fn haproxy_before_nginx() -> FolderHost {
    let sections = "frontend web\n    mode tcp\n    bind :443\n    default_backend web\nbackend web\n    mode tcp\n    server one 127.0.0.1:8443 send-proxy\n";
    let server = "    server {\n        listen 127.0.0.1:8443 ssl proxy_protocol;\n        ssl_certificate /c.pem;\n        ssl_certificate_key /k.pem;\n    }\n";
    with_haproxy(with_nginx(FolderHost::new(), server), sections)
        .listener("0.0.0.0", 443, Some("haproxy"))
        .listener("127.0.0.1", 8443, Some("nginx"))
}

#[test]
fn the_one_in_front_is_proposed() {
    assert_eq!(front(&nginx_before_apache()).as_deref(), Some("nginx"));
    assert_eq!(planned(&nginx_before_apache(), &form(None)).unwrap().proxy.word(), "nginx");
    assert_eq!(front(&haproxy_before_nginx()).as_deref(), Some("haproxy"));
    // The same in a tree, and for a plain user, who is not told who holds a port.
    assert_eq!(front(&tree(nginx_before_apache())).as_deref(), Some("nginx"));
    assert_eq!(front(&nginx_before_apache().unprivileged()).as_deref(), Some("nginx"));
}

#[test]
fn the_one_behind_is_refused_with_the_line_that_leads_to_it() {
    for host in [nginx_before_apache(), tree(nginx_before_apache()), nginx_before_apache().unprivileged()] {
        let refusal = planned(&host, &form(Some("apache"))).unwrap_err();
        let Refusal::Conflict(conflict) = &refusal else { panic!("{refusal:?}") };
        assert_eq!(conflict.kind, ConflictKind::BehindAnotherProxy);
        assert_eq!((conflict.file.as_str(), conflict.line), ("/etc/nginx/nginx.conf", 4));
        assert_eq!(
            refusal.to_string(),
            "/etc/nginx/nginx.conf, line 4: visitors of port 80 come to nginx, which passes them on to Apache here (http://127.0.0.1:8080/)"
        );
        assert_eq!(
            refusal.ways(),
            [
                "set the site up in nginx, which visitors come to first: --proxy nginx",
                "give Apache ports of its own that visitors reach, with --http-port and --https-port"
            ]
        );
    }
    let refusal = planned(&haproxy_before_nginx(), &form(Some("nginx"))).unwrap_err();
    assert_eq!(refusal.code(), "behind_another_proxy", "{refusal}");
}

#[test]
fn ports_of_its_own_are_no_conflict() {
    let form =
        engine::request::SetupForm { http_port: Some(8081), https_port: Some(8444), ..form(Some("apache")) };
    assert_eq!(planned(&nginx_before_apache(), &form).unwrap().proxy.word(), "apache");
}

#[test]
fn a_chain_is_followed_to_its_first_link() {
    let sections = "frontend web\n    bind :80\n    bind :443\n    default_backend web\nbackend web\n    server one 127.0.0.1:81\n";
    let nginx = SHOP.replace("listen 80", "listen 81").replace("[::]:80", "[::]:81");
    let host = with_haproxy(with_apache(with_nginx(FolderHost::new(), &nginx), APACHE_INSIDE), sections);
    assert_eq!(front(&host).as_deref(), Some("haproxy"));
    let refusal = planned(&host, &form(Some("apache"))).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "/etc/nginx/nginx.conf, line 4: visitors of port 80 come to HAProxy; nginx passes them on to Apache here (http://127.0.0.1:8080/)"
    );
    assert!(refusal.ways()[0].ends_with("--proxy haproxy"), "{refusal}");
}

#[test]
fn a_socket_or_a_name_of_this_machine_leads_there_as_well() {
    for (to, listen) in [
        ("http://localhost:8080", "Listen 8080"),
        ("http://[::1]:8080", "Listen [::1]:8080"),
        ("http://192.0.2.1:8080", "Listen 192.0.2.1:8080"),
    ] {
        let host = with_nginx(FolderHost::new(), &SHOP.replace("http://127.0.0.1:8080/", to));
        let host = with_apache(host, &format!("{listen}\n"));
        let passages = facts(&host).passages();
        assert_eq!(passages.len(), 1, "{to} {listen}: {passages:?}");
    }
    for (to, listen) in [
        ("http://192.0.2.2:8080", "Listen 192.0.2.1:8080"),
        ("http://shop.example.com:8080", "Listen 8080"),
        ("http://127.0.0.1:9090", "Listen 8080"),
    ] {
        let host = with_nginx(FolderHost::new(), &SHOP.replace("http://127.0.0.1:8080/", to));
        let passages = facts(&with_apache(host, &format!("{listen}\n"))).passages();
        assert!(passages.is_empty(), "{to} {listen}: {passages:?}");
    }
    let group =
        "    upstream shop {\n        server 192.0.2.9;\n        server 127.0.0.1:8080 backup;\n    }\n";
    let host = with_nginx(FolderHost::new(), &format!("{group}{}", SHOP.replace("127.0.0.1:8080", "shop")));
    let passages = facts(&with_apache(host, "Listen 8080\n")).passages();
    assert!(matches!(passages.as_slice(), [one] if one.front.word() == "nginx"), "{passages:?}");
    let server = "    server {\n        listen unix:/run/web.sock;\n    }\n";
    let sections =
        "frontend web\n    bind :80\n    default_backend web\nbackend web\n    server one /run/web.sock\n";
    let host = with_haproxy(with_nginx(FolderHost::new(), server), sections);
    assert_eq!(front(&host).as_deref(), Some("haproxy"));
}

#[test]
fn a_proxy_without_visitors_of_its_own_is_not_the_first() {
    let host = with_nginx(FolderHost::new(), &SHOP.replace("8080", "3000"));
    let expects = "frontend inner\n    bind :8443 accept-proxy\n    default_backend x\nbackend x\n    server one 192.0.2.7:80\n";
    assert_eq!(front(&with_haproxy(host.clone(), expects)).as_deref(), Some("nginx"));
    assert_eq!(front(&with_apache(host, APACHE_INSIDE)).as_deref(), Some("nginx"));
}

#[test]
fn what_cannot_be_told_is_asked() {
    // Each on an address of its own, and neither leads to the other.
    let host = with_nginx(FolderHost::new(), "    server {\n        listen 192.0.2.1:80;\n    }\n");
    let host = with_apache(host, "Listen 192.0.2.2:80\n");
    assert_eq!(front(&host), None);
    assert_eq!(planned(&host, &form(None)).unwrap_err().code(), "choose_proxy");
    // One that does not run takes no visitors.
    let off = with_apache(with_nginx(FolderHost::new(), SHOP).without_processes(), "Listen 80\n");
    assert_eq!(front(&off).as_deref(), Some("apache"));
}
