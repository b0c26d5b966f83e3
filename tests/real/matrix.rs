//! Every proxy in every way a site can be set up: healthy, without a warning of the server's, and gone
//! without a trace.

use engine::facts::ConfigCheck;
use engine::proxies::ProxyKind;
use serde_json::Value;
use tests::{Case, Jellyfin, Lab};

struct Way {
    name: &'static str,
    arguments: &'static [&'static str],
    url: &'static str,
    connect: &'static str,
    network_xml: Option<&'static str>,
}

const WAYS: &[Way] = &[
    Way {
        name: "tls",
        arguments: &[],
        url: "https://media.example.test",
        connect: "127.0.0.1:443",
        network_xml: None,
    },
    Way {
        name: "base_path",
        arguments: &["--base-path", "/jellyfin"],
        url: "https://media.example.test/jellyfin",
        connect: "127.0.0.1:443",
        network_xml: Some("<NetworkConfiguration>\n  <BaseUrl>/jellyfin</BaseUrl>\n</NetworkConfiguration>"),
    },
    Way {
        name: "other_port",
        arguments: &["--http-port", "8080", "--https-port", "8443", "--hsts"],
        url: "https://media.example.test:8443",
        connect: "127.0.0.1:8443",
        network_xml: None,
    },
    Way {
        name: "ipv6",
        arguments: &[],
        url: "https://media.example.test",
        connect: "[::1]:443",
        network_xml: None,
    },
    Way {
        name: "http_only",
        arguments: &["--no-tls"],
        url: "http://media.example.test",
        connect: "127.0.0.1:80",
        network_xml: None,
    },
];

pub(crate) fn cases() -> Vec<Case> {
    let proxies = ProxyKind::words();
    proxies
        .into_iter()
        .flat_map(|proxy| WAYS.iter().map(move |way| (proxy, way)))
        .map(|(proxy, way)| {
            Case::new(format!("matrix::{proxy}_{}", way.name), move || set_up_and_undo(proxy, way))
        })
        .collect()
}

fn set_up_and_undo(proxy: &str, way: &Way) {
    if let Some(network_xml) = way.network_xml {
        std::fs::create_dir_all("/etc/jellyfin").unwrap();
        std::fs::write("/etc/jellyfin/network.xml", network_xml).unwrap();
    }
    let lab = Lab::of(proxy, Jellyfin::ready());
    let done = lab.setup(way.arguments).expect(0).json();
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    assert_eq!(warnings(&lab), Vec::<String>::new());

    let port = way.arguments.iter().position(|argument| *argument == "--http-port");
    let port = port.map_or(Vec::new(), |at| way.arguments[at..at + 2].to_vec());
    let checked = lab.check(way.url, way.connect, &port).expect(0).json();
    let faults: Vec<&Value> = checked["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["status"] == "fail" || check["status"] == "warn")
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let again = lab.setup(way.arguments).expect(0).json();
    assert_eq!(again["steps"].as_array().map(Vec::len), Some(0), "{again:#}");
    lab.undo();
}

/// What the real server says of the configuration as it is now.
fn warnings(lab: &Lab) -> Vec<String> {
    match lab.server.config_check() {
        ConfigCheck::Passed { warnings } => warnings,
        other @ (ConfigCheck::NotAsked | ConfigCheck::Failed { .. }) => panic!("{other:?}"),
    }
}
