//! Clients that mean ill or know no better.

use std::time::Duration;

use standin::{Options, Pace, Running, Standin, Version};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::{ask, exchange, read_answer};
use crate::folder::Folder;

async fn start(folder: &Folder) -> Running {
    let pace = Pace { request_head: Duration::from_millis(200), ..Pace::quick() };
    let options =
        Options { pace, web: Some(folder.web()), ..Options::new(Version::V10_11_11, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

#[tokio::test]
async fn nonsense_is_refused_and_the_next_client_is_served() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let long_target = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(100_000));
    let long_field = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    let login = "POST /Users/AuthenticateByName HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (sent, status) in [
        (&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], 400),
        (b"\x00\x00\x00\x00\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (long_target.as_bytes(), 414),
        (long_field.as_bytes(), 431),
        (format!("{login}nonsense\r\n").as_bytes(), 500),
    ] {
        let answer = exchange(running.addr(), sent).await.expect("an answer");
        assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&sent[..sent.len().min(60)]));
        assert_eq!(ask(running.addr(), "GET /health").await.expect("an answer").text(), "Healthy");
    }
}

#[tokio::test]
async fn a_head_that_never_ends_is_given_up() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    stream.write_all(b"GET / HTTP/1.1\r\nHo").await.expect("sent");
    let answer = timeout(Duration::from_secs(5), read_answer(&mut stream, false)).await;
    let answer = answer.expect("given up in time").expect("an answer");
    assert_eq!((answer.status, answer.header("Connection")), (408, Some("close")));
}

#[tokio::test]
async fn a_client_that_stops_sending_still_gets_its_answer() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    stream.shutdown().await.expect("half closed");
    let mut all = String::new();
    stream.read_to_string(&mut all).await.expect("an answer");
    assert!(all.contains("Healthy"), "{all}");
}

#[tokio::test]
async fn clients_that_leave_in_the_middle_harm_nobody() {
    let folder = Folder::new();
    let running = start(&folder).await;
    for sent in [
        &b""[..],
        b"GET",
        b"POST /Users/AuthenticateByName HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc",
        b"GET /Videos/1/stream HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        for _ in 0..50 {
            let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
            stream.write_all(sent).await.expect("sent");
        }
    }
    assert_eq!(ask(running.addr(), "GET /health").await.expect("an answer").text(), "Healthy");
}

#[tokio::test]
async fn files_outside_the_web_client_stay_outside() {
    let folder = Folder::with_network("");
    let running = start(&folder).await;
    for path in [
        "/web/../config/network.xml",
        "/web/..%2fconfig%2fnetwork.xml",
        "/web/%2e%2e/config/network.xml",
        "/web//etc/passwd",
        "/web/.",
        "/web/config",
    ] {
        let answer = ask(running.addr(), &format!("GET {path}")).await.expect("an answer");
        assert!(!answer.text().contains("NetworkConfiguration"), "{path}");
        assert!(matches!(answer.status, 404 | 200), "{path}");
        assert_eq!(answer.status == 200, path == "/web/.", "{path}");
    }
}
