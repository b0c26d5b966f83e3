//! Every proxy of every release in every situation: healthy, without a warning of ours, beside sites that go on as
//! before, and gone without a trace.

use std::collections::BTreeSet;

use engine::facts::ConfigCheck;
use engine::proxies::ProxyKind;
use serde_json::Value;
use tests::{Case, Jellyfin, Lab, Neighbours, Release};

struct Situation {
    name: &'static str,
    arguments: &'static [&'static str],
    url: &'static str,
    connect: &'static str,
    network_xml: Option<&'static str>,
    neighbours: Option<fn(&str) -> Neighbours>,
}

const PLAIN: Situation = Situation {
    name: "tls",
    arguments: &[],
    url: "https://media.example.test",
    connect: "127.0.0.1:443",
    network_xml: None,
    neighbours: None,
};

const SITUATIONS: &[Situation] = &[
    PLAIN,
    Situation {
        name: "base_path",
        arguments: &["--base-path", "/jellyfin"],
        url: "https://media.example.test/jellyfin",
        network_xml: Some("<NetworkConfiguration>\n  <BaseUrl>/jellyfin</BaseUrl>\n</NetworkConfiguration>"),
        ..PLAIN
    },
    Situation {
        name: "other_port",
        arguments: &["--http-port", "8080", "--https-port", "8443", "--hsts"],
        url: "https://media.example.test:8443",
        connect: "127.0.0.1:8443",
        ..PLAIN
    },
    Situation { name: "ipv6", connect: "[::1]:443", ..PLAIN },
    Situation {
        name: "http_only",
        arguments: &["--no-tls"],
        url: "http://media.example.test",
        connect: "127.0.0.1:80",
        ..PLAIN
    },
    Situation { name: "ten_sites", neighbours: Some(Neighbours::ten), ..PLAIN },
    Situation {
        name: "frontends",
        arguments: &["--http-port", "8081", "--https-port", "8444"],
        url: "https://media.example.test:8444",
        connect: "127.0.0.1:8444",
        neighbours: Some(Neighbours::frontends),
        ..PLAIN
    },
];

pub(crate) fn cases() -> Vec<Case> {
    let proxies = ProxyKind::words().into_iter();
    let situations = proxies.flat_map(|proxy| SITUATIONS.iter().map(move |situation| (proxy, situation)));
    let of = |release: Release| {
        situations.clone().map(move |(proxy, situation)| {
            let name = format!("lab::{proxy}_{}_on_{}", situation.name, release.name());
            Case::new(name, move || set_up_and_undo(proxy, situation)).on(release.clone())
        })
    };
    Release::all().into_iter().flat_map(of).collect()
}

fn set_up_and_undo(proxy: &str, situation: &Situation) {
    if let Some(network_xml) = situation.network_xml {
        std::fs::create_dir_all("/etc/jellyfin").unwrap();
        std::fs::write("/etc/jellyfin/network.xml", network_xml).unwrap();
    }
    let neighbours = situation.neighbours.map(|write| write(proxy));
    let answers = || neighbours.as_ref().map(Neighbours::answers).unwrap_or_default();
    let lab = Lab::of(proxy, Jellyfin::ready());
    let (answered, warned) = (answers(), warnings(&lab));

    let done = lab.setup(situation.arguments).expect(0).json();
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    let ours: Vec<String> = warnings(&lab).difference(&warned).cloned().collect();
    assert!(ours.is_empty(), "{ours:#?}");
    assert_same(&answers(), &answered);
    assert_checked(&lab, situation);

    let again = lab.setup(situation.arguments).expect(0).json();
    assert_eq!(again["steps"].as_array().map(Vec::len), Some(0), "{again:#}");
    lab.undo();
    assert_same(&answers(), &answered);
}

/// Every site answers as it did.
#[track_caller]
fn assert_same(now: &[String], before: &[String]) {
    assert_eq!(now.len(), before.len());
    now.iter().zip(before).for_each(|(now, before)| assert_eq!(now, before));
}

/// `check` finds nothing that could be better.
fn assert_checked(lab: &Lab, situation: &Situation) {
    let port = situation.arguments.iter().position(|argument| *argument == "--http-port");
    let port = port.map_or(&[][..], |at| &situation.arguments[at..at + 2]);
    let checked = lab.check(situation.url, situation.connect, port).expect(0).json();
    let faults: Vec<&Value> = checked["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["status"] == "fail" || check["status"] == "warn")
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What the real server says of the configuration as it is now.
fn warnings(lab: &Lab) -> BTreeSet<String> {
    match lab.server.config_check() {
        ConfigCheck::Passed { warnings } => warnings.into_iter().collect(),
        other @ (ConfigCheck::NotAsked | ConfigCheck::Failed { .. }) => panic!("{other:?}"),
    }
}
