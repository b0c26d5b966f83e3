use super::row::{Row, Way, by, edit};

const HOME: [&str; 4] = ["http", "127.0.0.1:80", "www.example.test", "the home page"];
const OTHER_PORTS: Way = by("other_ports", &["--http-port", "8080", "--https-port", "8443"]);
const OTHER_NAME: Way = by("other_name", &["--domain", "films.example.test"]);

pub(super) const ROWS: &[Row] = &[
    Row {
        machine: "nginx-conflict-name-taken",
        told: None,
        visits: &[["http", "127.0.0.1:80", "photos.example.test", "403"]],
        ways: &[
            OTHER_NAME,
            edit(
                "site_gives_name_up",
                &[["/etc/nginx/conf.d/photos.conf", "media.example.test photos", "photos"]],
            ),
        ],
    },
    Row {
        machine: "nginx-conflict-wildcard",
        told: Some("wildcard_gives_way"),
        visits: &[
            ["http", "127.0.0.1:80", "www.example.test", "everything else"],
            ["http", "127.0.0.1:80", "unknown.test", "everything else"],
            ["http", "[::1]:80", "media7.example.org", "media by number"],
        ],
        ways: &[by("gives_way", &[])],
    },
    Row {
        machine: "nginx-conflict-default",
        told: Some("becomes_default"),
        visits: &[HOME, ["http", "127.0.0.1:80", "unknown.test", "the home page"]],
        ways: &[edit(
            "is_marked",
            &[
                ["/etc/nginx/conf.d/zzz-www.conf", "listen 80;", "listen 80 default_server;"],
                ["/etc/nginx/conf.d/zzz-www.conf", "listen [::]:80;", "listen [::]:80 default_server;"],
            ],
        )],
    },
    Row {
        machine: "nginx-conflict-ipv6",
        told: Some("http2_as_neighbours"),
        visits: &[
            HOME,
            ["http", "[::1]:80", "www.example.test", "the home page"],
            ["https", "[::1]:443", "www.example.test", "the home page"],
        ],
        ways: &[by("listens_beside", &[])],
    },
    Row {
        machine: "nginx-conflict-http2",
        told: Some("http2_as_neighbours"),
        visits: &[["https", "127.0.0.1:443", "www.example.test", "the home page"]],
        ways: &[
            by("without", &[]),
            edit("for_all", &[["/etc/nginx/conf.d/www.conf", "443 ssl;", "443 ssl http2;"]]),
        ],
    },
    Row {
        machine: "nginx-conflict-port-in-use",
        told: None,
        visits: &[["http", "127.0.0.1:443", "www.example.test", "200"]],
        ways: &[OTHER_PORTS],
    },
    Row {
        machine: "nginx-conflict-proxy-protocol",
        told: None,
        visits: &[["http", "127.0.0.1:80", "www.example.test", "200"]],
        ways: &[
            Way { is_visited: false, ..OTHER_PORTS },
            edit(
                "nothing_in_front",
                &[
                    ["/etc/nginx/conf.d/web.conf", " proxy_protocol;\n    listen", ";\n    listen"],
                    ["/etc/nginx/conf.d/web.conf", "[::]:80 proxy_protocol;", "[::]:80;"],
                ],
            ),
        ],
    },
    Row {
        machine: "nginx-conflict-port-passed-on",
        told: None,
        visits: &[],
        ways: &[
            Way {
                name: "passes_the_name_on",
                edits: &[[
                    "/etc/nginx/nginx.conf",
                    "cloud.example.test 192.0.2.20:443;",
                    "cloud.example.test 192.0.2.20:443;\n        media.example.test 127.0.0.1:8443;",
                ]],
                arguments: &["--https-port", "8443"],
                is_visited: true,
            },
            edit(
                "listens_elsewhere",
                &[
                    ["/etc/nginx/nginx.conf", "listen 443;", "listen 8443;"],
                    ["/etc/nginx/nginx.conf", "listen [::]:443;", "listen [::]:8443;"],
                ],
            ),
        ],
    },
    Row {
        machine: "nginx-conflict-definition-taken",
        told: None,
        visits: &[],
        ways: &[
            OTHER_NAME,
            edit(
                "renamed",
                &[["/etc/nginx/conf.d/media.conf", "upstream jellyfin_media_example_test", "upstream mine"]],
            ),
        ],
    },
    Row {
        machine: "nginx-conflict-map-taken",
        told: None,
        visits: &[HOME],
        ways: &[
            OTHER_NAME,
            edit(
                "renamed",
                &[["/etc/nginx/conf.d/media.conf", "$jellyfin_media_example_test_connection", "$mine"]],
            ),
        ],
    },
];
