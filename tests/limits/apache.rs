use crate::case::Hostile::{Before, Files};
use crate::case::Outcome::{Answered, Refused};
use crate::case::{Case, Row};
use crate::contents::{self, LARGE, each};
use crate::tree::{Dialect, Tree};

const ROWS: [Row; 29] = [
    // The last one joins the next line, which begins the site.
    ("backslashes", Refused, Before(|| vec![b'\\'; LARGE])),
    ("zeros", Refused, Before(|| vec![0; LARGE])),
    (
        "a_line_of_100000_words",
        Answered,
        Before(|| [&b"SetEnv X"[..], &b" abcdefghi".repeat(100_000)].concat()),
    ),
    (
        "a_line_of_a_million_continued",
        Answered,
        Before(|| [&b"SetEnv X"[..], &b" a\\\n".repeat(1_000_000)].concat()),
    ),
    ("a_file_of_small_directives", Refused, Before(|| b"a\n".repeat(LARGE / 2))),
    (
        "a_file_of_usual_directives",
        Answered,
        Before(|| b"RequestHeader set X-Forwarded-Proto https\n".repeat(LARGE / 43)),
    ),
    ("a_file_over_the_limit", Refused, Before(|| b"# comment\n".repeat(LARGE / 4))),
    ("brackets", Refused, Before(|| vec![b'<'; LARGE])),
    ("1000_levels", Refused, Before(|| nested(1000))),
    ("100000_levels", Refused, Before(|| nested(100_000))),
    ("ends_without_beginnings", Refused, Before(|| b"</If>\n".repeat(LARGE / 6))),
    (
        "10000_defines",
        Answered,
        Before(|| each(10_000, |n| format!("Define v{n} {n}\nSetEnv X ${{v{n}}}\n"))),
    ),
    (
        "defines_that_double",
        Refused,
        Before(|| {
            let doubled = each(60, |n| format!("Define v{} ${{v{n}}}${{v{n}}}\n", n + 1));
            [&b"Define v0 xxxxxxxx\n"[..], &doubled, b"Listen ${v60}\n"].concat()
        }),
    ),
    (
        "defines_that_mean_themselves",
        Refused,
        Before(|| b"Define a ${a}${a}\n".repeat(1000).into_iter().chain(*b"Listen ${a}\n").collect()),
    ),
    ("variables_without_end", Answered, Before(|| [&b"SetEnv X "[..], &b"${".repeat(LARGE / 20)].concat())),
    (
        "10000_macros",
        Answered,
        Before(|| each(10_000, |n| format!("<Macro m{n} $a>\nSetEnv X $a\n</Macro>\nUse m{n} 1\n"))),
    ),
    ("macros_that_use_each_other_twice", Refused, Before(|| macros("Listen 8082\n"))),
    ("macros_that_include_each_other_twice", Refused, Before(|| macros("IncludeOptional /*/*/*\n"))),
    (
        "macros_with_longer_and_longer_arguments",
        Refused,
        Before(|| {
            let uses = each(40, |n| format!("<Macro m{} $a>\nUse m{n} $a$a$a$a\n</Macro>\n", n + 1));
            [&b"<Macro m0 $a>\nServerAlias $a\n</Macro>\n"[..], &uses, b"Use m40 x\n"].concat()
        }),
    ),
    (
        "10000_sites_of_one_macro",
        Answered,
        Before(|| {
            let site = b"<Macro site $name>\n<VirtualHost *:80>\nServerName $name\nDocumentRoot /srv/$name\n\
                </VirtualHost>\n</Macro>\n";
            [&site[..], &each(10_000, |n| format!("Use site n{n}.test\n"))].concat()
        }),
    ),
    (
        "a_site_for_10000_ports_10000_times",
        Refused,
        Before(|| {
            let ports = each(10_000, |n| format!("Listen {}\n", 10_000 + n));
            [ports, b"<VirtualHost *>\n</VirtualHost>\n".repeat(10_000)].concat()
        }),
    ),
    (
        "what_10000_sites_share_10000_times",
        Answered,
        Before(|| {
            let shared = b"Protocols http/1.1\nSSLCertificateFile /a\n".repeat(10_000);
            [shared, each(10_000, |n| format!("<VirtualHost *:80>\nServerName n{n}\n</VirtualHost>\n"))]
                .concat()
        }),
    ),
    (
        "10000_conditions_to_listen",
        Answered,
        Before(|| each(10_000, |n| format!("<IfDefine X{n}>\nListen 80\n</IfDefine>\n"))),
    ),
    (
        "100000_names",
        Answered,
        Before(|| {
            [
                b"<VirtualHost *:80>\nServerName n.test\nServerAlias",
                &each(100_000, |n| format!(" n{n}.test"))[..],
                b"\n</VirtualHost>\n",
            ]
            .concat()
        }),
    ),
    (
        "10000_addresses",
        Answered,
        Before(|| {
            each(10_000, |n| {
                format!(
                    "<VirtualHost 10.0.{}.{}:80>\nServerName n{n}.test\n</VirtualHost>\n",
                    n / 250,
                    n % 250
                )
            })
        }),
    ),
    ("10000_included_files", Answered, Files(|tree| many_files(tree, |_| String::new()))),
    ("10000_include_lines", Answered, Files(include_lines)),
    (
        "a_chain_of_10000_includes",
        Refused,
        Files(|tree| many_files(tree, |n| format!("Include chain/{}\n", n + 1))),
    ),
    (
        "files_that_include_each_other_twice",
        Refused,
        Files(|tree| many_files(tree, |n| format!("Include chain/{0}\nInclude chain/{0}\n", n + 1))),
    ),
];

/// What is hostile to Apache's reader.
pub(crate) fn cases() -> impl Iterator<Item = Case> {
    contents::cases(Dialect::Apache).chain(ROWS.iter().map(|row| Case::of(Dialect::Apache, row)))
}

/// Each uses the one before it twice, and the first is these lines.
fn macros(first: &str) -> Vec<u8> {
    let uses = each(40, |n| format!("<Macro m{}>\nUse m{n}\nUse m{n}\n</Macro>\n", n + 1));
    [format!("<Macro m0>\n{first}</Macro>\n").as_bytes(), &uses, b"Use m39\n"].concat()
}

fn nested(levels: usize) -> Vec<u8> {
    [b"<IfModule core>\n".repeat(levels), b"</IfModule>\n".repeat(levels)].concat()
}

/// Ten thousand files, and the site behind them.
fn many_files(tree: &Tree, text: fn(usize) -> String) {
    (0..10_000).for_each(|n| drop(tree.write(&format!("etc/apache2/chain/{n}"), text(n))));
    tree.before_the_site(if text(0).is_empty() { b"Include chain/*" } else { b"Include chain/0" });
}

fn include_lines(tree: &Tree) {
    (0..10_000).for_each(|n| drop(tree.write(&format!("etc/apache2/chain/{n}"), "")));
    tree.before_the_site(&each(10_000, |n| format!("Include chain/{n}\n")));
}
