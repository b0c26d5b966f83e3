//! What a client meets while a server starts, and before it is set up.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use standin::{Options, Phase, Running, Standin, State, Version};

use crate::client::{self, Answer, ask, ask_with};
use crate::folder::Folder;

async fn start(folder: &Folder, version: Version, state: State) -> Running {
    let options = Options { state, web: Some(folder.web()), ..Options::new(version, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

fn told_time(answer: &Answer) -> bool {
    answer.header("X-Response-Time-ms").is_some()
}

#[tokio::test]
async fn the_start_up_server_says_degraded_and_knows_no_page() {
    for version in [Version::V10_11_11, Version::V12_0_0] {
        let folder = Folder::new();
        let running = start(&folder, version, State::Starting).await;
        let health = ask(running.addr(), "GET /health").await.expect("an answer");
        assert_eq!((health.status, health.text().as_str(), told_time(&health)), (200, "Degraded", false));
        for path in ["/", "/web", "/web/", "/socket", "/System/Ping", "/jellyfin/health"] {
            let answer = ask(running.addr(), &format!("GET {path}")).await.expect("an answer");
            assert_eq!((answer.status, answer.header("Retry-After")), (503, Some("005")), "{path}");
            assert_eq!((answer.header("Content-Type"), told_time(&answer)), (Some("text/html"), false));
        }
        let info = ask(running.addr(), "GET /System/Info/Public").await.expect("an answer");
        let id = format!("\"id\":\"{}\"", running.server_id());
        assert!(info.text().contains(&id), "{}", info.text());
        assert!(info.text().contains("\"startupWizardCompleted\":false"), "{}", info.text());
        assert_eq!(ask(running.addr(), "GET /startup/logger").await.expect("an answer").status, 200);
    }
}

#[tokio::test]
async fn the_log_of_a_start_is_for_whoever_counts_as_local() {
    for (elements, expected) in [("", 200), ("<KnownProxies><string>127.0.0.1</string></KnownProxies>", 401)]
    {
        let folder = Folder::with_network(elements);
        let running = start(&folder, Version::V10_11_11, State::Starting).await;
        let forwarded = ["X-Forwarded-For: 203.0.113.9"];
        let answer = ask_with(running.addr(), "GET /startup/logger", &forwarded).await.expect("an answer");
        assert_eq!(answer.status, expected, "{elements}");
    }
}

#[tokio::test]
async fn a_migration_hides_the_identity_and_lasts() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11, State::Migrating).await;
    let info = ask(running.addr(), "GET /System/Info/Public").await.expect("an answer");
    assert_eq!((info.status, info.text().as_str(), info.header("Retry-After")), (503, "", Some("005")));
    assert_eq!(ask(running.addr(), "GET /health").await.expect("an answer").text(), "Degraded");
    assert_eq!(running.phase(), Phase::Migrating);
}

#[tokio::test]
async fn versions_without_a_start_up_server_refuse_connections() {
    for state in [State::Starting, State::Migrating] {
        let folder = Folder::new();
        let running = start(&folder, Version::V10_10_7, state).await;
        let error = ask(running.addr(), "GET /health").await.expect_err("nothing listens");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }
}

#[tokio::test]
async fn while_the_core_loads_only_the_pages_are_there() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11, State::Loading).await;
    for (path, status) in
        [("/web/", 200), ("/web", 301), ("/", 302), ("/System/Ping", 200), ("/System/Info/Public", 503)]
    {
        assert_eq!(
            ask(running.addr(), &format!("GET {path}")).await.expect("an answer").status,
            status,
            "{path}"
        );
    }
    let health = ask(running.addr(), "GET /health").await.expect("an answer");
    assert_eq!((health.status, health.header("Content-Type")), (503, Some("text/html")));
    assert_eq!(health.text(), "Jellyfin Server is loading. Please try again shortly.");
    assert!(told_time(&health));
    assert_eq!(upgrade(running.addr()).await.status, 403);
}

async fn upgrade(address: SocketAddr) -> Answer {
    let request = "GET /socket HTTP/1.1\r\nHost: jf.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    client::exchange(address, request.as_bytes()).await.expect("an answer")
}

#[tokio::test]
async fn a_state_that_settles_goes_through_the_phases_to_ready() {
    for version in [Version::V10_10_7, Version::V12_0_0] {
        let folder = Folder::new();
        let settle = Some(Duration::from_millis(50));
        let options = Options { state: State::Migrating, settle, ..Options::new(version, folder.config()) };
        let running = Standin::start(options).await.expect("a stand-in");
        for phase in [Phase::Closed, Phase::Loading, Phase::Ready] {
            running.reach(phase).await;
        }
        assert_eq!(ask(running.addr(), "GET /health").await.expect("an answer").text(), "Healthy");
    }
}

#[tokio::test]
async fn before_it_is_set_up_a_stranger_can_do_anything() {
    let folder = Folder::with_network("<KnownProxies><string>127.0.0.1</string></KnownProxies>");
    let running = start(&folder, Version::V10_11_11, State::NotSetUp).await;
    let stranger = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"];
    let open = [
        "GET /Startup/User",
        "GET /Startup/Configuration",
        "GET /Environment/Drives",
        "GET /Environment/DirectoryContents?path=/etc",
        "GET /System/Info",
    ];
    for what in open {
        let answer = ask_with(running.addr(), what, &stranger).await.expect("an answer");
        assert_eq!(answer.status, 200, "{what}");
    }
    let end = ask_with(running.addr(), "POST /Startup/Complete", &stranger).await.expect("an answer");
    assert_eq!(end.status, 204);
    for what in open {
        let answer = ask_with(running.addr(), what, &stranger).await.expect("an answer");
        assert_eq!(answer.status, 401, "{what}");
    }
    let info = ask(running.addr(), "GET /System/Info/Public").await.expect("an answer");
    assert!(info.text().contains("\"StartupWizardCompleted\":true"));
}
