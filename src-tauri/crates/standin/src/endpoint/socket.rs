//! WebSockets.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, interval_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::http::request::Request;
use crate::http::response::{Body, Response};
use crate::http::wire::Wire;
use crate::life::boot::Boot;
use crate::server::random_id;

/// The key of a request that asks for a WebSocket. Anything less is an ordinary request (observed:
/// 404 on `/socket`).
pub(crate) fn asked_for(request: &Request) -> Option<String> {
    let asks = request.method == "GET"
        && request.lists("Connection", "Upgrade")
        && request.lists("Upgrade", "websocket")
        && request.header("Sec-WebSocket-Version") == Some("13");
    let key = request.header("Sec-WebSocket-Key").filter(|_| asks)?;
    let valid = STANDARD.decode(key).is_ok_and(|bytes| bytes.len() == 16);
    valid.then(|| key.to_owned())
}

/// The answer that changes the protocol.
pub(crate) fn accept(key: &str) -> Response {
    Response::new(101)
        .with("Connection", "Upgrade")
        .with("Upgrade", "websocket")
        .with("Sec-WebSocket-Accept", derive_accept_key(key.as_bytes()))
        .body(Body::Socket)
}

/// Talks until one side has enough: ForceKeepAlive at once and at the pace of the options (48 s
/// observed), each text message sent back, a goodbye when the server stops.
pub(crate) async fn run(wire: Wire, boot: &Boot) -> io::Result<()> {
    let (stream, read_ahead) = wire.into_parts();
    let mut socket = WebSocketStream::from_partially_read(stream, read_ahead, Role::Server, None).await;
    let outcome = talk(&mut socket, boot).await;
    outcome.map_err(io::Error::other)
}

async fn talk<S>(socket: &mut WebSocketStream<S>, boot: &Boot) -> Result<(), Error>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let every = boot.server.options.pace.keep_alive;
    let mut reminders = interval_at(Instant::now(), every);
    let closing = boot.closing();
    tokio::pin!(closing);
    loop {
        tokio::select! {
            _ = reminders.tick() => socket.send(force_keep_alive()).await?,
            () = &mut closing => return socket.close(Some(goodbye())).await,
            message = socket.next() => match message {
                None => return Ok(()),
                Some(Err(Error::ConnectionClosed)) => return Ok(()),
                Some(message) => match message? {
                    text @ Message::Text(_) => socket.send(text).await?,
                    Message::Close(_) => return Ok(()),
                    Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
                },
            },
        }
    }
}

fn force_keep_alive() -> Message {
    let id = random_id();
    Message::text(format!(r#"{{"MessageId":"{id}","Data":60,"MessageType":"ForceKeepAlive"}}"#))
}

/// As the real one says it (seen on 10.10.6 in the recordings' own restart).
fn goodbye() -> CloseFrame {
    CloseFrame { code: CloseCode::Normal, reason: "System Shutdown".into() }
}
