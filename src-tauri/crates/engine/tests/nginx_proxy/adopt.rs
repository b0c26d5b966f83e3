//! A site for Jellyfin that somebody wrote by hand gives way to ours.

use engine::plan::{Plan, Refusal, Step};
use engine::request::{CertificateForm, SetupForm};
use testkit::{FolderHost, certificate_for};

use crate::machine::{DOMAIN, applied, codes, form, planned, text, trixie};

const FILE: &str = "/etc/nginx/sites-available/jellyfin";
const LINK: &str = "/etc/nginx/sites-enabled/jellyfin";

/// In the shape of Jellyfin's own documentation, with what people add to it.
const GROWN: &str = r#"# Jellyfin
server {
    listen 80;
    listen [::]:80;
    server_name jellyfin.example.com;

    location ^~ /.well-known/acme-challenge/ {
        root /var/www/letsencrypt;
    }
    location / {
        return 301 https://$host$request_uri;
    }
}

server {
    listen 443 ssl http2;
    listen [::]:443 ssl http2 default_server;
    server_name jellyfin.example.com films.example.com;

    ## The default `client_max_body_size` is 1M, this might not be enough for some posters, etc.
    client_max_body_size 20M;

    set $jellyfin 127.0.0.1;
    resolver 127.0.0.53 valid=30;

    ssl_certificate /etc/letsencrypt/live/jellyfin.example.com/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/jellyfin.example.com/privkey.pem;
    include /etc/letsencrypt/options-ssl-nginx.conf;
    ssl_trusted_certificate /etc/letsencrypt/live/jellyfin.example.com/chain.pem;
    ssl_stapling on;

    add_header X-Content-Type-Options "nosniff";
    add_header Alt-Svc 'h3=":443"; ma=86400';
    include snippets/bots.conf;
    error_log /var/log/nginx/jellyfin.error.log warn;
    access_log /var/log/nginx/jellyfin.access.log;
    limit_req zone=films burst=20 nodelay;

    location = / {
        return 302 https://$host/web/;
    }

    location / {
        # Only from home.
        allow 192.168.0.0/16;
        deny all;
        proxy_pass http://$jellyfin:8096;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Home "yes; { no }";
        proxy_buffering off;
    }

    location = /web/ {
        proxy_pass http://$jellyfin:8096/web/index.html;
        proxy_set_header Host $host;
    }

    location /socket {
        proxy_pass http://$jellyfin:8096;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
    }

    location /requests/ {
        proxy_pass http://127.0.0.1:5055/;
    }
}
"#;

fn machine(site: &str) -> FolderHost {
    let made = certificate_for(&[DOMAIN, "films.example.com"], 2026..2029);
    let live = "/etc/letsencrypt/live/jellyfin.example.com";
    trixie()
        .file(FILE, site)
        .link(LINK, FILE)
        .file(&format!("{live}/fullchain.pem"), made.chain())
        .file(&format!("{live}/privkey.pem"), made.key)
        .file(
            "/etc/letsencrypt/options-ssl-nginx.conf",
            "ssl_session_cache shared:le:10m;\nssl_protocols TLSv1.3;\n",
        )
        .file("/etc/nginx/snippets/bots.conf", "if ($http_user_agent ~ bot) {\n  return 403;\n}\n")
}

fn adopting() -> SetupForm {
    SetupForm { adopt: true, certificate: CertificateForm::Adopted, ..form() }
}

fn changes(plan: &Plan) -> Vec<(&'static str, String)> {
    let changes = plan.steps.iter().filter(|step| step.path().is_some() && step.kind() != "make_folder");
    changes.map(|step| (step.kind(), step.path().unwrap().to_string())).collect()
}

fn content<'p>(plan: &'p Plan, path: &str) -> &'p str {
    let written = plan.steps.iter().find_map(|step| match step {
        Step::WriteFile { path: at, content, .. } if at.as_str() == path => Some(content.as_bytes()),
        _ => None,
    });
    std::str::from_utf8(written.unwrap()).unwrap()
}

/// A plain site of that name, with these additions.
fn plain(server: &str, location: &str) -> String {
    format!(
        "server {{\n    listen 443 ssl;\n    server_name {DOMAIN};\n    ssl_certificate /etc/letsencrypt/live/{DOMAIN}/fullchain.pem;\n    ssl_certificate_key /etc/letsencrypt/live/{DOMAIN}/privkey.pem;\n    {server}\n    location / {{\n        proxy_pass http://127.0.0.1:8096;\n        {location}\n    }}\n}}\n"
    )
}

#[test]
fn a_grown_site_gives_way_with_all_it_had() {
    let host = machine(GROWN);
    let plan = planned(&host, &adopting()).unwrap();
    let own = "zz-jellyfin-jellyfin.example.com.conf";
    assert_eq!(
        changes(&plan),
        [
            ("write_file", format!("/etc/nginx/sites-available/{own}")),
            ("link", format!("/etc/nginx/sites-enabled/{own}")),
            ("remove", LINK.to_owned()),
        ]
    );
    insta::assert_snapshot!("adopted-grown", text(&plan));
    let told = plan.findings.iter().filter(|finding| finding.code.contains("adopted"));
    let told: Vec<_> = told.map(|finding| format!("[{}] {}\n", finding.code, finding.message)).collect();
    insta::assert_snapshot!("adopted-grown-findings", told.concat());
    let done = applied(host, &plan);
    for again in [
        adopting(),
        SetupForm { certificate: given(), ..form() },
        SetupForm { adopt: true, certificate: given(), ..form() },
    ] {
        assert_eq!(planned(&done, &again).unwrap().steps, [], "{again:?}");
    }
    // What is changed later leaves what was kept as it is.
    let later = planned(&done, &SetupForm { hsts: true, certificate: given(), ..form() }).unwrap();
    for kept in [
        "server_name jellyfin.example.com films.example.com;",
        "deny all;",
        "X-Home",
        "limit_req",
        "[::]:443 ssl default_server",
    ] {
        assert!(text(&later).contains(kept), "{kept}");
    }
}

fn given() -> CertificateForm {
    let live = "/etc/letsencrypt/live/jellyfin.example.com";
    CertificateForm::Pair { cert: format!("{live}/fullchain.pem"), key: format!("{live}/privkey.pem") }
}

#[test]
fn it_is_asked_first() {
    let refusal = planned(&machine(GROWN), &form()).unwrap_err();
    assert_eq!(refusal.code(), "jellyfin_site_exists");
    assert!(refusal.ways()[0].contains("--adopt"), "{refusal}");
}

#[test]
fn nothing_else_in_the_file_is_touched() {
    let before = "# caf\u{e9} {\nmap $http_upgrade $up { default upgrade; '' close; }\n\tserver { server_name other.test; }\n";
    let after = "\n# end\n  upstream jf { server 127.0.0.1:8096; }";
    let site = plain("", "").replace("127.0.0.1:8096", "jf");
    let host = machine(&format!("{before}{site}{after}"));
    let plan = planned(&host, &adopting()).unwrap();
    assert_eq!(content(&plan, LINK), format!("{before}{after}"));
    assert!(changes(&plan).iter().all(|(kind, _)| *kind != "remove"));
    let done = applied(host, &plan);
    assert_eq!(planned(&done, &adopting()).unwrap().steps, []);
    // On a line with others.
    let host = machine(&format!("map $a $b {{ }} {} # tail\n", plain("", "").trim_end()));
    assert_eq!(content(&planned(&host, &adopting()).unwrap(), LINK), "map $a $b { }  # tail\n");
}

#[test]
fn a_file_that_is_named_stays_even_when_it_is_empty() {
    let conf = "events {}\nhttp {\n    include mime.types;\n    include sites-available/jellyfin;\n}\n";
    let host = machine(&plain("", "")).file("/etc/nginx/nginx.conf", conf);
    let plan = planned(&host, &adopting()).unwrap();
    assert_eq!(content(&plan, FILE), "");
    // Without a folder for sites both changes are in one file.
    let whole = format!("events {{}}\nhttp {{\n{}}}\n", plain("allow all;", ""));
    let host = trixie_with_certificate().file("/etc/nginx/nginx.conf", &whole);
    let plan = planned(&host, &adopting()).unwrap();
    let written = content(&plan, "/etc/nginx/nginx.conf");
    assert!(
        written.starts_with("events {}\nhttp {\n# jellyfin-proxy begin") && written.ends_with("\n}\n"),
        "{written}"
    );
    assert!(written.contains("    allow all;\n"), "{written}");
    assert_eq!(planned(&applied(host, &plan), &adopting()).unwrap().steps, []);
}

fn trixie_with_certificate() -> FolderHost {
    machine("").without(FILE).without(LINK)
}

#[test]
fn a_redirect_of_several_names_keeps_the_others() {
    let redirect = format!(
        "server {{\n    listen 80;\n    server_name a.test \"{DOMAIN}\" b.test;\n    return 301 https://$host$request_uri;\n}}\n"
    );
    let host = machine(&format!("{redirect}{}", plain("", "")));
    let plan = planned(&host, &adopting()).unwrap();
    assert_eq!(content(&plan, LINK), redirect.replace(&format!(" \"{DOMAIN}\""), ""));
    // One whose names all come to ours goes as a whole.
    let site = plain("", "")
        .replace(&format!("server_name {DOMAIN}"), &format!("server_name {DOMAIN} a.test b.test"));
    let plan = planned(&machine(&format!("{redirect}{site}")), &adopting()).unwrap();
    assert!(changes(&plan).contains(&("remove", LINK.to_owned())), "{:?}", changes(&plan));
}

#[test]
fn what_would_be_lost_is_refused() {
    let below = plain("", "").replace("location / {", "location /films/ {");
    let changed = plain("", "").replace("8096;", "8096/films/;");
    let rewritten = plain("", "rewrite ^/films/(.*) /$1 break;");
    let other_port = plain("", "").replace("443", "8443");
    let no_tls = plain("", "").replace("443 ssl", "80");
    let two = format!("{}{}", plain("", ""), plain("", ""));
    let other_names = plain("", "").replace(DOMAIN, &format!("{DOMAIN} films.example.com"));
    let bytes = plain("add_header X \"\u{1}\";", "");
    for (name, site, asked) in [
        ("adopt-other-path", &below, adopting()),
        ("adopt-changed-path", &changed, adopting()),
        ("adopt-rewritten-path", &rewritten, adopting()),
        ("adopt-other-port", &other_port, adopting()),
        ("adopt-no-tls", &no_tls, SetupForm { certificate: CertificateForm::LocalCa, ..adopting() }),
        ("adopt-tls-gone", &plain("", ""), SetupForm { certificate: CertificateForm::NoTls, ..adopting() }),
        ("adopt-two", &two, adopting()),
        (
            "adopt-other-names",
            &other_names,
            SetupForm { certificate: CertificateForm::LocalCa, ..adopting() },
        ),
    ] {
        let site = site.replace("live/jellyfin.example.com films.example.com/", "live/jellyfin.example.com/");
        let refusal = planned(&machine(&site), &asked).unwrap_err();
        let ways: String = refusal.ways().iter().map(|way| format!("  - {way}\n")).collect();
        insta::assert_snapshot!(name, format!("[{}] {refusal}\n{ways}", refusal.code()));
    }
    let mut raw = bytes.into_bytes();
    let at = raw.iter().position(|byte| *byte == 1).unwrap();
    raw[at] = 0xff;
    let refusal = planned(&machine("").file(FILE, raw), &adopting()).unwrap_err();
    assert!(refusal.to_string().contains("no text"), "{refusal}");
}

#[test]
fn what_is_no_site_for_jellyfin_is_not_taken() {
    for site in [
        format!("server {{ listen 443 ssl; server_name {DOMAIN}; root /var/www; }}"),
        plain("", "").replace("8096", "3000"),
        // Another block of the name does something else.
        format!("{}server {{ listen 80; server_name {DOMAIN}; root /srv/films; }}", plain("", "")),
        plain("", "").replace(DOMAIN, "*.example.com"),
    ] {
        let refusal = planned(&machine(&site), &adopting()).unwrap_err();
        assert!(matches!(refusal, Refusal::NothingToAdopt { .. }), "{refusal}");
    }
    // Without --adopt the name is taken.
    let site = format!("server {{ listen 443 ssl; server_name {DOMAIN}; root /var/www; }}");
    assert_eq!(planned(&machine(&site), &form()).unwrap_err().code(), "name_taken");
}

#[test]
fn without_tls_the_site_is_one_block() {
    let site = "server {\n    listen 80;\n    server_name jellyfin.example.com;\n    location /.well-known/ { root /srv/acme; }\n    location / { proxy_pass http://localhost:8096/; auth_basic \"films\"; auth_basic_user_file /etc/nginx/users; }\n}\n";
    let asked = SetupForm { certificate: CertificateForm::NoTls, ..adopting() };
    let host = machine(site);
    let plan = planned(&host, &asked).unwrap();
    let text = text(&plan);
    assert!(text.contains("auth_basic \"films\";") && text.contains("{ root /srv/acme; }"), "{text}");
    assert!(!text.contains("acme-challenge"), "{text}");
    assert_eq!(planned(&applied(host, &plan), &asked).unwrap().steps, []);
    assert!(codes(&plan).contains(&"site_adopted"));
}

/// Whoever came to it by another name or the bare address goes on coming.
#[test]
fn what_answered_for_unknown_names_still_does() {
    let other = |name: &str, listen: &str| {
        let text = format!("server {{ listen {listen}; server_name a.test; }}");
        machine(&plain("", "")).file(&format!("/etc/nginx/sites-enabled/{name}"), text)
    };
    for (host, is_default) in [
        (other("z", "443 ssl"), true),
        (other("a", "443 ssl"), false),
        (other("z", "443 ssl default_server"), false),
        (other("z", "8443 ssl"), false),
        (machine(&plain("", "")), false),
    ] {
        let plan = planned(&host, &adopting()).unwrap();
        assert_eq!(text(&plan).contains("listen 443 ssl default_server;"), is_default, "{}", text(&plan));
        let again = SetupForm { certificate: given(), ..form() };
        assert_eq!(planned(&applied(host, &plan), &again).unwrap().steps, []);
    }
}
