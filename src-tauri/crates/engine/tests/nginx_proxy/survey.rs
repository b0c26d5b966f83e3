use engine::facts::{Install, Site};

use crate::machine::{form, install, planned, trixie, with_site};

/// The sites of a machine whose only other site is this.
fn sites(text: &str) -> Vec<Site> {
    let found = install(&with_site(trixie(), "site", text));
    assert_eq!(found.problems, [], "{text}");
    found.sites.into_iter().filter(|site| site.file.file_name() == "site").collect()
}

fn listens(site: &Site) -> Vec<String> {
    let told = |listen: &engine::facts::Listen| {
        let mut told = format!("{}:{}", listen.address, listen.port);
        told += if listen.tls { " tls" } else { "" };
        told + if listen.default { " default" } else { "" }
    };
    site.listens.iter().map(told).collect()
}

#[test]
fn the_stock_site_is_seen() {
    let found = install(&trixie());
    assert_eq!(found.sites.len(), 1);
    let site = &found.sites[0];
    assert_eq!((site.file.as_str(), site.line), ("/etc/nginx/sites-enabled/default", 1));
    assert_eq!(site.names, ["_"]);
    assert_eq!(listens(site), ["*:80 default", "[::]:80 default"]);
    assert!(!site.managed && site.upstreams.is_empty());
}

#[test]
fn names_listeners_and_upstreams_are_read_in_every_form() {
    for (text, names, listeners, upstreams) in [
        ("server { }", vec![], vec!["*:80"], vec![]),
        (
            "server { listen 443 ssl; server_name a.test b.test; server_name ~^www\\d+\\.a\\.test$ *.c.test; }",
            vec!["a.test", "b.test", "~^www\\d+\\.a\\.test$", "*.c.test"],
            vec!["*:443 tls"],
            vec![],
        ),
        (
            "server { listen 192.0.2.1:8443 ssl default_server; listen unix:/run/a.sock; listen 443 quic; }",
            vec![],
            vec!["192.0.2.1:8443 tls default", "unix:/run/a.sock:0"],
            vec![],
        ),
        // Before `listen … ssl`.
        ("server { listen 443; ssl on; }", vec![], vec!["*:443 tls"], vec![]),
        (
            "server { location / { proxy_pass http://127.0.0.1:8096; location ~ \\.php { fastcgi_pass unix:/x; } }
              location /a { if ($request_method = \"GET\") { proxy_pass http://$up; } proxy_pass http://$up; } }",
            vec![],
            vec!["*:80"],
            vec!["http://127.0.0.1:8096", "unix:/x", "http://$up"],
        ),
        (
            "server { server_name \"quoted.test\" 'also.test'; location ~ \"^/x{2,3}$\" { proxy_pass http://a; } }",
            vec!["quoted.test", "also.test"],
            vec!["*:80"],
            vec!["http://a"],
        ),
    ] {
        let found = sites(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].names, names, "{text}");
        assert_eq!(listens(&found[0]), listeners, "{text}");
        assert_eq!(found[0].upstreams, upstreams, "{text}");
    }
}

#[test]
fn what_looks_like_a_site_and_is_none() {
    for text in [
        "# server { listen 80; server_name a.test; }",
        "map $host $x { default \"server { listen 80; }\"; ~{ 1; }",
        "map $http_x $y { include site-values; server 1; }",
        "geo $z { default 0; 10.0.0.0/8 1; }",
        "types { text/x server; }",
        "upstream server { server 127.0.0.1:1; }",
        "init_by_lua_block { local s = \"server {\" --[[ server { listen 80; } ]] }",
        "log_format a '$x { ; } server { listen 80; }';",
    ] {
        let text = text.replace("~{ 1;", "\"~{\" 1;");
        assert_eq!(sites(&text), [], "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_and_lua_do_no_harm() {
    let mut text = b"# caf\xe9 \xff\nserver { server_name a.test; add_header X \"\xff\xfe\"; ".to_vec();
    text.extend(b"content_by_lua_block { if a then return '}' end -- } \n } }");
    let host = trixie().file("/etc/nginx/sites-enabled/site", text);
    let found = install(&host);
    assert_eq!(found.problems, []);
    assert_eq!(found.sites[1].names, ["a.test"]);
    assert_eq!(found.sites[1].line, 2);
}

#[test]
fn stream_and_mail_servers_are_told_too() {
    let conf = "events {} stream { server { listen 443; proxy_pass backend; } server { listen 53 udp; proxy_pass dns; } }
        mail { server { listen 143; protocol imap; } } http { include conf.d/*.conf; }";
    let found = install(&trixie().file("/etc/nginx/nginx.conf", conf));
    let told: Vec<_> = found.sites.iter().map(|site| (listens(site), site.upstreams.clone())).collect();
    assert_eq!(
        told,
        [
            (vec!["*:443".to_owned()], vec!["backend".to_owned()]),
            (vec![], vec!["dns".to_owned()]),
            (vec!["*:143".to_owned()], vec![]),
        ]
    );
}

#[test]
fn includes_are_followed_where_the_server_follows_them() {
    let host = trixie()
        .file("/etc/nginx/snippets/listen.conf", "listen 8443 ssl;")
        .file(
            "/etc/nginx/vhosts/a/nginx.conf",
            "server { server_name a.test; include snippets/listen.conf; }",
        )
        .file(
            "/etc/nginx/vhosts/b/nginx.conf",
            "server { server_name b.test; include snippets/[kl]isten.conf; }",
        )
        .file("/etc/nginx/vhosts/readme", "not a folder {")
        .file("/etc/nginx/conf.d/10-all.conf", "include vhosts/*/nginx.conf;")
        .file("/etc/nginx/conf.d/off.conf.disabled", "server { server_name off.test; }")
        .file("/etc/nginx/sites-enabled/.hidden", "server { server_name hidden.test; }");
    let found = install(&host);
    assert_eq!(found.problems, []);
    let told: Vec<_> =
        found.sites.iter().map(|site| (site.names[0].as_str(), listens(site).join(" "))).collect();
    assert_eq!(
        told,
        [
            ("a.test", "*:8443 tls".to_owned()),
            ("b.test", "*:8443 tls".to_owned()),
            ("_", "*:80 default [::]:80 default".to_owned())
        ]
    );
    assert_eq!(found.sites[0].file.as_str(), "/etc/nginx/vhosts/a/nginx.conf");
}

fn problem(found: &Install) -> (&str, &str, usize) {
    assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
    let problem = &found.problems[0];
    (&problem.code, problem.file.as_str(), problem.line)
}

#[test]
fn what_is_not_understood_is_a_problem_with_its_place() {
    let site = "/etc/nginx/sites-enabled/site";
    for (text, code, line) in [
        ("server {\n  listen 80;\n", "unexpected_end", 1),
        ("server {\n  listen 80;\n}}\n", "unexpected_character", 3),
        ("server {\n  listen $port;\n}", "listen_not_understood", 2),
        ("\ninclude /etc/nginx/nowhere.conf;", "include_unusable", 2),
        ("include /etc/nginx/sites-enabled/site;", "include_loop", 1),
        ("include ../elsewhere.conf;", "include_unusable", 1),
        ("include nowhere/../mime.types;", "include_not_followed", 1),
        ("include */../mime.types;", "include_not_followed", 1),
        ("include /etc/nginx/conf.d;", "include_unusable", 1),
    ] {
        let found = install(&with_site(trixie(), "site", text));
        assert_eq!(problem(&found), (code, site, line), "{text}");
    }
    let dangling = trixie().link("/etc/nginx/sites-enabled/gone", "/etc/nginx/sites-available/gone");
    assert_eq!(problem(&install(&dangling)), ("include_unusable", "/etc/nginx/nginx.conf", 17));
    let no_main = trixie().without("/etc/nginx/nginx.conf");
    assert_eq!(problem(&install(&no_main)).0, "include_unusable");
}

#[test]
fn upward_is_followed_from_folders_and_not_from_links() {
    let site = "server { listen 80; server_name a.test; }";
    let machine = |include: &str| {
        with_site(trixie(), "site", include)
            .file("/etc/shared/a.conf", site)
            .link("/etc/nginx/elsewhere", "/srv/sites/nginx")
            .file("/srv/sites/shared/a.conf", "server { listen 81; server_name b.test; }")
            .folder("/srv/sites/nginx")
    };
    for include in ["include ../shared/*.conf;", "include sites-available/../../shared/a.conf;"] {
        let found = install(&machine(include));
        let names: Vec<&String> = found.sites.iter().flat_map(|site| &site.names).collect();
        assert_eq!((found.problems.as_slice(), names.contains(&&"a.test".to_owned())), (&[][..], true));
        assert!(planned(&machine(include), &form()).is_ok(), "{include}: read again from the facts");
    }
    let found = install(&machine("include elsewhere/../shared/a.conf;"));
    assert_eq!(problem(&found).0, "include_not_followed");
    assert!(found.problems[0].message.contains("/etc/nginx/elsewhere"), "{:?}", found.problems);
}

#[test]
fn files_that_include_each_other_twice_come_to_an_end() {
    let mut host = trixie();
    for number in 0..20 {
        let next = format!("/etc/nginx/deep/{}.conf", number + 1);
        host =
            host.file(&format!("/etc/nginx/deep/{number}.conf"), format!("include {next}; include {next};"));
    }
    let host = with_site(host.file("/etc/nginx/deep/20.conf", ""), "site", "include deep/0.conf;");
    assert!(install(&host).problems.iter().any(|problem| problem.code == "too_many_includes"));
}

#[test]
fn certificates_are_paired_and_inherited() {
    let conf = "events {}\nhttp {\n  ssl_certificate ssl/all.pem;\n  ssl_certificate_key /etc/ssl/all.key;\n  include sites-enabled/*;\n}\n";
    for (site, files) in [
        ("server { listen 443 ssl; }", vec![("/etc/nginx/ssl/all.pem", "/etc/ssl/all.key")]),
        ("server { listen 80; }", vec![]),
        (
            "server { listen 443 ssl; ssl_certificate \"a.pem\"; ssl_certificate_key a.key; ssl_certificate /b.pem; ssl_certificate_key /b.key; }",
            vec![("/etc/nginx/a.pem", "/etc/nginx/a.key"), ("/b.pem", "/b.key")],
        ),
        (
            "server { listen 443 ssl; ssl_certificate $ssl_server_name.pem; ssl_certificate_key /b.key; ssl_certificate /one.pem; ssl_certificate_key /one.pem; }",
            vec![("/one.pem", "/one.pem")],
        ),
        ("server { listen 443 ssl; ssl_certificate /b.pem; ssl_certificate_key engine:x:y; }", vec![]),
        // Either list is inherited as a whole.
        ("server { listen 443 ssl; ssl_certificate /b.pem; }", vec![("/b.pem", "/etc/ssl/all.key")]),
    ] {
        let host = with_site(trixie(), "site", site)
            .without("/etc/nginx/sites-enabled/default")
            .file("/etc/nginx/nginx.conf", conf);
        let found = install(&host).sites;
        let told: Vec<_> = found[0].certificates.iter().map(|material| material.files()).collect();
        let told: Vec<_> = told.iter().map(|(cert, key)| (cert.as_str(), key.as_str())).collect();
        assert_eq!(told, files, "{site}");
    }
}

#[test]
fn what_one_listen_says_holds_for_all_at_the_address() {
    let found = sites(
        "server { listen 443 ssl http2; listen [::]:443 ssl; listen 8443 ssl proxy_protocol; }
         server { listen 443; listen [::]:443; listen 8443; listen 192.0.2.1:443; }
         server { listen 80; http2 on; } server { listen [::]:81 ipv6only=off; }",
    );
    let told = |site: usize| {
        let told = |listen: &engine::facts::Listen| {
            let words = [(listen.tls, " tls"), (listen.http2, " h2"), (listen.proxy_protocol, " proxy")];
            let words: String = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
            format!("{}:{}{words}", listen.address, listen.port)
        };
        found[site].listens.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(told(0), ["*:443 tls h2", "[::]:443 tls", "*:8443 tls proxy"]);
    assert_eq!(told(1), ["*:443 tls h2", "[::]:443 tls", "*:8443 tls proxy", "192.0.2.1:443"]);
    assert_eq!(told(2), ["*:80 h2"]);
    assert_eq!(told(3), ["[::]:81", "*:81"]);
}

#[test]
fn two_sites_for_unknown_names_are_a_problem() {
    let text = "server { listen 80; }\nserver { listen 0.0.0.0:80 default; }\n";
    let found = install(&with_site(trixie(), "site", text));
    assert_eq!(problem(&found), ("two_default_servers", "/etc/nginx/sites-enabled/site", 2));
}

#[test]
fn a_file_that_many_include_is_read_once() {
    let mut host = trixie().file("/etc/nginx/snippets/tls.conf", "ssl_certificate /a;\n".repeat(2000));
    for number in 0..500 {
        let site =
            format!("server {{ listen 443 ssl; server_name s{number}.test; include snippets/tls.conf; }}");
        host = host.file(&format!("/etc/nginx/sites-enabled/{number}"), site);
    }
    let found = install(&host);
    assert_eq!(found.problems, []);
    assert_eq!(found.sites.len(), 501);
}

#[test]
fn files_that_include_each_other_very_deeply_are_refused() {
    let mut host = trixie();
    for number in 0..10_000 {
        let text = format!("include deep/{}.conf;", number + 1);
        host = host.file(&format!("/etc/nginx/deep/{number}.conf"), text);
    }
    let found = install(&with_site(host, "site", "include deep/0.conf;"));
    assert_eq!(problem(&found).0, "include_too_deep");
}
