//! A server that still speaks TLS 1.0 and 1.1. The TLS library cannot be one, so the first message of
//! its answer is written by hand, and every other hello goes on to a server that is up to date.

use std::net::SocketAddr;

use engine::verdict::{CheckId, Code};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::stage::{Stage, of};

#[tokio::test]
async fn versions_out_of_use_are_found() {
    let mut set = Stage::good().set().await;
    let modern = set.target.connect.expect("dialled directly");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    set.target.connect = listener.local_addr().ok();
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, modern));
        }
    });

    let (seen, verdict) = set.judged().await;
    let check = of(&verdict, CheckId::TlsVersions);
    assert_eq!(check.code, Code::OldTlsAccepted, "{:?}", seen.tls);
    assert_eq!(check.observed, "accepts TLS 1.0, 1.1, 1.2, 1.3");
}

async fn serve(mut stream: TcpStream, modern: SocketAddr) -> Option<()> {
    let mut hello = [0; 11];
    while stream.peek(&mut hello).await.ok()? < hello.len() {
        stream.readable().await.ok()?;
    }
    // The version asked for stands behind the headers of record and handshake; 1.2 and 1.3 say 3.3.
    let [.., 3, version @ (1 | 2)] = hello else {
        let mut to = TcpStream::connect(modern).await.ok()?;
        copy_bidirectional(&mut stream, &mut to).await.ok()?;
        return None;
    };
    let mut server_hello = vec![22, 3, version, 0, 42, 2, 0, 0, 38, 3, version];
    server_hello.extend([0x5a; 32]);
    server_hello.extend([0, 0xc0, 0x13, 0]);
    stream.write_all(&server_hello).await.ok()
}
