use crate::case::Hostile::{Before, Files};
use crate::case::Outcome::{Answered, Refused};
use crate::case::{Case, Row};
use crate::contents::{self, LARGE, each};
use crate::tree::{Dialect, Tree};

const ROWS: [Row; 24] = [
    ("backslashes", Answered, Before(|| [vec![b'\\'; LARGE], b";".to_vec()].concat())),
    ("zeros", Answered, Before(|| [vec![0; LARGE], b";".to_vec()].concat())),
    (
        "a_line_of_100000_words",
        Answered,
        Before(|| [&b"set $x"[..], &b" abcdefghi".repeat(100_000), b";"].concat()),
    ),
    (
        "a_word_of_10_megabytes",
        Answered,
        Before(|| [b"set $x ", "a".repeat(LARGE).as_bytes(), b";"].concat()),
    ),
    ("a_file_of_small_directives", Refused, Before(|| b"a;".repeat(LARGE / 2))),
    (
        "a_file_of_usual_directives",
        Answered,
        Before(|| b"proxy_set_header X-Forwarded-For $remote_addr;\n".repeat(LARGE / 47)),
    ),
    ("a_file_over_the_limit", Refused, Before(|| b"# comment\n".repeat(LARGE / 4))),
    ("1000_levels", Answered, Before(|| nested(1000))),
    ("100000_levels", Answered, Before(|| nested(100_000))),
    (
        "100000_names",
        Answered,
        Before(|| [b"server { server_name ", &each(100_000, |n| format!("n{n}.test "))[..], b"; }"].concat()),
    ),
    (
        "10000_servers",
        Answered,
        Before(|| {
            each(10_000, |n| {
                format!("server {{ listen 10.0.{}.{}:80; server_name n{n}.test; }}\n", n / 250, n % 250)
            })
        }),
    ),
    ("a_server_on_10000_ports", Answered, Before(|| b"server { listen 10.0.0.1:30000-39999; }\n".to_vec())),
    (
        "1000_servers_on_all_ports",
        Refused,
        Before(|| b"server { listen 10.0.0.1:9000-65535; }\n".repeat(1000)),
    ),
    (
        "10000_patterns",
        Answered,
        Before(|| each(10_000, |n| format!("server {{ server_name ~^(?<a>\\w+)\\.(?<b>\\w+)\\.n{n}$; }}\n"))),
    ),
    (
        "10000_sites_of_a_group_of_10000",
        Refused,
        Before(|| {
            let servers = each(10_000, |n| format!("server 10.0.{}.{};\n", n / 250, n % 250));
            let site =
                |n| format!("server {{ server_name n{n}.test; location / {{ proxy_pass http://u; }} }}\n");
            [&b"upstream u {\n"[..], &servers, b"}\n", &each(10_000, site)].concat()
        }),
    ),
    (
        "what_10000_sites_share_10000_times",
        Answered,
        Before(|| {
            let shared = b"ssl_certificate /a;\nssl_certificate_key /b;\n".repeat(10_000);
            [shared, each(10_000, |n| format!("server {{ listen 8443 ssl; server_name n{n}.test; }}\n"))]
                .concat()
        }),
    ),
    (
        "10000_upstreams",
        Answered,
        Before(|| {
            each(10_000, |n| {
                format!("upstream u{n} {{ server 127.0.0.1:9000; }}\nmap $host $v{n} {{ default {n}; }}\n")
            })
        }),
    ),
    (
        "a_map_of_10_megabytes",
        Answered,
        Before(|| {
            [
                b"geo $g {\n",
                &each(400_000, |n| format!("10.{}.{}.{}/32 {n};\n", n / 65536, n / 256 % 256, n % 256))[..],
                b"}",
            ]
            .concat()
        }),
    ),
    ("an_address_list_of_10_megabytes", Answered, Files(address_list)),
    (
        "lua_of_10_megabytes",
        Answered,
        Before(|| [&b"content_by_lua_block {"[..], &b"[=[ ]] { ]=] ".repeat(LARGE / 13), b"}"].concat()),
    ),
    (
        "lua_that_never_ends",
        Refused,
        Before(|| [&b"content_by_lua_block {"[..], &b"[[".repeat(LARGE / 2)].concat()),
    ),
    ("10000_included_files", Answered, Files(|tree| many_files(tree, |_| String::new()))),
    (
        "a_chain_of_10000_includes",
        Refused,
        Files(|tree| many_files(tree, |n| format!("include chain/{};\n", n + 1))),
    ),
    (
        "files_that_include_each_other_twice",
        Refused,
        Files(|tree| many_files(tree, |n| format!("include chain/{0};\ninclude chain/{0};\n", n + 1))),
    ),
];

/// What is hostile to nginx's reader.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    contents::cases(Dialect::Nginx).chain(ROWS.iter().map(|row| Case::of(Dialect::Nginx, row)))
}

fn nested(levels: usize) -> Vec<u8> {
    [b"location / {\n".repeat(levels), b"}\n".repeat(levels)].concat()
}

fn address_list(tree: &Tree) {
    tree.write(
        "etc/nginx/addresses",
        each(600_000, |n| format!("10.{}.{}.{} 1;\n", n / 65536, n / 256 % 256, n % 256)),
    );
    tree.before_the_site(b"geo $g { default 0; include addresses; }");
}

/// Ten thousand files, and the site behind them.
fn many_files(tree: &Tree, text: fn(usize) -> String) {
    (0..10_000).for_each(|n| drop(tree.write(&format!("etc/nginx/chain/{n}"), text(n))));
    tree.before_the_site(if text(0).is_empty() { b"include chain/*;" } else { b"include chain/0;" });
}
