//! What is read out of other people's configurations.

use engine::facts::Site;

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
fn both_branches_of_a_condition_count() {
    let cfg = "listen a\n.if feature(OPENSSL)\n    bind :80\n.else\n    bind :81\n.endif\n";
    let ports: Vec<u16> = sites(cfg)[0].listens.iter().map(|listen| listen.port).collect();
    assert_eq!(ports, [80, 81]);
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
    ] {
        assert_eq!(problems(cfg), [(code.to_owned(), line)], "{cfg}");
    }
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
    assert_eq!(found[0].upstreams, ["127.0.0.1:8096", "127.0.0.1:8888"]);
}
