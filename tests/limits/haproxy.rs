use crate::case::Hostile::{Before, Files};
use crate::case::Outcome::{Answered, Refused};
use crate::case::{Case, Row};
use crate::contents::{self, LARGE, each};
use crate::tree::{Dialect, Tree};

const ROWS: [Row; 20] = [
    ("backslashes", Answered, Before(|| vec![b'\\'; LARGE])),
    ("zeros", Refused, Before(|| vec![0; LARGE])),
    // HAProxy itself takes 64 words a line.
    (
        "a_line_of_100000_words",
        Refused,
        Before(|| [&b"frontend x\n    acl x src"[..], &b" 10.0.0.0/8".repeat(100_000)].concat()),
    ),
    (
        "a_word_of_10_megabytes",
        Answered,
        Before(|| [b"frontend x\n    acl x path ", "a".repeat(LARGE).as_bytes()].concat()),
    ),
    ("a_file_of_small_lines", Refused, Before(|| b"a\n".repeat(LARGE / 2))),
    (
        "a_file_of_usual_lines",
        Answered,
        Before(|| {
            [&b"backend x\n"[..], &b"    http-request set-header X-Site one\n".repeat(LARGE / 39)].concat()
        }),
    ),
    ("a_file_over_the_limit", Refused, Before(|| b"# comment\n".repeat(LARGE / 4))),
    ("1000_conditions_in_each_other", Answered, Before(|| nested(1000))),
    ("100000_conditions_in_each_other", Answered, Before(|| nested(100_000))),
    ("10000_conditions", Answered, Before(|| b".if defined(X)\n.endif\n".repeat(10_000))),
    (
        "variables_that_double",
        Refused,
        Before(|| {
            let doubled = each(60, |n| format!("    setenv V{} \"${{V{n}}}${{V{n}}}\"\n", n + 1));
            [&b"global\n    setenv V0 xxxxxxxx\n"[..], &doubled, b"frontend x\n    bind \":${V60}\"\n"]
                .concat()
        }),
    ),
    (
        "variables_without_end",
        Refused,
        Before(|| [&b"backend x\n    server \""[..], &b"${".repeat(LARGE / 20), b"\""].concat()),
    ),
    (
        "100000_acls",
        Answered,
        Before(|| {
            [
                &b"frontend x\n    bind :8082\n"[..],
                &each(100_000, |n| format!("    acl h{n} hdr(host) -i n{n}.test\n")),
            ]
            .concat()
        }),
    ),
    (
        "10000_rules_and_backends",
        Answered,
        Before(|| {
            let rules = each(10_000, |n| {
                format!("    acl h{n} hdr(host) -i n{n}.test\n    use_backend b{n} if h{n}\n")
            });
            let backends = each(10_000, |n| format!("backend b{n}\n    server a 127.0.0.1:9000\n"));
            [&b"frontend x\n    bind :8082\n"[..], &rules, &backends].concat()
        }),
    ),
    (
        "10000_frontends",
        Answered,
        Before(|| {
            each(10_000, |n| {
                format!(
                    "frontend f{n}\n    bind 10.0.{}.{}:8083\n    default_backend last\n",
                    n / 250,
                    n % 250
                )
            })
        }),
    ),
    (
        "10000_frontends_that_share_10000_rules",
        Refused,
        Before(|| {
            let frontends = each(10_000, |n| format!("frontend f{n} from shared\n    bind 10.0.0.1:8083\n"));
            [&b"defaults shared\n"[..], &b"    http-request deny if FALSE\n".repeat(10_000), &frontends]
                .concat()
        }),
    ),
    (
        "a_frontend_on_10000_ports",
        Answered,
        Before(|| b"frontend x\n    bind 10.0.0.1:30000-39999\n".to_vec()),
    ),
    (
        "1000_frontends_on_all_ports",
        Refused,
        Before(|| each(1000, |n| format!("frontend f{n}\n    bind 10.0.0.1:9000-65535\n"))),
    ),
    (
        "10000_named_defaults",
        Answered,
        Before(|| {
            [
                &b"defaults d0\n"[..],
                &each(10_000, |n| format!("defaults d{} from d{n}\n    http-request deny\n", n + 1)),
                b"frontend x from d10000\n    bind :8082\n",
            ]
            .concat()
        }),
    ),
    ("a_map_of_10_megabytes", Answered, Files(map)),
];

/// What is hostile to HAProxy's reader.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    contents::cases(Dialect::Haproxy).chain(ROWS.iter().map(|row| Case::of(Dialect::Haproxy, row)))
}

fn nested(levels: usize) -> Vec<u8> {
    [b".if defined(X)\n".repeat(levels), b".endif\n".repeat(levels)].concat()
}

fn map(tree: &Tree) {
    tree.write("etc/haproxy/hosts.map", each(450_000, |n| format!("n{n}.customer.test b\n")));
    tree.before_the_site(
        b"frontend x\n    bind :8082\n    use_backend %[req.hdr(host),lower,map(/etc/haproxy/hosts.map,last)]\n",
    );
}
