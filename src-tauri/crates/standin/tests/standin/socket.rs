//! WebSockets.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use standin::{Options, Pace, Running, Standin, Version};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::client::ask;
use crate::folder::Folder;

type Socket = WebSocketStream<TcpStream>;

async fn start(folder: &Folder, version: Version) -> Running {
    let pace = Pace { keep_alive: Duration::from_millis(80), ..Pace::quick() };
    let token = Some("the-token".to_owned());
    let options = Options { token, pace, ..Options::new(version, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

async fn open(running: &Running, path: &str) -> Result<Socket, u16> {
    let stream = TcpStream::connect(running.addr()).await.expect("a connection");
    match tokio_tungstenite::client_async(format!("ws://{}{path}", running.addr()), stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(other) => panic!("neither open nor refused: {other}"),
    }
}

async fn next(socket: &mut Socket) -> Message {
    let message = timeout(Duration::from_secs(5), socket.next()).await.expect("a message in time");
    message.expect("not closed").expect("a message")
}

#[tokio::test]
async fn force_keep_alive_comes_at_once_and_again() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_11_11).await;
    let mut socket = open(&running, "/socket?ApiKey=the-token&deviceId=d1").await.expect("101");
    for _ in 0..3 {
        let text = next(&mut socket).await.into_text().expect("text");
        assert!(text.contains("\"Data\":60,\"MessageType\":\"ForceKeepAlive\""), "{text}");
    }
}

#[tokio::test]
async fn texts_come_back_as_they_were_sent() {
    let folder = Folder::new();
    let running = start(&folder, Version::V12_0_0).await;
    let mut socket = open(&running, "/socket?ApiKey=the-token").await.expect("101");
    for text in ["{\"MessageType\":\"KeepAlive\"}".to_owned(), "x".repeat(200_000)] {
        socket.send(Message::text(text.clone())).await.expect("sent");
        loop {
            let got = next(&mut socket).await.into_text().expect("text");
            if !got.contains("ForceKeepAlive") {
                assert_eq!(got.as_str(), text);
                break;
            }
        }
    }
    socket.close(None).await.expect("closed");
}

#[tokio::test]
async fn only_a_token_opens_one_but_any_path_will_do() {
    let folder = Folder::new();
    for (version, path, expected) in [
        (Version::V10_11_11, "/socket", Some(403)),
        (Version::V10_11_11, "/socket?ApiKey=wrong", Some(403)),
        (Version::V10_11_11, "/any/path?ApiKey=the-token", None),
        (Version::V10_11_11, "/socket?api_key=the-token", None),
        (Version::V10_11_11, "/embywebsocket?ApiKey=the-token", Some(400)),
        (Version::V12_0_0, "/socket?api_key=the-token", Some(403)),
        (Version::V12_0_0, "/embywebsocket?ApiKey=the-token", None),
    ] {
        let running = start(&folder, version).await;
        assert_eq!(open(&running, path).await.err(), expected, "{version} {path}");
    }
}

#[tokio::test]
async fn a_restart_says_goodbye() {
    let folder = Folder::new();
    let running = start(&folder, Version::V10_10_6).await;
    let mut socket = open(&running, "/socket?ApiKey=the-token").await.expect("101");
    ask(running.addr(), "POST /System/Restart").await.expect("an answer");
    loop {
        match next(&mut socket).await {
            Message::Close(frame) => {
                let frame = frame.expect("a reason");
                assert_eq!((u16::from(frame.code), frame.reason.as_str()), (1000, "System Shutdown"));
                break;
            }
            other => assert!(other.is_text(), "{other}"),
        }
    }
}
