use super::row::{Row, Way, by, edit};

const CFG: &str = "/etc/haproxy/haproxy.cfg";
const AWAY: [&str; 4] = ["http", "127.0.0.1:80", "www.example.test", "503"];
const HOME: [&str; 4] = ["http", "127.0.0.1:80", "www.example.test", "the home page"];
const OTHER_PORTS: Way = by("other_ports", &["--http-port", "8080", "--https-port", "8443"]);
const OTHER_NAME: Way = by("other_name", &["--domain", "films.example.test"]);

pub(super) const ROWS: &[Row] = &[
    Row {
        machine: "haproxy-conflict-name-taken",
        told: None,
        visits: &[HOME],
        ways: &[
            OTHER_NAME,
            edit("site_gives_name_up", &[[CFG, "-i media.example.test", "-i photos.example.test"]]),
        ],
    },
    Row {
        machine: "haproxy-conflict-wildcard",
        told: Some("wildcard_gives_way"),
        visits: &[
            ["http", "127.0.0.1:80", "www.example.test", "everything else"],
            ["http", "127.0.0.1:80", "media7.example.org", "media by number"],
            ["http", "127.0.0.1:80", "unknown.test", "the home page"],
        ],
        ways: &[by("gives_way", &[])],
    },
    Row {
        machine: "haproxy-conflict-definition-taken",
        told: None,
        visits: &[HOME],
        ways: &[OTHER_NAME, edit("renamed", &[[CFG, "jellyfin_media_example_test_out", "mine"]])],
    },
    Row {
        machine: "haproxy-conflict-port-passed-on",
        told: None,
        visits: &[],
        ways: &[
            by("other_ports", &["--https-port", "8443"]),
            edit(
                "speaks_http",
                &[
                    [
                        CFG,
                        "    mode tcp\n    bind :443\n    tcp-request inspect-delay 5s\n    tcp-request content accept if { req_ssl_hello_type 1 }\n",
                        "    bind :443 ssl crt /etc/ssl/neighbours/www.pem alpn h2,http/1.1\n",
                    ],
                    [CFG, "req_ssl_sni", "ssl_fc_sni"],
                    [CFG, "    mode tcp\n    server", "    server"],
                ],
            ),
        ],
    },
    Row {
        machine: "haproxy-conflict-proxy-protocol",
        told: None,
        visits: &[AWAY],
        ways: &[
            Way { is_visited: false, ..OTHER_PORTS },
            edit("nothing_in_front", &[[CFG, " accept-proxy", ""]]),
        ],
    },
    Row {
        machine: "haproxy-conflict-one-address",
        told: None,
        visits: &[["http", "203.0.113.9:80", "www.example.test", "503"]],
        ways: &[OTHER_PORTS, edit("everywhere", &[[CFG, "203.0.113.9:80", ":80"]])],
    },
    Row {
        machine: "haproxy-conflict-listen-section",
        told: None,
        visits: &[AWAY],
        ways: &[
            OTHER_PORTS,
            edit(
                "two_sections",
                &[[
                    CFG,
                    "listen www\n    bind :80\n",
                    "frontend web\n    bind :80\n    default_backend www\nbackend www\n",
                ]],
            ),
        ],
    },
    Row {
        machine: "haproxy-conflict-rule-for-everybody",
        told: None,
        visits: &[["http", "127.0.0.1:80", "www.example.test", "Back on Monday."]],
        ways: &[
            OTHER_PORTS,
            edit(
                "leaves_it_out",
                &[[
                    CFG,
                    "\"Back on Monday.\"",
                    "\"Back on Monday.\" if !{ hdr(host) -i media.example.test }",
                ]],
            ),
        ],
    },
];
