//! What was set up is taken back byte for byte: with the server stopped, after others have changed files,
//! in any order, and never by halves.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use tests::{Case, DOMAIN, Jellyfin, Lab, Neighbours, ProxyTest, product};

const SECOND: &str = "second.example.test";

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("with_the_server_stopped", server_stopped),
        ("with_the_written_file_edited_since", written_file_edited),
        ("with_the_written_file_gone_since", written_file_gone),
        ("with_another_file_edited_since", other_file_edited),
        ("with_the_configuration_broken_since", broken_since),
        ("twice", twice),
        ("has_jellyfin_trust_nobody_again", jellyfin_forgets),
        ("leaves_the_sites_alone_that_were_there", neighbour_answers),
        ("the_second_of_two_sites_first", second_first),
        ("the_first_of_two_sites_first", first_first),
        ("a_set_up_with_other_options", other_options),
        ("a_set_up_below_another_path", other_base_path),
    ];
    Case::of_every_proxy("undoing", each)
}

fn undo(arguments: &[&str], code: i32) -> Value {
    product([&["undo", "--yes", "--json"], arguments].concat()).expect(code).json()
}

/// The states of all changes, latest first.
fn states() -> Vec<String> {
    let history = product(["history", "--json"]).expect(0).json();
    let changes = history["changes"].as_array().unwrap().iter();
    changes.map(|change| change["state"].as_str().unwrap().to_owned()).collect()
}

/// The files of the proxy's own configuration that the latest undo or change is about.
fn written_file(lab: &Lab) -> String {
    let root = lab.server.install.config_root.to_string();
    let differences = lab.differences().into_iter().map(|path| path.to_str().unwrap().to_owned());
    let files = differences.filter(|path| path.starts_with(&root) && Path::new(path).is_file());
    let mut files = files.filter(|path| fs::read_to_string(path).unwrap_or_default().contains(DOMAIN));
    files.next().expect("a set-up writes its name somewhere")
}

fn append(file: &str, text: &str) {
    OpenOptions::new().append(true).open(file).unwrap().write_all(text.as_bytes()).unwrap();
}

fn server_stopped(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    lab.server.stop();
    let done = undo(&[], 0);
    assert_eq!(done["undone"]["server"]["is"], "not_running", "{done:#}");
    lab.assert_as_before();
    assert!(!lab.server.is_running(), "an undo starts nothing");
    lab.server.start();
}

fn written_file_edited(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let file = written_file(&lab);
    append(&file, "\n# a line of my own\n");
    let edited = fs::read(&file).unwrap();

    let refused = undo(&[], 3);
    let difference = &refused["differs"]["differences"][0];
    assert_eq!(difference["path"], file, "{refused:#}");
    assert!(difference["diff"].as_str().unwrap().contains("+# a line of my own"), "{refused:#}");
    assert_eq!(fs::read(&file).unwrap(), edited);
    assert_eq!(states(), ["active"]);

    let done = undo(&["--overwrite"], 0);
    let kept = &done["undone"]["kept"][0];
    assert_eq!(kept["path"], file, "{done:#}");
    assert_eq!(fs::read(kept["copy"].as_str().unwrap()).unwrap(), edited);
    lab.assert_as_before();
}

fn written_file_gone(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let file = written_file(&lab);
    fs::remove_file(&file).unwrap();
    let now = Lab::configuration();
    let done = product(["undo", "--yes", "--json"]);
    // A file that the change made is as it was before it; one that was there before is missed.
    if done.code() == 3 {
        let refused = done.json();
        assert_eq!(refused["differs"]["differences"][0]["path"], file, "{refused:#}");
        assert_eq!(now.differences(&Lab::configuration()), Vec::<std::path::PathBuf>::new());
        undo(&["--overwrite"], 0);
    }
    lab.assert_as_before();
}

fn other_file_edited(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let mine = format!("{}/mine.txt", lab.server.install.config_root);
    fs::write(&mine, "mine\n").unwrap();
    fs::write("/etc/jellyfin-proxy/mine.txt", "mine\n").unwrap();
    let done = undo(&[], 0);
    assert_eq!(done["undone"]["left"][0], "/etc/jellyfin-proxy", "{done:#}");
    let left = [&mine, "/etc/jellyfin-proxy", "/etc/jellyfin-proxy/mine.txt"].map(std::path::PathBuf::from);
    let mut differences = lab.differences();
    differences.sort();
    let mut expected = left.to_vec();
    expected.sort();
    assert_eq!(differences, expected);
}

/// The server is not made to read what it would not take.
fn broken_since(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let main = lab.server.install.main_config.to_string();
    let before = fs::read(&main).unwrap();
    append(&main, "\nthis_is_no_directive at all\n");
    let ended = product(["undo", "--yes", "--json", "--overwrite"]).expect(0).json();
    let server = &ended["undone"]["server"];
    if main == written_in(&ended) {
        assert_eq!(server["is"], "reloaded", "{ended:#}");
    } else {
        assert_eq!(server["is"], "check_failed", "{ended:#}");
        fs::write(&main, before).unwrap();
    }
    assert!(lab.server.is_running());
}

fn written_in(undone: &Value) -> String {
    undone["undone"]["kept"][0]["path"].as_str().unwrap_or_default().to_owned()
}

fn twice(proxy: &str) {
    let lab = Lab::with(proxy);
    assert_eq!(states(), Vec::<String>::new());
    assert_eq!(undo(&[], 3)["error"]["code"], "nothing_to_undo");
    lab.setup(&[]).expect(0);
    assert_eq!(states(), ["active"]);
    lab.undo();
    assert_eq!(states(), ["undone"]);
    for (arguments, code) in
        [(&[][..], "nothing_to_undo"), (&["1"], "already_undone"), (&["7"], "unknown_change")]
    {
        let refused = undo(arguments, 3);
        assert_eq!(refused["error"]["code"], code, "{refused:#}");
        lab.assert_as_before();
    }
    lab.setup(&[]).expect(0);
    assert_eq!(states(), ["active", "undone"]);
    lab.undo();
}

fn jellyfin_forgets(proxy: &str) {
    let lab = Lab::with(proxy);
    let trusts = || product(["detect", "--json"]).expect(0).json()["jellyfin"][0]["trusts_proxy"].clone();
    assert_eq!(trusts(), false);
    lab.setup(&[]).expect(0);
    assert_eq!(trusts(), true);
    let done = undo(&[], 0);
    let jellyfin = done["jellyfin_afterwards"].as_str().unwrap();
    assert!(jellyfin.contains("was restarted"), "{jellyfin}");
    assert_eq!(trusts(), false);
    lab.assert_as_before();
}

fn neighbour_answers(proxy: &str) {
    let neighbours = Neighbours::one(proxy);
    let lab = Lab::with(proxy);
    let before = neighbours.answers();
    lab.setup(&[]).expect(0);
    assert_eq!(neighbours.answers(), before, "once set up");
    lab.undo();
    assert_eq!(neighbours.answers(), before, "once undone");
}

fn two_sites(proxy: &str) -> Lab {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    lab.setup(&["--domain", SECOND]).expect(0);
    assert_healthy(&lab, DOMAIN);
    assert_healthy(&lab, SECOND);
    lab
}

#[track_caller]
fn assert_healthy(lab: &Lab, domain: &str) {
    let checked = lab.check(&format!("https://{domain}"), "127.0.0.1:443", &[]).expect(0).json();
    assert_eq!(checked["verdict"], "healthy", "{checked:#}");
}

fn second_first(proxy: &str) {
    let lab = two_sites(proxy);
    undo(&["2"], 0);
    assert_healthy(&lab, DOMAIN);
    assert_eq!(states(), ["undone", "active"]);
    lab.undo();
}

/// The second site lives on what the first one brought: Jellyfin's trust, and the authority.
fn first_first(proxy: &str) {
    let lab = two_sites(proxy);
    let refused = undo(&["1"], 3);
    assert_eq!(refused["error"]["code"], "newer_change_first", "{refused:#}");
    assert!(refused["error"]["next"].as_str().unwrap().contains("undo 2"), "{refused:#}");
    assert_healthy(&lab, DOMAIN);
    assert_healthy(&lab, SECOND);
    undo(&["2"], 0);
    undo(&["1"], 0);
    lab.assert_as_before();
}

/// The same name again is the same site: changed where it stands, and taken back to what it was.
fn other_options(proxy: &str) {
    let lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let first = Lab::configuration();
    let done = lab.setup(&["--https-port", "8443", "--hsts"]).expect(0).json();
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    assert_eq!(done["url"], format!("https://{DOMAIN}:8443"), "{done:#}");
    let left = lab.check(&format!("https://{DOMAIN}"), "127.0.0.1:443", &[]).expect(5).json();
    assert_eq!(left["verdict"], "broken", "the old port still leads to Jellyfin: {left:#}");
    undo(&["2"], 0);
    assert_eq!(first.differences(&Lab::configuration()), Vec::<std::path::PathBuf>::new());
    assert_healthy(&lab, DOMAIN);
    lab.undo();
}

fn other_base_path(proxy: &str) {
    let mut lab = Lab::with(proxy);
    lab.setup(&[]).expect(0);
    let file = "/etc/jellyfin/network.xml";
    let text = fs::read_to_string(file).unwrap();
    let moved = ["<BaseUrl />", "<BaseUrl></BaseUrl>"]
        .iter()
        .fold(text.clone(), |text, empty| text.replace(empty, "<BaseUrl>/jellyfin</BaseUrl>"));
    assert_ne!(moved, text, "Jellyfin's own defaults have an empty BaseUrl");
    fs::write(file, &moved).unwrap();
    lab.jellyfin.stop();
    lab.jellyfin = Jellyfin::ready();
    let first = Lab::configuration();
    let done = lab.setup(&[]).expect(0).json();
    assert_eq!(done["url"], format!("https://{DOMAIN}/jellyfin"), "{done:#}");
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    undo(&["2"], 0);
    assert_eq!(first.differences(&Lab::configuration()), Vec::<std::path::PathBuf>::new());
    // Somebody has edited network.xml since the first change, and is asked first.
    let refused = undo(&["1"], 3);
    assert_eq!(refused["differs"]["differences"][0]["path"], file, "{refused:#}");
    undo(&["1", "--overwrite"], 0);
    lab.assert_as_before();
}
