//! A site for Jellyfin that somebody wrote by hand gives way to this product's.

use engine::plan::{Plan, Refusal, Step};
use engine::request::{CertificateForm, SetupForm};
use testkit::{FolderHost, certificate_for};

use crate::machine::{DOMAIN, applied, codes, debian_with, form, planned};

const MODULES: [&str; 10] = [
    "alias",
    "authz_core",
    "deflate",
    "filter",
    "headers",
    "mpm_event",
    "proxy",
    "proxy_http",
    "rewrite",
    "ssl",
];

const REDIRECT: &str = "<VirtualHost *:80>\n    ServerName jellyfin.example.com\n    Redirect permanent / https://jellyfin.example.com/\n</VirtualHost>\n";

/// As Jellyfin's documentation has it, with what people add.
const HAND: &str = "<VirtualHost *:443>\n    ServerName jellyfin.example.com\n    ServerAlias films.example.com\n    ProxyPreserveHost On\n    RequestHeader set X-Forwarded-Proto \"https\"\n    SSLEngine on\n    SSLCertificateFile /etc/ssl/own/chain.pem\n    SSLCertificateKeyFile /etc/ssl/own/key.pem\n    Protocols h2 http/1.1\n    ErrorLog /var/log/apache2/jellyfin-error.log\n    CustomLog /var/log/apache2/jellyfin-access.log combined\n    RewriteEngine On\n    RewriteCond %{HTTP:Upgrade} websocket [NC]\n    RewriteRule /(.*) \"ws://127.0.0.1:8096/$1\" [P,L]\n    Alias /posters /srv/posters\n    ProxyPass /posters !\n    <Directory \"/srv/posters\">\n        Require all granted\n    </Directory>\n    ProxyPass \"/\" \"http://localhost:8096/\"\n    ProxyPassReverse \"/\" \"http://127.0.0.1:8096/\"\n    <Location /metrics>\n        Require ip 192.0.2.0/24\n    </Location>\n    <Location />\n        ProxyPass http://127.0.0.1:8096/\n    </Location>\n    Header always set X-Robots-Tag none\n</VirtualHost>\n";

fn machine() -> FolderHost {
    let made = certificate_for(&[DOMAIN], 2026..2029);
    debian_with("2.4.71", &MODULES)
        .file("/etc/ssl/own/chain.pem", made.chain())
        .file("/etc/ssl/own/key.pem", made.key)
}

fn linked(host: FolderHost, name: &str, text: &str) -> FolderHost {
    host.file(&format!("/etc/apache2/sites-available/{name}"), text)
        .link(&format!("/etc/apache2/sites-enabled/{name}"), &format!("../sites-available/{name}"))
}

fn adopt() -> SetupForm {
    SetupForm { adopt: true, certificate: CertificateForm::Adopted, ..form() }
}

/// The path and the text of each file that is written.
fn written(plan: &Plan) -> Vec<(String, String)> {
    let files = plan.steps.iter().filter_map(|step| match step {
        Step::WriteFile { path, content, .. } => Some((path.to_string(), content.as_bytes().to_vec())),
        _ => None,
    });
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn removed(plan: &Plan) -> Vec<String> {
    let paths = plan.steps.iter().filter_map(|step| match step {
        Step::Remove { path } => Some(path.to_string()),
        _ => None,
    });
    paths.collect()
}

#[test]
fn it_is_asked_first() {
    let host = linked(machine(), "jellyfin.conf", &format!("{REDIRECT}{HAND}"));
    let refusal = planned(&host, &form()).unwrap_err();
    assert_eq!(refusal.code(), "jellyfin_site_exists");
    assert!(refusal.to_string().contains("jellyfin.conf, line 5"), "{refusal}");
}

#[test]
fn its_file_is_switched_off_and_what_it_had_goes_over() {
    let host = linked(machine(), "jellyfin.conf", &format!("{REDIRECT}{HAND}"));
    let plan = planned(&host, &adopt()).unwrap();
    assert_eq!(removed(&plan), ["/etc/apache2/sites-enabled/jellyfin.conf"]);
    let [(path, text)] = written(&plan).try_into().unwrap();
    assert_eq!(path, "/etc/apache2/sites-available/jellyfin-jellyfin.example.com.conf");
    insta::assert_snapshot!("adopted", text);
    assert!(codes(&plan).contains(&"not_carried_over"), "the log of queries");

    let host = applied(host, &plan);
    let settled = SetupForm {
        certificate: CertificateForm::Pair {
            cert: "/etc/ssl/own/chain.pem".to_owned(),
            key: "/etc/ssl/own/key.pem".to_owned(),
        },
        ..form()
    };
    assert_eq!(planned(&host, &settled).unwrap().steps, [], "what was carried over stays");
    assert_eq!(planned(&host, &adopt()).unwrap().steps, [], "and once more is once");
}

#[test]
fn two_files_give_way_and_other_sites_stay() {
    let other = "# mine\n<VirtualHost *:443>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n";
    let host = linked(machine(), "jellyfin.conf", REDIRECT);
    let host =
        linked(host, "all-ssl.conf", &format!("{other}<IfModule mod_ssl.c>\n{HAND}</IfModule>\n# end\n"));
    let plan = planned(&host, &adopt()).unwrap();
    assert_eq!(removed(&plan), ["/etc/apache2/sites-enabled/jellyfin.conf"]);
    let all = written(&plan);
    let rest = all.iter().find(|(path, _)| path == "/etc/apache2/sites-available/all-ssl.conf");
    assert_eq!(rest.unwrap().1, format!("{other}<IfModule mod_ssl.c>\n</IfModule>\n# end\n"));
}

#[test]
fn what_serves_something_else_is_not_taken() {
    let both = |hand: &str| format!("{REDIRECT}{hand}");
    for text in [
        both(&HAND.replace(":8096", ":9000")),
        both(HAND).replace("Redirect permanent / https://jellyfin.example.com/", "DocumentRoot /srv/www"),
        format!("<Macro M>\n{HAND}</Macro>\nUse M\n"),
    ] {
        let host = linked(machine(), "jellyfin.conf", &text);
        let refusal: Refusal = planned(&host, &adopt()).unwrap_err();
        assert_eq!(refusal.code(), "nothing_to_adopt", "{text}");
        assert_eq!(planned(&host, &form()).unwrap_err().code(), "name_taken", "{text}");
    }
}

/// Whoever came to it by another name goes on coming, where the order of files allows it.
#[test]
fn what_answered_for_unknown_names_still_does() {
    let site = |name: &str| format!("<VirtualHost *:443>\nServerName {name}\nSSLEngine on\n</VirtualHost>\n");
    let adopted = |own: &str, other: &str| {
        let host = linked(machine(), own, &format!("{REDIRECT}{HAND}"));
        let plan = planned(&linked(host, other, &site("a.test")), &adopt()).unwrap();
        let [(path, _)] = written(&plan).try_into().unwrap();
        let name = path.rsplit('/').next().unwrap().replace(DOMAIN, "D");
        (name, codes(&plan).contains(&"default_moves"))
    };
    for (own, other, name, moves) in [
        ("films.conf", "my.conf", "jellyfin-D.conf", false),
        ("a-films.conf", "b.conf", "001-jellyfin-D.conf", false),
        ("000-films.conf", "000-z.conf", "jellyfin-D.conf", true),
        ("my-films.conf", "b.conf", "jellyfin-D.conf", false),
    ] {
        assert_eq!(adopted(own, other), (name.to_owned(), moves), "{own} beside {other}");
    }
}
