//! The dialect as the server has it: macros, conditions, limits.

use std::fmt::Write as _;

use engine::facts::Install;

use crate::machine::{bookworm, install, with_site};

/// Names, file and line of the sites that one file brings.
fn beside(text: &str) -> Vec<(Vec<String>, usize)> {
    let found = read(text);
    assert_eq!(found.problems, [], "{text}");
    let sites = found.sites.into_iter().filter(|site| site.file.file_name() == "site.conf");
    sites.map(|site| (site.names, site.line)).collect()
}

fn read(text: &str) -> Install {
    install(&with_site(bookworm(), "site.conf", text))
}

#[test]
fn macros_are_put_in_where_they_are_used() {
    let text = "<Macro VHost $name $port>\n<VirtualHost *:$port>\nServerName $name\nServerAlias www.$name \\\n  *.$name\n\
        </VirtualHost>\n</Macro>\nUse VHost a.test 80\n<Macro Outer $n>\nUse VHost $n 80\n  use vhost x.$n 8080\n</Macro>\n\
        Use Outer b.test\nUndefMacro VHost\n";
    let names = |name: &str| vec![name.to_owned(), format!("www.{name}"), format!("*.{name}")];
    assert_eq!(beside(text), [(names("a.test"), 8), (names("b.test"), 13), (names("x.b.test"), 13)]);
}

#[test]
fn a_macro_is_its_text_and_what_holds_when_it_is_used() {
    let text = "Define HOST early\n<Macro M>\n<VirtualHost *:80>\nServerName ${HOST}.test\n</VirtualHost>\n</Macro>\n\
        Define HOST late\n<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\nUse M\n";
    assert_eq!(beside(text), [(vec!["a.test".to_owned()], 8), (vec!["late.test".to_owned()], 11)]);
    let inside = "<Macro Names $n>\nServerAlias one.$n two.$n\n</Macro>\n<VirtualHost *:80>\nServerName a.test\nUse Names b.test\n</VirtualHost>\n";
    assert_eq!(beside(inside)[0].0, ["a.test", "one.b.test", "two.b.test"]);
}

#[test]
fn a_site_begins_at_its_first_line_and_a_path_may_go_upward() {
    let text = "<VirtualHost \\\n  *:80>\nServerName a.test\n</VirtualHost>\nInclude sites-enabled/../parts/b.conf\n";
    let host = with_site(bookworm(), "site.conf", text)
        .file("/etc/apache2/parts/b.conf", "<VirtualHost *:80>\nServerName b.test\n</VirtualHost>\n");
    let found = install(&host);
    assert_eq!(found.problems, []);
    let lines: Vec<(&str, usize)> =
        found.sites[1..].iter().map(|site| (site.names[0].as_str(), site.line)).collect();
    assert_eq!(
        lines,
        [("b.test", 1), ("a.test", 1)]
            .map(|(name, line)| (name, line))
            .iter()
            .rev()
            .copied()
            .collect::<Vec<_>>()
    );
}

#[test]
fn whatever_multiplies_itself_is_given_up_on() {
    let mut doubling = String::from("Define A xxxxxxxxxxxxxxxx\n");
    let mut macros = String::from("<Macro M0>\nServerAlias a\n</Macro>\n");
    for n in 1..60 {
        doubling.push_str("Define A ${A}${A}\n");
        write!(macros, "<Macro M{n}>\nUse M{0}\nUse M{0}\n</Macro>\n", n - 1).unwrap();
    }
    let long = format!(
        "<Macro L $a>\nServerName {}\n</Macro>\nUse L {}\n",
        "$a".repeat(200_000),
        "x".repeat(200_000)
    );
    for (what, text) in [
        ("doubling", format!("{doubling}ServerAdmin ${{A}}\n")),
        ("macros", format!("{macros}Use M30\n")),
        ("long", long),
        ("circle", "Include sites-enabled/*.conf\nInclude sites-enabled/site.conf\n".repeat(10)),
        ("deep", "<IfModule so_module>\n".repeat(100_000)),
        ("closes", "</IfModule>\n".repeat(100_000)),
        ("line", format!("ServerAdmin {}\n", "a\\\n".repeat(500_000))),
        ("many", "ServerAdmin x\n".repeat(700_000)),
    ] {
        let found = read(&text);
        let is_refused = !found.problems.is_empty() && found.problems.len() <= 1000;
        assert_eq!(is_refused, what != "line", "{what}: {:?}", found.problems.first());
    }
}
