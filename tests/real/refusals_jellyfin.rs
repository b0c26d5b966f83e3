//! A Jellyfin that is away, on its way, was never set up, or is another one than was asked for.

use std::fs;
use std::time::Duration;

use standin::{Options, State};
use tests::{Case, Jellyfin, Lab, ProxyTest};

use crate::refusals::assert_refused;

const FILE: &str = "/etc/jellyfin/network.xml";

pub(crate) fn cases() -> Vec<Case> {
    let each: &[(&str, ProxyTest)] = &[
        ("jellyfin_away", away),
        ("jellyfin_never_set_up", never_set_up),
        ("jellyfin_starting_is_waited_for", |proxy| waited_for(proxy, State::Starting)),
        ("jellyfin_migrating_is_waited_for", |proxy| waited_for(proxy, State::Migrating)),
        ("jellyfin_below_another_path", another_path),
        ("jellyfin_with_a_broken_file", broken_file),
        ("jellyfins_own_port", own_port),
        ("something_else_than_jellyfin", something_else),
        ("something_healthy_that_is_no_jellyfin", something_healthy),
    ];
    Case::of_every_proxy("refusals", each)
}

fn away(proxy: &str) {
    let mut lab = Lab::with(proxy);
    lab.jellyfin.stop();
    let reason = assert_refused(&lab, lab.setup(&[]), "jellyfin_unreachable");
    assert!(reason["message"].as_str().unwrap().contains("http://127.0.0.1:8096"), "{reason}");
}

fn never_set_up(proxy: &str) {
    let lab = Lab::of(proxy, Jellyfin::in_state(State::NotSetUp));
    assert_refused(&lab, lab.setup(&[]), "jellyfin_not_set_up");
}

/// A starting server says, too, that its wizard is unfinished: that is no reason to refuse.
fn waited_for(proxy: &str, state: State) {
    let start = |options: &mut Options| {
        options.state = state;
        options.settle = Some(Duration::from_secs(3));
    };
    let lab = Lab::of(proxy, Jellyfin::start(start));
    let ended = lab.setup(&[]).expect(0);
    assert!(ended.stderr.contains("Waiting for Jellyfin: starting"), "{}", ended.stderr);
    let done = ended.json();
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    lab.undo();
}

fn another_path(proxy: &str) {
    fs::create_dir_all("/etc/jellyfin").unwrap();
    fs::write(FILE, "<NetworkConfiguration>\n  <BaseUrl>/jellyfin</BaseUrl>\n</NetworkConfiguration>")
        .unwrap();
    let lab = Lab::with(proxy);
    let reason = assert_refused(&lab, lab.setup(&["--base-path", "/media"]), "base_path_mismatch");
    assert!(reason["next"].as_str().unwrap().contains("--base-path /jellyfin"), "{reason}");
}

/// Refused where it would be written; whoever leaves Jellyfin as it is, is not kept from the rest.
fn broken_file(proxy: &str) {
    let mut lab = Lab::with(proxy);
    fs::write(FILE, "<NetworkConfiguration><KnownProxies></NetworkConfiguration>").unwrap();
    lab.take_as_before();
    let reason = assert_refused(&lab, lab.setup(&[]), "jellyfin_config_not_understood");
    assert!(reason["message"].as_str().unwrap().contains(FILE), "{reason}");
    lab.setup(&["--known-proxies", "leave"]).expect(0);
    lab.undo();
    assert_eq!(lab.jellyfin.restarts_asked(), 0);
}

fn own_port(proxy: &str) {
    let lab = Lab::with(proxy);
    assert_refused(&lab, lab.setup(&["--http-port", "8096"]), "port_is_jellyfins");
    assert_refused(&lab, lab.setup(&["--https-port", "8096"]), "port_is_jellyfins");
}

/// A web server that answers, and is no Jellyfin.
fn something_else(proxy: &str) {
    answers_otherwise(proxy, |_| "Hello");
}

/// Another application's health check, which says the same word as Jellyfin's.
fn something_healthy(proxy: &str) {
    answers_otherwise(proxy, |request| if request.starts_with("GET /health ") { "Healthy" } else { "Hello" });
}

fn answers_otherwise(proxy: &str, answer: impl Fn(&str) -> &'static str + Send + 'static) {
    let lab = Lab::with(proxy);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        use std::io::{Read, Write};
        // The test's end ends it; no look at a Jellyfin takes this many connections.
        for stream in listener.incoming().take(50) {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or_default();
            let body = answer(&String::from_utf8_lossy(&request[..read]));
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    let reason = assert_refused(&lab, lab.setup(&["--upstream", &upstream]), "not_jellyfin");
    let message = reason["message"].as_str().unwrap();
    assert!(message.contains(&upstream) && message.contains("/System/Info/Public"), "{message}");
    drop(server);
}
