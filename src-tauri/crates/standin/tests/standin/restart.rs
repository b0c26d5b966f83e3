//! Restarting: who may, what is met meanwhile, and what is different afterwards.

use std::io;
use std::net::SocketAddr;

use standin::{Options, Pace, Phase, Running, Standin, Version};
use tokio::net::TcpListener;

use crate::client::{ask, ask_with};
use crate::folder::{Folder, list};

async fn start(folder: &Folder, version: Version) -> Running {
    let token = Some("the-token".to_owned());
    let options = Options { token, ..Options::new(version, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

/// What `/health` shows.
async fn health(address: SocketAddr) -> String {
    match ask(address, "GET /health").await {
        Ok(answer) => format!("{} {}", answer.status, answer.text()),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => "refused".to_owned(),
        Err(error) => panic!("neither an answer nor a refusal: {error}"),
    }
}

#[tokio::test]
async fn the_phases_of_a_restart_follow_each_other_as_observed() {
    const LOADING: &str = "503 Jellyfin Server is loading. Please try again shortly.";
    for version in [Version::V10_10_6, Version::V10_10_7, Version::V10_11_11, Version::V12_0_0] {
        let folder = Folder::new();
        let running = start(&folder, version).await;
        let id = running.server_id().to_owned();
        assert_eq!(ask(running.addr(), "POST /System/Restart").await.expect("an answer").status, 204);
        assert_eq!(health(running.addr()).await, "200 Healthy", "the old one is still there");
        if version >= Version::V10_11_11 {
            running.reach(Phase::Starting).await;
            assert_eq!(health(running.addr()).await, "200 Degraded");
        }
        running.reach(Phase::Closed).await;
        assert_eq!(health(running.addr()).await, "refused");
        running.reach(Phase::Loading).await;
        assert_eq!(health(running.addr()).await, LOADING);
        running.reach(Phase::Ready).await;
        assert_eq!(health(running.addr()).await, "200 Healthy");
        assert_eq!(running.server_id(), id);
    }
}

#[tokio::test]
async fn network_xml_is_read_at_a_restart_and_not_before() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11).await;
    let redirect = async || {
        let forwarded = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"];
        let answer = ask_with(running.addr(), "GET /web", &forwarded).await.expect("an answer");
        answer.header("Location").map(str::to_owned)
    };
    folder.write_network(&list("KnownProxies", &["127.0.0.1"]));
    assert_eq!(redirect().await.as_deref(), Some("http://jf.test/web/"));
    ask(running.addr(), "POST /System/Restart").await.expect("an answer");
    running.reach(Phase::Closed).await;
    running.reach(Phase::Ready).await;
    assert_eq!(redirect().await.as_deref(), Some("https://jf.test/web/"));
    let last = running.seen().pop().expect("a request was seen");
    assert_eq!((last.client.to_string().as_str(), last.scheme.as_str()), ("203.0.113.9", "https"));
    assert_eq!((last.method.as_str(), last.target.as_str()), ("GET", "/web"));
    assert_eq!(last.header("x-forwarded-for"), Some("203.0.113.9"));
    assert!(last.peer.ip().is_loopback());
}

#[tokio::test]
async fn who_may_restart() {
    let known = list("KnownProxies", &["127.0.0.1"]);
    let stranger = "X-Forwarded-For: 203.0.113.9";
    let forged = "X-Forwarded-For: 127.0.0.1";
    let token = "Authorization: MediaBrowser Token=\"the-token\"";
    for (version, network, fields, expected) in [
        (Version::V10_11_11, "", &[][..], 204),
        (Version::V10_11_11, "", &[stranger], 204),
        (Version::V10_10_7, "", &[stranger], 204),
        (Version::V10_10_6, "", &[stranger], 401),
        (Version::V10_10_6, "", &[forged], 204),
        (Version::V10_11_11, &known, &[], 204),
        (Version::V10_11_11, &known, &[stranger], 401),
        (Version::V12_0_0, &known, &[stranger], 401),
        (Version::V12_0_0, &known, &[stranger, token], 204),
    ] {
        let folder = Folder::with_network(network);
        let running = start(&folder, version).await;
        let answer = ask_with(running.addr(), "POST /System/Restart", fields).await.expect("an answer");
        assert_eq!(answer.status, expected, "{version} {network} {fields:?}");
    }
}

#[tokio::test]
async fn the_port_of_network_xml_is_used_and_a_new_one_after_a_restart() {
    let folder = Folder::new();
    let (first, second) = (free_port().await, free_port().await);
    folder.write_network(&format!("<HttpServerPortNumber>{first}</HttpServerPortNumber>"));
    let options = Options { port: None, ..Options::new(Version::V10_10_6, folder.config()) };
    let running = Standin::start(options).await.expect("a stand-in");
    assert_eq!(running.addr().port(), first);
    folder.write_network(&format!("<InternalHttpPort>{second}</InternalHttpPort>"));
    ask(running.addr(), "POST /System/Restart").await.expect("an answer");
    running.reach(Phase::Closed).await;
    running.reach(Phase::Ready).await;
    assert_eq!(running.addr().port(), second);
    assert_eq!(health(running.addr()).await, "200 Healthy");
}

/// A port that was free a moment ago, below those that the system hands out.
async fn free_port() -> u16 {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11).await;
    let port = running.addr().port();
    running.stop().await;
    port
}

#[tokio::test]
async fn a_port_is_free_after_stop_and_taken_ports_are_told() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11).await;
    let address = running.addr();
    let options = Options { port: Some(address.port()), ..Options::new(Version::V10_11_11, folder.config()) };
    let error = Standin::start(options).await.expect_err("the port is taken");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
    running.stop().await;
    TcpListener::bind(address).await.expect("the port is free again");
}

#[test]
fn the_observed_pace_takes_about_two_seconds() {
    let pace = Pace::observed();
    let restart = pace.farewell + pace.starting + pace.closed + pace.loading;
    assert!((1..=3).contains(&restart.as_secs()), "{restart:?}");
}
