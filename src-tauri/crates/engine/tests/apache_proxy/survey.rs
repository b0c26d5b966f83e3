//! Configurations as people write them.

use engine::facts::{Listen, Site};
use testkit::FolderHost;

use crate::machine::{bookworm, install, with_site};

fn sites(host: &FolderHost) -> Vec<Site> {
    install(host).sites
}

/// The sites of one file beside Debian's default.
fn beside(text: &str) -> Vec<Site> {
    let found = sites(&with_site(bookworm(), "site.conf", text));
    found.into_iter().filter(|site| site.file.file_name() == "site.conf").collect()
}

/// The problem codes and lines of one file.
fn problems(text: &str) -> Vec<(String, usize)> {
    let found = install(&with_site(bookworm(), "site.conf", text)).problems;
    found.into_iter().map(|problem| (problem.code, problem.line)).collect()
}

#[test]
fn several_sites_in_one_file() {
    let found = beside(
        "# two of them\n<VirtualHost *:80 [::1]:8080>\n  ServerName https://a.test:443\n  ServerAlias www.a.test \\\n    *.a.test\n\
         </VirtualHost>\n<virtualhost 192.0.2.1:443>\n  servername b.test\n  SSLEngine on\n  ProxyPass /x !\n  ProxyPass / http://127.0.0.1:9000/\n\
         \x20 <Location /y>\n    ProxyPass ws://127.0.0.1:9001/\n  </Location>\n  RewriteRule ^/z http://127.0.0.1:9002/ [L,P]\n</VirtualHost>\n",
    );
    let [first, second] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(first.names, ["a.test", "www.a.test", "*.a.test"]);
    assert_eq!(first.line, 2);
    assert_eq!(
        first.listens,
        [
            Listen {
                address: "*".to_owned(),
                port: 80,
                tls: false,
                default: false,
                http2: false,
                proxy_protocol: false
            },
            Listen {
                address: "[::1]".to_owned(),
                port: 8080,
                tls: false,
                default: true,
                http2: false,
                proxy_protocol: false
            },
        ]
    );
    assert_eq!((second.names.clone(), second.line, second.managed), (vec!["b.test".to_owned()], 7, false));
    assert_eq!(
        second.upstreams,
        ["http://127.0.0.1:9000/", "ws://127.0.0.1:9001/", "http://127.0.0.1:9002/"]
    );
    assert_eq!(
        second.listens,
        [Listen {
            address: "192.0.2.1".to_owned(),
            port: 443,
            tls: true,
            default: true,
            http2: false,
            proxy_protocol: false
        }]
    );
}

#[test]
fn conditions_decide_what_is_there() {
    for (text, names) in [
        ("<IfModule mod_ssl.c>\n<VirtualHost *:443>\nServerName a.test\n</VirtualHost>\n</IfModule>", vec![]),
        (
            "<IfModule !ssl_module>\n<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\n</IfModule>",
            vec!["a.test"],
        ),
        (
            "<IfVersion >= 2.4>\n<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\n</IfVersion>",
            vec!["a.test"],
        ),
        ("<IfVersion < 2.4>\n<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\n</IfVersion>", vec![]),
        ("<IfDefine X>\n<VirtualHost *:80>\nServerName a.test\n</VirtualHost>\n</IfDefine>", vec![]),
        (
            "Define HOST a.test\nDefine ADDR *:80\n<VirtualHost ${ADDR}>\nServerName ${HOST}\nServerAlias www.${HOST}\n</VirtualHost>",
            vec!["a.test", "www.a.test"],
        ),
        (
            "Define NAMES \"a.test b.test\"\n<VirtualHost *:80>\nServerAlias ${NAMES}\n</VirtualHost>",
            vec!["a.test", "b.test"],
        ),
    ] {
        let found: Vec<String> = beside(text).into_iter().flat_map(|site| site.names).collect();
        assert_eq!(found, names, "{text}");
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn what_is_not_understood_and_could_matter_is_said_with_its_line() {
    for (text, code, line) in [
        ("<VirtualHost *:80>\nServerName a.test\n", "syntax", 1),
        ("\n<VirtualHost *:http>\n</VirtualHost>\n", "address_not_understood", 2),
        ("<VirtualHost ${NOT}:80>\n</VirtualHost>\n", "variable_unknown", 1),
        ("<VirtualHost *:80>\nServerName ${NOT}\n</VirtualHost>\n", "variable_unknown", 2),
        ("Listen http\n", "listen_not_understood", 1),
        ("Include /etc/apache2/none.conf\n", "include_unusable", 1),
        ("Include ../none.conf\n", "include_unusable", 1),
        ("Include sites-enabled/site.conf\n", "include_too_deep", 1),
        ("<IfDirective Listen>\nListen 81\n</IfDirective>\n", "condition_not_decided", 2),
        (
            "<IfVersion ~ 2.(*>\n<VirtualHost *:80>\n</VirtualHost>\n</IfVersion>\n",
            "condition_not_decided",
            2,
        ),
        ("<Macro M $n>\n</Macro>\nUse M\n", "macro_not_put_in", 3),
        ("<Macro M>\nUse M\n</Macro>\nUse M\n", "include_too_deep", 4),
        ("<Macro M>\n</Macro>\nUndefMacro m\nUse M\n", "macro_not_put_in", 4),
        ("<Perl>\n$x = 1;\n</Perl>\n", "section_not_read", 1),
        ("Use Unknown\n", "macro_not_put_in", 1),
    ] {
        let found = problems(text);
        assert!(found.contains(&(code.to_owned(), line)), "{text}: {found:?}");
    }
}

#[test]
fn what_cannot_matter_is_no_problem() {
    for text in [
        "<IfDirective X>\nHeader set X y\n</IfDirective>\n",
        "<IfFile /etc/x>\nListen 81\n</IfFile>\n",
        "<Directory /srv>\nNobodyKnows this\n</Directory>\n",
        "<VirtualHost *:80>\nLuaHookLog x\n<LuaHookAccessChecker x>\nif a < b then\n<b\n</LuaHookAccessChecker>\n</VirtualHost>\n",
        "<Macro Safe>\nHeader set X y\n</Macro>\n<VirtualHost *:80>\nServerName a.test\nUse Safe\n</VirtualHost>\n",
        "ErrorDocument 404 ${NOT}\n",
        "IncludeOptional none/*.conf\nIncludeOptional none.conf\n",
        "# </VirtualHost> in a comment \\\n<VirtualHost\n",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn included_files_and_folders_are_followed() {
    let host = with_site(
        bookworm(),
        "site.conf",
        "<VirtualHost *:80>\nServerName a.test\nInclude parts/a.inc\n</VirtualHost>\nInclude parts/more\n",
    )
    .file("/etc/apache2/parts/a.inc", "ProxyPass / http://127.0.0.1:9000/\n")
    .file("/etc/apache2/parts/more/b.txt", "<VirtualHost *:80>\nServerName b.test\n</VirtualHost>\n");
    let found = sites(&host);
    let a = found.iter().find(|site| site.names == ["a.test"]).unwrap();
    assert_eq!(a.upstreams, ["http://127.0.0.1:9000/"]);
    let b = found.iter().find(|site| site.names == ["b.test"]).unwrap();
    assert_eq!((b.file.as_str(), b.line), ("/etc/apache2/parts/more/b.txt", 1));
}

#[test]
fn the_main_server_is_a_site_where_nothing_else_answers() {
    let bare = bookworm().without("/etc/apache2/sites-enabled/000-default.conf");
    let [main] = sites(&bare).try_into().unwrap();
    assert_eq!((main.file.as_str(), main.listens[0].port), ("/etc/apache2/apache2.conf", 80));
    let named = "ServerName main.test:80\nServerAlias www.main.test *.main.test\n";
    let [main] = sites(&bare.clone().file("/etc/apache2/conf-enabled/name.conf", named)).try_into().unwrap();
    assert_eq!(main.names, ["main.test", "www.main.test", "*.main.test"]);
    let narrow = with_site(bare, "a.conf", "<VirtualHost 192.0.2.1:80>\nServerName a.test\n</VirtualHost>\n");
    assert_eq!(sites(&narrow).len(), 2, "other addresses are still the main server's");
}

#[test]
fn files_that_may_not_be_read_are_said() {
    let host = bookworm().closed("/etc/apache2/sites-enabled/secret.conf").unprivileged();
    let found = install(&host).problems;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].code.as_str(), found[0].file.file_name()), ("unreadable", "secret.conf"));
}
