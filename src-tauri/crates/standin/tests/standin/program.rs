//! The stand-in as a program.

use std::net::SocketAddr;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::client::ask;
use crate::folder::Folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_jellyfin-standin");

/// Starts the program and waits until it has said where it listens.
async fn start(folder: &Folder, more: &[&str]) -> (Child, SocketAddr) {
    let mut command = Command::new(PROGRAM);
    command.args(["--port", "0", "--bind", "127.0.0.1", "--config"]).arg(folder.config()).args(more);
    let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let url = lines.next_line().await.expect("a line").expect("an address");
    let address = url.strip_prefix("http://").and_then(|address| address.parse().ok());
    (child, address.unwrap_or_else(|| panic!("not an address: {url}")))
}

#[tokio::test]
async fn it_says_where_it_listens_and_ends_when_told() {
    let folder = Folder::new();
    let (mut child, address) = start(&folder, &["--version", "10.10.6"]).await;
    let info = ask(address, "GET /System/Info/Public").await.expect("an answer").text();
    assert!(info.contains("\"Version\":\"10.10.6\""), "{info}");
    let id = child.id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("its id");
    kill_process(id, Signal::TERM).expect("a signal");
    assert!(child.wait().await.expect("its end").success());
}

#[tokio::test]
async fn it_writes_each_request_as_a_line() {
    let folder = Folder::new();
    let log = folder.config().join("requests.jsonl");
    let (child, address) = start(&folder, &["--log", log.to_str().expect("a path")]).await;
    for what in ["GET /health", "POST /System/Ping"] {
        ask(address, what).await.expect("an answer");
    }
    drop(child);
    let text = std::fs::read_to_string(&log).expect("the log");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told: Vec<_> = lines.iter().map(|line| (&line["method"], &line["target"], &line["client"])).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[1], (&"POST".into(), &"/System/Ping".into(), &"127.0.0.1".into()));
}

#[tokio::test]
async fn it_refuses_what_it_does_not_understand() {
    for wrong in [&["--version", "ten"][..], &["--state", "sleeping"], &["--settle", "-1"]] {
        let output = Command::new(PROGRAM).args(["--config", "/nowhere"]).args(wrong).output().await;
        assert!(!output.expect("the program").status.success(), "{wrong:?}");
    }
}
