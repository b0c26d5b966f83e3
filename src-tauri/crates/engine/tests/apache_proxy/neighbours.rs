//! The site beside others: nothing is taken from them, and nothing is lost to them.

use engine::plan::Refusal;
use engine::request::{CertificateForm, SetupForm};
use testkit::FolderHost;

use crate::machine::{DOMAIN, bookworm, codes, debian_with, file, form, planned, with_site};

const ENABLED: [&str; 6] = ["alias", "authz_core", "deflate", "filter", "mpm_event", "ssl"];

/// A machine whose Apache speaks TLS already.
fn with_tls() -> FolderHost {
    debian_with("2.4.71", &ENABLED)
}

fn vhost(address: &str, inside: &str) -> String {
    format!("<VirtualHost {address}>\n{inside}\n</VirtualHost>\n")
}

fn tls(address: &str, inside: &str) -> String {
    vhost(address, &format!("SSLEngine on\n{inside}"))
}

/// The name of the file that is written beside a site.
fn name_beside(site: &str, text: &str) -> Result<String, Refusal> {
    let plan = planned(&with_site(with_tls(), site, text), &form())?;
    Ok(file(&plan).0.rsplit('/').next().unwrap().strip_suffix(".conf").unwrap().replace(DOMAIN, "D"))
}

#[test]
fn whoever_answers_for_unknown_names_goes_on_doing_so() {
    for (site, text, name) in [
        ("a.conf", tls("*:443", "ServerName a.test"), "jellyfin-D"),
        ("my.conf", tls("*:443", "ServerName a.test"), "z-jellyfin-D"),
        ("zz.conf", tls("_default_:443", "ServerName a.test"), "zzz-jellyfin-D"),
        ("my.conf", tls("*:8443", "ServerName a.test"), "jellyfin-D"),
        ("my.conf", tls("192.0.2.1:443", "ServerName a.test"), "z-jellyfin-D"),
        ("my.conf", vhost("*:80", "ServerName a.test"), "jellyfin-D"),
        ("all.conf", vhost("*:80", "ServerName a.test\nServerAlias *.example.com"), "001-jellyfin-D"),
        ("all.conf", vhost("*:80", "ServerName a.test\nServerAlias *.other.com"), "jellyfin-D"),
        ("zz.conf", vhost("*:80", "ServerName a.test\nServerAlias *.example.com"), "jellyfin-D"),
    ] {
        assert_eq!(name_beside(site, &text), Ok(name.to_owned()), "{site}: {text}");
    }
}

#[test]
fn where_no_place_is_right_nothing_is_changed() {
    for (site, text, code) in [
        ("~.conf", tls("*:443", "ServerName a.test"), "port_in_use"),
        ("my.conf", tls("*:443", "ServerName a.test\nServerAlias *.example.com"), "name_matched_elsewhere"),
        ("my.conf", tls("*:443", &format!("ServerName {DOMAIN}")), "name_taken"),
        ("my.conf", tls("*:443", "ServerName a.test\nServerAlias JELLYFIN.example.COM"), "name_taken"),
    ] {
        assert_eq!(name_beside(site, &text).unwrap_err().code(), code, "{site}: {text}");
    }
    // A site that answers for unknown names stays the first, whatever its file is called.
    let matched = |site: &str, more: &str| {
        let host = with_site(with_tls(), site, &tls("*:443", "ServerName a.test\nServerAlias *.example.com"));
        let host =
            if more.is_empty() { host } else { with_site(host, more, &tls("*:443", "ServerName b.test")) };
        planned(&host, &form()).map(|_| ()).map_err(|refusal| refusal.ways().join("\n"))
    };
    assert!(matched("my.conf", "").unwrap_err().contains("have another site answer for unknown names"));
    assert!(matched("000-my.conf", "000-z.conf").unwrap_err().contains("answer for unknown names"));
    assert!(matched("00-my.conf", "00-first.conf").unwrap_err().contains("have that site read later"));
    assert_eq!(matched("my.conf", "00-first.conf"), Ok(()), "both ways lead out");
    let last = "IncludeOptional sites-enabled/*.conf\n<VirtualHost *:443>\nSSLEngine on\nServerName a.test\n</VirtualHost>\n";
    let host = with_tls().file(
        "/etc/apache2/apache2.conf",
        format!("IncludeOptional mods-enabled/*.load\nInclude ports.conf\n{last}"),
    );
    let refusal = planned(&host, &form()).unwrap_err();
    assert_eq!(refusal.code(), "port_in_use");
    assert!(refusal.to_string().contains("/etc/apache2/apache2.conf, line 4"), "{refusal}");
}

#[test]
fn an_address_that_somebody_names_is_named_too() {
    for (text, addresses) in [
        (tls("*:443", "ServerName a.test"), "*:443"),
        (
            tls("192.0.2.1:443 [2001:db8::1]:443", "ServerName a.test"),
            "*:443 192.0.2.1:443 [2001:db8::1]:443",
        ),
        (tls("www.a.test:443", "ServerName a.test"), "*:443 www.a.test:443"),
        (tls("192.0.2.1:8443", "ServerName a.test"), "*:443"),
    ] {
        let plan = planned(&with_site(with_tls(), "a.conf", &text), &form()).unwrap();
        assert!(file(&plan).1.contains(&format!("<VirtualHost {addresses}>\n")), "{text}: {}", file(&plan).1);
    }
}

#[test]
fn a_site_for_every_port_leaves_no_room() {
    for address in ["*", "*:*", "_default_:*", "192.0.2.1"] {
        let host = with_site(with_tls(), "a.conf", &vhost(address, "ServerName a.test"));
        let refusal = planned(&host, &form()).unwrap_err();
        assert_eq!(refusal.code(), "port_in_use", "{address}");
    }
    let other = SetupForm { http_port: Some(8080), https_port: Some(8443), ..form() };
    let host = with_site(with_tls(), "a.conf", &vhost("*", "ServerName a.test"));
    assert!(planned(&host, &other).is_ok(), "nobody is on these ports");
}

#[test]
fn one_port_speaks_one_language() {
    let plain = with_site(with_tls(), "a.conf", &vhost("*:443", "ServerName a.test\nSSLEngine off"));
    assert!(planned(&plain, &form()).unwrap_err().to_string().contains("speaks no TLS"));
    let implied = with_site(with_tls(), "a.conf", &vhost("*:443", "ServerName a.test"));
    assert!(planned(&implied, &form()).is_ok(), "443 is TLS where nothing is said");
    let encrypted = with_site(with_tls(), "a.conf", &tls("*:80", "ServerName a.test"));
    assert!(planned(&encrypted, &form()).unwrap_err().to_string().contains("speaks TLS"));
}

#[test]
fn the_main_server_keeps_its_visitors() {
    let bare = || bookworm().without("/etc/apache2/sites-enabled/000-default.conf");
    let keeper = "<VirtualHost *:80>\n    ServerName unknown.invalid\n</VirtualHost>\n";
    assert!(file(&planned(&bare(), &form()).unwrap()).1.contains(keeper));
    let rewriting =
        bare().file("/etc/apache2/conf-enabled/r.conf", "RewriteEngine On\nRewriteRule ^/a$ /b\n");
    assert!(file(&planned(&rewriting, &form()).unwrap()).1.contains("RewriteOptions Inherit"));
    for (host, form) in [(bookworm(), form()), (bare(), SetupForm { http_port: Some(8080), ..form() })] {
        assert!(!file(&planned(&host, &form).unwrap()).1.contains("unknown.invalid"));
    }
}

#[test]
fn a_site_without_a_name_does_not_answer_to_the_machines() {
    let machine = |host: FolderHost, hosts: &str| {
        host.file("/etc/hostname", "jellyfin\n").file("/etc/hosts", format!("127.0.0.1 localhost\n{hosts}\n"))
    };
    let same = format!("127.0.1.1 {DOMAIN} jellyfin");
    let text = |host: &FolderHost| file(&planned(host, &form()).unwrap()).1;
    assert!(text(&machine(bookworm(), &same)).contains("\nServerName localhost\n"));
    for host in [
        bookworm(),
        machine(bookworm(), "127.0.1.1 other.example.com jellyfin"),
        machine(bookworm(), &same)
            .file("/etc/apache2/conf-enabled/name.conf", "ServerName www.example.com\n"),
        machine(bookworm(), &same)
            .without("/etc/apache2/sites-enabled/000-default.conf")
            .file("/etc/apache2/sites-enabled/a.conf", vhost("*:80", "ServerName a.test")),
    ] {
        assert!(!text(&host).contains("\nServerName localhost\n"));
    }
    let named = bookworm().file("/etc/apache2/conf-enabled/name.conf", format!("ServerName {DOMAIN}\n"));
    assert_eq!(planned(&named, &form()).unwrap_err().code(), "name_taken", "the default site has that name");
}

#[test]
fn renewals_that_the_main_server_answers_stay_with_it() {
    let alias = "Alias /.well-known/acme-challenge /var/lib/dehydrated/acme-challenges\n";
    let host = bookworm().file("/etc/apache2/conf-enabled/dehydrated.conf", alias);
    for form in [form(), SetupForm { certificate: CertificateForm::NoTls, ..form() }] {
        let text = file(&planned(&host, &form).unwrap()).1;
        assert!(!text.contains("Alias") && text.contains("acme-challenge/"), "{text}");
    }
}

#[test]
fn others_are_told_of_when_they_change_too() {
    let host = with_site(
        debian_with("2.4.71", &["alias", "authz_core", "mpm_event", "ssl"]),
        "a.conf",
        &tls("*:443", "ServerName a.test"),
    );
    assert!(codes(&planned(&host, &form()).unwrap()).contains(&"http2_for_all_sites"));
    // Debian's own default site says by plain HTTP that it could.
    assert!(codes(&planned(&bookworm(), &form()).unwrap()).contains(&"http2_for_all_sites"));
    let alone = bookworm().without("/etc/apache2/sites-enabled/000-default.conf");
    assert!(!codes(&planned(&alone, &form()).unwrap()).contains(&"http2_for_all_sites"));
}

#[test]
fn a_port_that_expects_a_proxy_line_is_another_proxys() {
    let modules = ["alias", "authz_core", "deflate", "filter", "mpm_event", "ssl", "remoteip"];
    let host = |text: &str| with_site(debian_with("2.4.71", &modules), "a.conf", text);
    let on = tls("*:443", "ServerName a.test\nRemoteIPProxyProtocol On");
    let refusal = planned(&host(&on), &form()).unwrap_err();
    assert_eq!(refusal.code(), "port_expects_proxy_protocol");
    assert!(refusal.to_string().contains("/etc/apache2/sites-enabled/a.conf, line 4"), "{refusal}");
    let main = planned(&host("RemoteIPProxyProtocol On\n"), &form()).unwrap_err();
    assert_eq!(main.code(), "port_expects_proxy_protocol");
    let other = tls("*:8443", "ServerName a.test\nRemoteIPProxyProtocol On");
    assert!(planned(&host(&other), &form()).is_ok());
    // At one address of several it is said; at the only one it is in the way.
    let one = tls("192.0.2.1:443", "ServerName a.test\nRemoteIPProxyProtocol On");
    let plan = planned(&host(&one), &form()).unwrap();
    let told = plan.findings.iter().find(|finding| finding.code == "proxy_line_at_address").unwrap();
    assert!(told.message.contains("192.0.2.1:443"), "{}", told.message);
    let only = host(&one).file("/etc/apache2/ports.conf", "Listen 80\nListen 192.0.2.1:443\n");
    let refusal = planned(&only, &form()).unwrap_err();
    assert_eq!(refusal.code(), "port_expects_proxy_protocol");
    assert!(refusal.to_string().contains("/etc/apache2/sites-enabled/a.conf, line 4"), "{refusal}");
}
