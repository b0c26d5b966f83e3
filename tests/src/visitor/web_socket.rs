use std::io;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use http::Response;
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::{PATIENCE, runtime};

/// A WebSocket to Jellyfin.
pub struct WebSocket {
    stream: WebSocketStream<TokioIo<Upgraded>>,
}

impl WebSocket {
    pub(super) async fn of(response: Response<Incoming>) -> io::Result<Self> {
        let upgraded = hyper::upgrade::on(response).await.map_err(io::Error::other)?;
        let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, None).await;
        Ok(Self { stream })
    }

    /// The next message as text; `None` once the connection is closed, however that happened.
    ///
    /// # Errors
    /// Nothing comes for 20 seconds.
    pub fn message(&mut self) -> io::Result<Option<String>> {
        self.message_within(PATIENCE)
    }

    /// The same with another patience.
    ///
    /// # Errors
    /// Nothing comes for so long.
    pub fn message_within(&mut self, patience: Duration) -> io::Result<Option<String>> {
        runtime::within(patience, async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => return Ok(Some(text.to_string())),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(None),
                    Some(Ok(_)) => {}
                }
            }
        })
    }

    /// Sends a word, and sees whether it comes back: the stand-in answers with what it got.
    pub fn is_alive(&mut self) -> bool {
        let sent = runtime::within(PATIENCE, async {
            self.stream.send(Message::text("still here")).await.map_err(io::Error::other)
        });
        sent.is_ok() && self.message().is_ok_and(|answer| answer.as_deref() == Some("still here"))
    }
}
