//! The site beside others: nothing is taken from them, and nothing is lost to them.

use engine::plan::Refusal;
use engine::request::{CertificateForm, SetupForm};

use crate::machine::{DOMAIN, applied, codes, debian, form, planned, text, trixie, with_site};

/// The `listen` lines that are written beside a site.
fn listens_beside(site: &str) -> Vec<String> {
    let plan = planned(&with_site(trixie(), "site", site), &form()).unwrap();
    let lines = text(&plan);
    lines.lines().filter_map(|line| line.trim().strip_prefix("listen ")).map(str::to_owned).collect()
}

#[test]
fn an_address_that_somebody_names_is_named_too() {
    let usual = ["80;", "[::]:80;", "443 ssl;", "[::]:443 ssl;"];
    for (site, listens) in [
        ("server { listen 443 ssl; server_name a.test; }", usual.to_vec()),
        ("server { listen 8080; server_name a.test; }", usual.to_vec()),
        (
            "server { listen 443 ssl; listen 192.0.2.1:443 ssl; server_name a.test; }",
            vec!["80;", "[::]:80;", "443 ssl;", "192.0.2.1:443 ssl;", "[::]:443 ssl;"],
        ),
        // A running nginx cannot go over from single addresses to all.
        (
            "server { listen 192.0.2.1:443 ssl; listen [2001:db8::1]:443 ssl; server_name a.test; }",
            vec![
                "80;",
                "[::]:80;",
                "192.0.2.1:443 ssl;",
                "127.0.0.1:443 ssl;",
                "[2001:db8::1]:443 ssl;",
                "[::1]:443 ssl;",
            ],
        ),
        (
            "server { listen 127.0.0.1:443 ssl; listen 192.0.2.1:443 ssl; server_name a.test; }",
            vec!["80;", "[::]:80;", "127.0.0.1:443 ssl;", "192.0.2.1:443 ssl;", "[::]:443 ssl;"],
        ),
        (
            "server { listen localhost:80; server_name a.test; }",
            vec!["80;", "localhost:80;", "[::]:80;", "443 ssl;", "[::]:443 ssl;"],
        ),
        // Another language is spoken at that address: visitors of it stay where they are.
        (
            "server { listen 443 ssl; listen 127.0.0.1:443 proxy_protocol ssl; server_name a.test; }",
            usual.to_vec(),
        ),
        ("server { listen *:80; listen 192.0.2.1:80 ssl; server_name a.test; }", usual.to_vec()),
        // A socket that takes IPv4 as well leaves no room for one of IPv4 alone.
        (
            "server { listen [::]:443 ssl ipv6only=off; server_name a.test; }",
            vec!["80;", "[::]:80;", "[::]:443 ssl;"],
        ),
        ("server { listen unix:/run/a.sock; server_name a.test; }", usual.to_vec()),
    ] {
        assert_eq!(listens_beside(site), listens, "{site}");
    }
}

#[test]
fn an_address_that_is_named_later_does_not_take_the_others_away() {
    let plan = planned(&trixie(), &form()).unwrap();
    let host = applied(trixie(), &plan);
    let joined = with_site(host, "site", "server { listen 192.0.2.1:443 ssl; server_name a.test; }");
    let again = text(&planned(&joined, &form()).unwrap());
    assert!(again.contains("listen 443 ssl;") && again.contains("listen 192.0.2.1:443 ssl;"), "{again}");
}

#[test]
fn http2_goes_by_the_neighbours_where_a_difference_is_warned_about() {
    let (with, without) = ("server { listen 443 ssl http2; }", "server { listen 443 ssl; }");
    for (version, site, first, code) in [
        ("1.23.3", with, "443 ssl http2;", None),
        ("1.23.3", without, "443 ssl;", Some("http2_as_neighbours")),
        // Another's line gives it to all of them already.
        ("1.23.3", &format!("{with} {without}"), "443 ssl http2;", None),
        ("1.24.0", &format!("{with} {without}"), "443 ssl;", Some("http2_as_neighbours")),
        ("1.24.0", "", "443 ssl http2;", None),
        ("1.24.0", with, "443 ssl http2;", None),
        ("1.24.0", without, "443 ssl;", Some("http2_as_neighbours")),
        ("1.26.3", without, "443 ssl;", None),
        ("1.26.3", with, "443 ssl;", Some("mixed_http2_spelling")),
    ] {
        let plan = planned(&with_site(debian(version, "3.0.13"), "site", site), &form()).unwrap();
        let text = text(&plan);
        let listen = text.lines().find_map(|line| line.trim().strip_prefix("listen 443"));
        assert_eq!(listen.map(|rest| format!("443{rest}")).as_deref(), Some(first), "{version} {site}");
        assert!(version != "1.24.0" || text.contains("listen [::]:443 ssl http2;"));
        for known in ["http2_as_neighbours", "mixed_http2_spelling"] {
            assert_eq!(codes(&plan).contains(&known), code == Some(known), "{version} {site} {known}");
        }
    }
}

#[test]
fn ports_that_leave_no_room_are_refused() {
    for (site, port, why) in [
        ("server { listen 443; server_name a.test; }", 443, "plain HTTP is spoken there"),
        ("server { listen 80 ssl; server_name a.test; }", 80, "HTTPS is spoken there"),
        ("server { listen 127.0.0.1:443 ssl; server_name a.test; }", 443, "cannot go over to all addresses"),
        ("server { listen 192.0.2.1:443; server_name a.test; }", 443, "cannot go over to all addresses"),
    ] {
        let refusal = planned(&with_site(trixie(), "site", site), &form()).unwrap_err();
        assert_eq!(refusal.code(), "port_in_use");
        let text = refusal.to_string();
        assert!(text.contains(&format!("port {port} ")) && text.contains(why), "{text}");
        assert!(text.contains("/etc/nginx/sites-enabled/site, line 1"), "{text}");
    }
    let stream = "events {}\nstream {\n  server { listen 10.0.0.1:443; proxy_pass x; }\n}\nhttp { include sites-enabled/*; }";
    let refusal = planned(&trixie().file("/etc/nginx/nginx.conf", stream), &form()).unwrap_err();
    assert_eq!(refusal.code(), "port_passes_bytes");
    let mail =
        "events {}\nmail {\n  server { listen 443; protocol imap; }\n}\nhttp { include sites-enabled/*; }";
    let refusal = planned(&trixie().file("/etc/nginx/nginx.conf", mail), &form()).unwrap_err();
    let Refusal::PortInUse { port: 443, line: 3, why, .. } = refusal else { panic!("{refusal}") };
    assert!(why.contains("`mail`"), "{why}");
    // Neither port is wanted here.
    let elsewhere = SetupForm { https_port: Some(8443), ..form() };
    assert!(planned(&trixie().file("/etc/nginx/nginx.conf", stream), &elsewhere).is_ok());
}

#[test]
fn the_name_is_nobody_elses() {
    for name in [DOMAIN, "JELLYFIN.example.com", ".jellyfin.example.com"] {
        let host =
            with_site(trixie(), "site", &format!("server {{ listen 81; server_name x.test {name}; }}"));
        let refusal = planned(&host, &form()).unwrap_err();
        assert_eq!(refusal.code(), "name_taken", "{name}");
        assert!(refusal.to_string().contains("sites-enabled/site, line 1"), "{refusal}");
    }
    for (name, code) in [
        ("*.example.com", "wildcard_gives_way"),
        (".example.com", "wildcard_gives_way"),
        ("jellyfin.*", "wildcard_gives_way"),
        ("~^jelly", "pattern_gives_way"),
        ("~(?R)", "pattern_gives_way"),
    ] {
        let host = with_site(trixie(), "site", &format!("server {{ listen 80; server_name {name}; }}"));
        assert!(codes(&planned(&host, &form()).unwrap()).contains(&code), "{name}");
        let elsewhere = with_site(trixie(), "site", &format!("server {{ listen 81; server_name {name}; }}"));
        assert!(!codes(&planned(&elsewhere, &form()).unwrap()).contains(&code), "{name}");
    }
    let other = with_site(
        trixie(),
        "site",
        "server { listen 80; server_name other.com *.other.com my.jellyfin.example.com ~^www; }",
    );
    assert!(!codes(&planned(&other, &form()).unwrap()).contains(&"wildcard_gives_way"));
}

#[test]
fn nobody_loses_the_place_of_the_default() {
    let site = "server { listen 443 ssl; server_name a.test; }";
    for (name, becomes) in [("a", false), ("wordpress", false), ("zzz", true)] {
        let plan = planned(&with_site(trixie(), name, site), &form()).unwrap();
        assert_eq!(codes(&plan).contains(&"becomes_default"), becomes, "{name}");
    }
    let marked = "server { listen 443 ssl default_server; server_name a.test; }";
    let plan = planned(&with_site(trixie(), "zzz", marked), &form()).unwrap();
    assert!(!codes(&plan).contains(&"becomes_default"));
    // What a file of the folder includes is read with it.
    let nested = with_site(trixie(), "all", "include vhosts/*;").file("/etc/nginx/vhosts/a", site);
    assert!(!codes(&planned(&nested, &form()).unwrap()).contains(&"becomes_default"));
    // Fedora's main file has its site after the folder's.
    let fedora = "events {}\nhttp {\n  include conf.d/*.conf;\n  server { listen 80; server_name _; }\n}\n";
    let plan = planned(&trixie().file("/etc/nginx/nginx.conf", fedora), &form()).unwrap();
    let finding = plan.findings.iter().find(|finding| finding.code == "becomes_default").unwrap();
    assert!(finding.message.contains("/etc/nginx/nginx.conf, line 4"), "{}", finding.message);
}

#[test]
fn long_names_get_room_once() {
    let domain = format!("{}.example.com", "j".repeat(50));
    let asked = SetupForm { domain, ..form() };
    let setting = "server_names_hash_bucket_size";
    assert!(text(&planned(&trixie(), &asked).unwrap()).contains(&format!("{setting} 128;")));
    for (set, outcome) in [(128, Ok(())), (256, Ok(())), (64, Err("config_not_understood"))] {
        let host = with_site(trixie(), "site", &format!("{setting} {set};"));
        let planned = planned(&host, &asked);
        assert_eq!(planned.as_ref().map(|_| ()).map_err(Refusal::code), outcome, "{set}");
        assert!(planned.is_err() || !text(&planned.unwrap()).contains(setting), "{set}");
    }
}

#[test]
fn an_administrator_who_wants_no_log_gets_none() {
    let host = with_site(trixie(), "site", "access_log off;");
    let written = text(&planned(&host, &form()).unwrap());
    assert!(written.contains("access_log off;") && !written.contains("log_format"));
}

#[test]
fn without_tls_only_one_port_is_asked_for() {
    let host = with_site(trixie(), "site", "server { listen 443; server_name a.test; }");
    let asked = SetupForm { certificate: CertificateForm::NoTls, ..form() };
    assert!(planned(&host, &asked).is_ok());
}
