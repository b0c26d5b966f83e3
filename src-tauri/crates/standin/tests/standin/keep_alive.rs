//! Connections that serve more than one request.

use standin::{Options, Running, Standin, Version};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{self, read_answer};
use crate::folder::Folder;

async fn start(folder: &Folder) -> Running {
    let options = Options { web: Some(folder.web()), ..Options::new(Version::V10_11_11, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

#[tokio::test]
async fn one_connection_serves_many_requests_of_all_kinds() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    let body = "x".repeat(300_000);
    let upload =
        format!("POST /Items/1/Images/Primary HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n{body}");
    let chunked = "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: x\r\n\r\n";
    for _ in 0..20 {
        for (request, status) in [
            ("GET /health HTTP/1.1\r\nHost: a\r\n\r\n", 200),
            ("HEAD /web/ HTTP/1.1\r\nHost: a\r\n\r\n", 200),
            ("GET /web/main.bundle.js HTTP/1.1\r\nHost: a\r\nRange: bytes=5-9\r\n\r\n", 206),
            (upload.as_str(), 401),
            (chunked, 404),
            ("GET /web HTTP/1.1\r\nHost: a\r\n\r\n", 301),
        ] {
            stream.write_all(request.as_bytes()).await.expect("sent");
            let answer = read_answer(&mut stream, request.starts_with("HEAD")).await.expect("an answer");
            assert_eq!((answer.status, answer.header("Connection")), (status, None), "{request:.60}");
        }
    }
    let peers: std::collections::BTreeSet<_> = running.seen().iter().map(|seen| seen.peer).collect();
    assert_eq!((running.seen().len(), peers.len()), (120, 1));
}

#[tokio::test]
async fn requests_sent_ahead_are_answered_in_order() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    let requests = "GET /System/Ping HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n\
                    GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    stream.write_all(requests.as_bytes()).await.expect("sent");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(read_answer(&mut stream, false).await.expect("an answer").status);
    }
    assert_eq!(statuses, [200, 404, 200]);
    assert_eq!(stream.read(&mut [0]).await.expect("the end"), 0);
}

#[tokio::test]
async fn old_clients_may_ask_for_it() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    for _ in 0..2 {
        let request = b"GET /web/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        stream.write_all(request).await.expect("sent");
        let answer = read_answer(&mut stream, false).await.expect("an answer");
        assert_eq!(answer.header("Connection"), Some("keep-alive"));
    }
    let request = b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    stream.write_all(request).await.expect("sent");
    let answer = read_answer(&mut stream, false).await.expect("an answer");
    assert_eq!((answer.header("Connection"), answer.text().as_str()), (Some("close"), "Healthy"));
}

#[tokio::test]
async fn leave_to_send_is_given_when_the_body_is_wanted() {
    let folder = Folder::new();
    let running = start(&folder).await;
    let head = |path: &str| {
        format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
    };
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    stream.write_all(head("/Users/AuthenticateByName").as_bytes()).await.expect("sent");
    let (status, _) = client::read_head(&mut stream).await.expect("a head");
    assert_eq!(status, 100);
    stream.write_all(b"{}{}").await.expect("sent");
    assert_eq!(read_answer(&mut stream, false).await.expect("an answer").status, 400);

    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    stream.write_all(head("/Items/1/Images/Primary").as_bytes()).await.expect("sent");
    let answer = read_answer(&mut stream, false).await.expect("an answer");
    assert_eq!((answer.status, answer.header("Connection")), (401, Some("close")));
}
