//! What was read against what the server itself has: where they differ nothing is planned.

use engine::facts::Problem;

use crate::machine::{VIEW, bookworm, form, install, planned, with_site};

const SITES: &str = "<VirtualHost *:80>\nServerName a.test\nServerAlias www.a.test *.a.test\n</VirtualHost>\n\
<VirtualHost 192.0.2.1:80 [2001:db8::9]:81>\nServerName b.test\n</VirtualHost>\n<VirtualHost \\\n *:80>\n</VirtualHost>\n\
<Macro M $n>\n<VirtualHost *:80>\nServerName $n\n</VirtualHost>\n</Macro>\nUse M m.test\n";

/// As Apache 2.4.71 prints it for these sites beside Debian's own.
const LISTED: &str = r#"VirtualHost configuration:
[2001:db8::9]:81       b.test (/etc/apache2/sites-enabled/a.conf:5)
192.0.2.1:80           b.test (/etc/apache2/sites-enabled/a.conf:5)
*:80                   is a NameVirtualHost
         default server 127.0.1.1 (/etc/apache2/sites-enabled/000-default.conf:1)
         port 80 namevhost 127.0.1.1 (/etc/apache2/sites-enabled/000-default.conf:1)
         port 80 namevhost a.test (/etc/apache2/sites-enabled/a.conf:1)
                 alias www.a.test
                 wild alias *.a.test
         port 80 namevhost 127.0.1.1 (/etc/apache2/sites-enabled/a.conf:9)
         port 80 namevhost m.test (macro 'm' (defined on line 11 of "/etc/apache2/sites-enabled/a.conf") used on line 16 of "/etc/apache2/sites-enabled/a.conf":1)
ServerRoot: "/etc/apache2"
"#;

fn problems(listed: &str) -> Vec<Problem> {
    let host = with_site(bookworm(), "a.conf", SITES);
    install(&host.answers(&format!("/usr/sbin/apache2ctl {VIEW}"), 0, listed, "")).problems
}

#[test]
fn the_same_is_no_problem() {
    assert_eq!(problems(LISTED), []);
}

#[test]
fn each_difference_has_its_place() {
    let line = |part: &str| LISTED.lines().find(|line| line.contains(part)).unwrap().to_owned() + "\n";
    let (b, m) = (line("192.0.2.1"), line("m.test"));
    let swapped = LISTED.replace(&m, "").replace(&line("a.conf:9"), &(m.clone() + &line("a.conf:9")));
    for (listed, code, file, number) in [
        (LISTED.replace(&m, ""), "server_disagrees", "a.conf", 16),
        (LISTED.replace(&b, ""), "server_disagrees", "a.conf", 5),
        (LISTED.replace("a.conf:9", "c.conf:9"), "site_not_found", "c.conf", 9),
        (LISTED.replace("namevhost a.test", "namevhost x.test"), "server_disagrees", "a.conf", 1),
        (LISTED.replace("wild alias *.a.test", "alias *.a.test"), "", "", 0),
        (LISTED.replace("alias www.a.test", "alias ww.a.test"), "server_disagrees", "a.conf", 1),
        (LISTED.replace(&b, &b.replace("192.0.2.1", "192.0.2.2")), "server_disagrees", "a.conf", 5),
        (swapped, "server_disagrees", "a.conf", 8),
        (
            format!(
                "Included configuration files:\n  (*) /etc/apache2/apache2.conf\n    (9) /etc/x.conf\n{LISTED}"
            ),
            "server_disagrees",
            "x.conf",
            0,
        ),
    ] {
        let found = problems(&listed);
        let is_it = |problem: &Problem| {
            (problem.code.as_str(), problem.file.file_name(), problem.line) == (code, file, number)
        };
        assert!(found.iter().any(is_it) != code.is_empty(), "{listed}\n{found:?}");
    }
}

#[test]
fn nothing_is_planned_on_a_difference() {
    let host = with_site(bookworm(), "a.conf", SITES);
    let other = LISTED.replace("a.conf:9", "c.conf:9");
    let host = host.answers(&format!("/usr/sbin/apache2ctl {VIEW}"), 0, &other, "");
    assert_eq!(planned(&host, &form()).unwrap_err().code(), "config_not_understood");
}
