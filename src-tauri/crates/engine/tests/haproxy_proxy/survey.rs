//! What is read out of other people's configurations.

use engine::facts::{Site, SiteKind};

use crate::machine::{CFG, applied, bookworm, bookworm_with, form, install, planned};

fn sites(cfg: &str) -> Vec<Site> {
    install(&bookworm_with(cfg)).sites
}

fn problems(cfg: &str) -> Vec<(String, usize)> {
    install(&bookworm_with(cfg)).problems.into_iter().map(|problem| (problem.code, problem.line)).collect()
}

/// What an administrator's file looks like after some years.
const GROWN: &str = "\
# the house
global
    log 127.0.0.1 local0
    setenv WEB_PORT 8081
defaults base
    mode http
    timeout connect 5s

frontend www from base
    bind *:80
    bind [::]:443,192.0.2.1:443 ssl crt /etc/ssl/private/ alpn h2,http/1.1
    acl is_wiki hdr(host) -i wiki.example.com wiki.example.org
    acl is_any hdr_end(host) -i .example.net
    acl is_listed req.hdr(host),field(1,:),lower -f /etc/haproxy/hosts.lst -- shop.example.com
    acl is_mobile hdr(user-agent) -i -m sub mobile
    use_backend wiki if is_wiki or { ssl_fc_sni -i sni.example.com }
    default_backend static
backend wiki
    server w1 10.0.0.1:8080 check
    server w2 10.0.0.2:8080 backup
backend static
    server s1 127.0.0.1:\"$WEB_PORT\"
backend unused
    server u1 127.0.0.1:9
peers p
    bind :10000
listen stats
    bind 127.0.0.1:8404
    stats enable
";

#[test]
fn a_grown_configuration_is_surveyed() {
    let host = bookworm_with(GROWN).file("/etc/haproxy/hosts.lst", "# shops\nlisted.example.com\n\n");
    let found = install(&host);
    assert_eq!(found.problems, []);
    insta::assert_snapshot!(serde_json::to_string_pretty(&found.sites).unwrap());
}

#[test]
fn a_condition_is_decided_where_it_can_be() {
    for (condition, expected) in [
        ("feature(OPENSSL)", &[80][..]),
        ("version_atleast(2.7)", &[81]),
        ("defined(SET)", &[80]),
        ("!defined(GONE)", &[80]),
        ("streq(\\\"$SET\\\",1)", &[80]),
        // What is not known here may be either.
        ("defined(OTHER)", &[80, 81]),
        ("defined(OTHER) && 0", &[81]),
        ("streq(\"$OTHER\",1)", &[80, 81]),
    ] {
        let condition = condition.replace("\\\"", "\"");
        let cfg = format!(
            "global\n    setenv SET 1\n    unsetenv GONE\nlisten a\n.if {condition}\n    bind :80\n.elif 0\n    bind :82\n.else\n    bind :81\n.endif\n"
        );
        let ports: Vec<u16> = sites(&cfg)[0].listens.iter().map(|listen| listen.port).collect();
        assert_eq!(ports, expected, "{condition}");
    }
    let nested =
        "listen a\n.if 0\n.if 1\n    bind :80\n.else\n    bind :81\n.endif\n.else\n    bind :82\n.endif\n";
    assert_eq!(sites(nested)[0].listens[0].port, 82);
    assert_eq!(sites(nested)[0].listens.len(), 1);
}

#[test]
fn what_is_spoken_is_inherited_or_not() {
    for (cfg, kind) in [
        ("frontend a\n    bind :80\n", SiteKind::Tcp),
        ("defaults\n    mode http\nfrontend a\n    bind :80\n", SiteKind::Http),
        ("defaults\n    mode http\nfrontend a\n    mode tcp\n    bind :80\n", SiteKind::Tcp),
        ("defaults\n    mode http\ndefaults\nfrontend a\n    bind :80\n", SiteKind::Tcp),
        ("defaults w\n    mode http\ndefaults\nfrontend a from w\n    bind :80\n", SiteKind::Http),
        ("defaults w\n    mode http\ndefaults x from w\nlisten a\n    bind :80\n", SiteKind::Http),
    ] {
        assert_eq!(sites(cfg)[0].kind, kind, "{cfg}");
    }
    assert_eq!(sites("frontend a\n    bind :80\n    disabled\n"), []);
    assert_eq!(sites("defaults\n    disabled\nfrontend a\n    bind :80\n    enabled\n").len(), 1);
}

#[test]
fn certificates_are_found_wherever_they_are_named() {
    let cfg = "\
global
    crt-base /etc/certs
crt-store web
    crt-base /srv/certs
    key-base /srv/keys
    load crt shop.crt key shop.key alias shop
frontend a
    bind :443 ssl crt one.pem crt /etc/certs/folder crt-list list.txt crt @web/shop
";
    let host = bookworm_with(cfg)
        .file("/etc/certs/one.pem", "")
        .file("/etc/certs/folder/b.pem", "")
        .file("/etc/certs/folder/b.pem.key", "")
        .file("/etc/certs/folder/a.crt", "")
        .file("/etc/certs/list.txt", "# names\n\n/etc/certs/two.pem [alpn h2] two.example.com\none.pem\n");
    let shown = &install(&host).sites[0].certificates;
    let files: Vec<(String, String)> = shown
        .iter()
        .map(|material| material.files())
        .map(|(cert, key)| (cert.to_string(), key.to_string()))
        .collect();
    let pair = |cert: &str, key: &str| (cert.to_owned(), key.to_owned());
    assert_eq!(
        files,
        [
            pair("/etc/certs/one.pem", "/etc/certs/one.pem"),
            pair("/etc/certs/folder/a.crt", "/etc/certs/folder/a.crt"),
            pair("/etc/certs/folder/b.pem", "/etc/certs/folder/b.pem.key"),
            pair("/etc/certs/two.pem", "/etc/certs/two.pem"),
            pair("/srv/certs/shop.crt", "/srv/keys/shop.key"),
        ]
    );
}

#[test]
fn names_of_a_map_are_read_from_its_file() {
    let cfg = "\
frontend a
    mode http
    bind :80
    use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts.map,rest)]
backend wiki
    server w 10.0.0.1:80
backend rest
    server r 10.0.0.2:80
";
    let host = bookworm_with(cfg)
        .file("/etc/haproxy/hosts.map", "# host backend\nwiki.example.com wiki\nshop.example.com\tgone\n");
    let site = &install(&host).sites[0];
    assert_eq!(site.names, ["wiki.example.com", "shop.example.com"]);
    assert_eq!(site.upstreams, ["10.0.0.2:80", "10.0.0.1:80"]);
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    for (cfg, code, line) in [
        ("global\n    user 'x\n", "line_not_understood", 2),
        ("bind :80\nglobal\n", "outside_section", 1),
        ("\u{feff}# a mark of the encoding\nglobal\n", "outside_section", 1),
        ("listen a\n    bind \"${WHERE}:80\"\n", "bind_variable", 2),
        ("listen a\n    bind 80\n", "bind_not_understood", 2),
        ("global\n.if 1\n", "condition_not_closed", 2),
        ("global\n.endif\n", "condition_not_open", 2),
        ("global\n.include x\n", "condition_unknown", 2),
        ("global\n.if true\n.endif\n", "condition_unknown", 2),
    ] {
        assert_eq!(problems(cfg), [(code.to_owned(), line)], "{cfg}");
    }
}

#[test]
fn a_port_that_the_running_server_does_not_hold_is_told() {
    let cfg = "listen a\n    bind :8081\nlisten b\n    bind :8082\n";
    let told = |host| {
        let problems = install(&host).problems.into_iter();
        problems.map(|problem| (problem.code, problem.line)).collect::<Vec<_>>()
    };
    let running = bookworm_with(cfg).listener("0.0.0.0", 8081, Some("haproxy"));
    assert_eq!(told(running.clone()), [("server_disagrees".to_owned(), 4)]);
    assert_eq!(told(running.listener("0.0.0.0", 8082, Some("haproxy"))), []);
    // Who holds a port is told to root only.
    assert_eq!(told(bookworm_with(cfg).listener("0.0.0.0", 8081, None)), []);
}

#[test]
fn ugly_but_valid_files_are_no_problem() {
    for cfg in [
        "",
        "\n\n# nothing\n",
        "global\r\n    daemon\r\n\r\nlisten a\r\n    bind :80\r\n",
        "global\n    log-tag \"it's # here\"\nlisten 'a b'\n\tbind\t:80\t# x\n",
        "defaults\ndefaults named\nlisten a from named\n    bind :80 name \"x ssl\"\n",
        "userlist u\n    user x insecure-password a\\#b\\ c\n",
    ] {
        assert_eq!(problems(cfg), [], "{cfg:?}");
    }
}

#[test]
fn own_sections_are_known_again() {
    let plan = planned(&bookworm(), &form()).unwrap();
    let found = install(&applied(bookworm(), &plan)).sites;
    assert_eq!(found.len(), 1);
    assert!(found[0].managed);
    assert_eq!(
        (found[0].names.as_slice(), found[0].file.as_str()),
        (&["jellyfin.example.com".to_owned()][..], CFG)
    );
    assert_eq!(found[0].upstreams, ["127.0.0.1:8888", "127.0.0.1:8096"]);
}
