//! Configurations of a size that nobody writes by hand: an answer, or a refusal that says why.

use testkit::FolderHost;

use crate::machine::{form, install, planned, trixie, with_site};

fn with_many_sites(count: usize) -> FolderHost {
    let mut host = trixie().file("/etc/nginx/snippets/tls.conf", "ssl_session_timeout 1d;\n".repeat(10));
    for number in 0..count {
        let site = format!(
            "server {{\n  listen 443 ssl;\n  server_name s{number}.test;\n  include snippets/tls.conf;\n  location / {{ proxy_pass http://127.0.0.1:{}; }}\n}}\n",
            9000 + number % 1000
        );
        host = host.file(&format!("/etc/nginx/sites-enabled/{number}"), site);
    }
    host
}

#[test]
fn ten_thousand_sites_are_read_and_planned_beside() {
    let host = with_many_sites(10_000);
    let found = install(&host);
    assert_eq!((found.problems.as_slice(), found.sites.len()), (&[][..], 10_001));
    assert!(!planned(&host, &form()).unwrap().steps.is_empty());
}

#[test]
fn ten_megabytes_in_a_file_are_read_or_refused() {
    let long = "location /a { return 200 \"a b c d e f g h i j k l m n o p\"; }\n";
    let many = format!("server {{\n{}}}\n", long.repeat((10 << 20) / long.len()));
    let found = install(&with_site(trixie(), "site", &many));
    assert_eq!((found.problems.as_slice(), found.sites.len()), (&[][..], 2));
    let found = install(&with_site(trixie(), "site", &"a;".repeat(5 << 20)));
    assert_eq!(found.problems[0].code, "too_many_directives");
}

#[test]
fn a_line_of_a_megabyte_is_one_word() {
    let site = format!("server {{ listen 80; server_name a.test; set $x \"{}\"; }}", "x{;}#".repeat(200_000));
    let found = install(&with_site(trixie(), "site", &site));
    assert_eq!(
        (found.problems.as_slice(), found.sites[1].names.as_slice()),
        (&[][..], &["a.test".to_owned()][..])
    );
}

#[test]
fn a_thousand_levels_are_no_deeper_than_one() {
    let (open, close) = ("location / { ".repeat(1000), "}".repeat(1000));
    let site = format!("server {{ listen 80; {open} proxy_pass http://127.0.0.1:1; {close} }}");
    let found = install(&with_site(trixie(), "site", &site));
    assert_eq!(found.problems, []);
    assert_eq!(found.sites[1].upstreams, ["http://127.0.0.1:1"]);
}
