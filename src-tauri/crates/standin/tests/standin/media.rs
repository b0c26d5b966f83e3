//! The video behind every id.

use std::time::Duration;

use standin::{Options, Running, Stamp, Standin, Version, content};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{self, ask, ask_with};
use crate::folder::Folder;

const GIBIBYTE: u64 = 1 << 30;

async fn start(folder: &Folder, media_size: u64) -> Running {
    let options = Options { media_size, ..Options::new(Version::V10_11_11, folder.config()) };
    Standin::start(options).await.expect("a stand-in")
}

#[tokio::test]
async fn any_part_of_a_large_video_can_be_had() {
    let folder = Folder::new();
    let running = start(&folder, GIBIBYTE).await;
    for (range, offset, length) in [
        ("bytes=0-99", 0, 100),
        ("bytes=700000000-702999999", 700_000_000, 3_000_000),
        ("bytes=-100", GIBIBYTE - 100, 100),
    ] {
        let fields = [&*format!("Range: {range}")];
        let answer = ask_with(running.addr(), "GET /Videos/any/stream?static=true", &fields).await;
        let answer = answer.expect("an answer");
        let end = offset + length as u64 - 1;
        let told = format!("bytes {offset}-{end}/{GIBIBYTE}");
        assert_eq!((answer.status, answer.header("Content-Range")), (206, Some(told.as_str())));
        assert!(answer.body == content(offset, length), "{range}");
    }
}

#[tokio::test]
async fn a_whole_video_arrives_whole() {
    let folder = Folder::new();
    let running = start(&folder, 5_000_000).await;
    let answer = ask(running.addr(), "GET /Videos/any/stream.mp4").await.expect("an answer");
    assert!(answer.body == content(0, 5_000_000));
    let changed = format!("If-Modified-Since: {}", answer.header("Last-Modified").expect("a date"));
    let again = ask_with(running.addr(), "GET /Videos/any/stream.mp4", &[&changed]).await.expect("an answer");
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn a_trickle_keeps_its_pace_and_tells_its_times() {
    let folder = Folder::new();
    let running = start(&folder, 10_000).await;
    let mut stream = TcpStream::connect(running.addr()).await.expect("a connection");
    let request = "GET /Videos/any/stream?static=true&trickle=40000&chunk=2000 HTTP/1.1\r\nHost: a\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let head = client::read_head(&mut stream).await.expect("a head");
    assert_eq!(head.0, 200);
    let mut stamps = Vec::new();
    loop {
        let chunk = client::read_chunk(&mut stream).await.expect("a chunk");
        if chunk.is_empty() {
            break;
        }
        assert_eq!(chunk.len(), 2_000);
        let stamp = Stamp::parse(&chunk).expect("a stamp");
        assert!(stamp.monotonic <= Stamp::now().monotonic);
        stamps.push(stamp.monotonic);
    }
    assert_eq!(stamps.len(), 5);
    // Four gaps of 50 ms, of which the timer may round off one millisecond each.
    let took = stamps[4].saturating_sub(stamps[0]);
    assert!(took >= Duration::from_millis(190), "{took:?}");
}
