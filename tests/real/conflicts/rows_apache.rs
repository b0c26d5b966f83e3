use super::row::{Row, Way, by, edit};

const HOME: [&str; 4] = ["http", "127.0.0.1:80", "www.example.test", "the home page"];
const OTHER_PORTS: Way = by("other_ports", &["--http-port", "8080", "--https-port", "8443"]);
const OTHER_NAME: Way = by("other_name", &["--domain", "films.example.test"]);
const DEFAULT: &str = "/etc/apache2/sites-available/000-default.conf";

pub(super) const ROWS: &[Row] = &[
    Row {
        machine: "apache-conflict-name-taken",
        told: None,
        visits: &[["http", "127.0.0.1:80", "photos.example.test", "the photos"]],
        ways: &[
            OTHER_NAME,
            edit(
                "site_gives_name_up",
                &[["/etc/apache2/sites-enabled/photos.conf", "ServerAlias media.example.test", "# no alias"]],
            ),
        ],
    },
    Row {
        machine: "apache-conflict-name-matched",
        told: None,
        visits: &[
            ["http", "127.0.0.1:80", "www.example.test", "everything else"],
            ["http", "127.0.0.1:80", "blog.example.test", "everything else"],
        ],
        ways: &[
            by("other_name", &["--domain", "media.example.org"]),
            edit("alias_is_narrower", &[[DEFAULT, "*.example.test", "blog.example.test"]]),
            edit(
                "another_is_the_first",
                &[[
                    "/etc/apache2/sites-enabled/0-first.conf",
                    "",
                    "<VirtualHost *:80>\n    ServerName nobody.invalid\n    Redirect 410 /\n</VirtualHost>\n",
                ]],
            ),
        ],
    },
    Row {
        machine: "apache-conflict-port-in-use",
        told: None,
        visits: &[["http", "127.0.0.1:443", "www.example.test", "the home page"]],
        ways: &[OTHER_PORTS],
    },
    Row {
        machine: "apache-conflict-one-address",
        told: Some("listens_on_address"),
        visits: &[["http", "203.0.113.9:80", "www.example.test", "the home page"]],
        ways: &[by("is_there_too", &[])],
    },
    Row {
        machine: "apache-conflict-proxy-protocol",
        told: None,
        visits: &[HOME],
        ways: &[
            Way { is_visited: false, ..OTHER_PORTS },
            edit(
                "nothing_in_front",
                &[["/etc/apache2/sites-enabled/www.conf", "RemoteIPProxyProtocol On", "# none"]],
            ),
        ],
    },
    Row {
        machine: "apache-conflict-prefork",
        told: Some("http2_needs_threaded_mpm"),
        visits: &[HOME],
        ways: &[
            by("without", &[]),
            edit(
                "threads",
                &[
                    [
                        "/etc/apache2/mods-available/mpm_prefork.load",
                        "mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so",
                        "mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so",
                    ],
                    ["/etc/apache2/mods-available/mpm_prefork.conf", "", "StartServers 2\n"],
                ],
            ),
        ],
    },
];
