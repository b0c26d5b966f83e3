//! What nginx itself says that it reads (`nginx -T`).

use engine::facts::{ConfigCheck, Install};
use testkit::FolderHost;

use crate::machine::{form, install, planned, trixie, with_site};

const GOOD: &str = "nginx: configuration file /etc/nginx/nginx.conf test is successful\n";

/// The machine with an nginx that prints these files.
fn printing(host: FolderHost, files: &[(&str, &str)]) -> FolderHost {
    let printed: String =
        files.iter().map(|(path, text)| format!("# configuration file {path}:\n{text}\n")).collect();
    host.answers("/usr/sbin/nginx -T", 0, &printed, GOOD)
}

fn problems(found: &Install) -> Vec<(&str, &str, usize)> {
    let told = |problem: &'_ engine::facts::Problem| {
        let (code, file) = (problem.code.as_str(), problem.file.as_str());
        (
            Box::leak(code.to_owned().into_boxed_str()) as &str,
            Box::leak(file.to_owned().into_boxed_str()) as &str,
            problem.line,
        )
    };
    found.problems.iter().map(told).collect()
}

const MAIN: &str = "events {}\nhttp {\n  map $a $b { include values/*; }\n  include sites-enabled/*;\n}\n";
const SITE: &str = "server {\n  listen 80;\n  # secret-token\n}";

fn machine() -> FolderHost {
    with_site(trixie(), "site", SITE)
        .without("/etc/nginx/sites-enabled/default")
        .file("/etc/nginx/nginx.conf", MAIN)
}

#[test]
fn the_same_files_with_the_same_bytes_are_no_problem() {
    let files = [
        ("/etc/nginx/nginx.conf", MAIN),
        ("/etc/nginx/values/long", "a 1;"),
        ("/etc/nginx//sites-enabled/./site", SITE),
    ];
    let found = install(&printing(machine(), &files));
    assert_eq!(found.problems, []);
    assert_eq!(found.config_check, ConfigCheck::Passed { warnings: Vec::new() });
    // An older relative prints nothing.
    assert_eq!(install(&printing(machine(), &[])).problems, []);
    // Bytes that are no text.
    let bytes = b"# caf\xe9\nserver { listen 80; }\xff".to_vec();
    let host = machine().file("/etc/nginx/sites-enabled/site", &bytes);
    let lossy = String::from_utf8_lossy(&bytes).into_owned();
    let found = install(&printing(
        host,
        &[("/etc/nginx/nginx.conf", MAIN), ("/etc/nginx/sites-enabled/site", &lossy)],
    ));
    assert!(found.problems.len() == 1, "what follows `}}` is no directive: {:?}", found.problems);
}

#[test]
fn what_differs_stops_planning() {
    let main = ("/etc/nginx/nginx.conf", MAIN);
    let other = "server {\n  listen 81;\n  # secret-token\n}";
    for (files, expected) in [
        (&[main][..], ("/etc/nginx/sites-enabled/site", 0)),
        (&[main, ("/etc/nginx/sites-enabled/site", other)], ("/etc/nginx/sites-enabled/site", 2)),
        (
            &[main, ("/etc/nginx/sites-enabled/site", SITE), ("/srv/elsewhere.conf", "server { }")],
            ("/srv/elsewhere.conf", 0),
        ),
        (
            &[main, ("/srv/elsewhere.conf", "server { }"), ("/etc/nginx/sites-enabled/site", SITE)],
            ("/srv/elsewhere.conf", 0),
        ),
    ] {
        let host = printing(machine(), files);
        let found = install(&host);
        assert_eq!(problems(&found), [("server_disagrees", expected.0, expected.1)]);
        assert!(!found.problems[0].message.contains("secret"));
        assert_eq!(planned(&host, &form()).unwrap_err().code(), "config_not_understood");
        let saved = serde_json::to_string(&found).unwrap();
        assert!(!saved.contains("secret-token"), "{saved}");
    }
}
