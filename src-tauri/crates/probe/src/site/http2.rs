//! The upgrade to WebSocket over HTTP/2 (RFC 8441), which browsers use where it is announced.

use bytes::Bytes;
use engine::verdict::{Answer, Question, Trouble};
use h2::client::SendRequest;
use h2::ext::Protocol;
use http::{Method, Request};

use super::question;
use crate::http::{USER_AGENT, head};
use crate::origin::Origin;
use crate::tls::client::config;

/// Asks, where the server chooses HTTP/2 and announces extended CONNECT.
pub(crate) async fn upgrade(origin: &Origin) -> Question<Answer> {
    if !origin.url.tls() {
        return Question::NotAsked;
    }
    question(origin.deadline.bound(ask(origin)).await)
}

async fn ask(origin: &Origin) -> Result<Option<Answer>, Trouble> {
    let stream = origin.connect_tls(config(&["h2", "http/1.1"])).await?;
    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        return Ok(None);
    }
    let (mut sender, connection) = h2::client::handshake(stream).await.map_err(|error| trouble(&error))?;
    // Ends with the sender; its errors come back as those of the question.
    tokio::spawn(connection);
    // The server's settings come before its first answer.
    send(&mut sender, request(origin, Method::GET, "/health")?).await?;
    if !sender.is_extended_connect_protocol_enabled() {
        return Ok(None);
    }
    let mut connect = request(origin, Method::CONNECT, "/socket")?;
    connect.extensions_mut().insert(Protocol::from_static("websocket"));
    connect.headers_mut().insert("sec-websocket-version", http::HeaderValue::from_static("13"));
    send(&mut sender, connect).await.map(Some)
}

fn request(origin: &Origin, method: Method, path: &str) -> Result<Request<()>, Trouble> {
    let uri = format!("https://{}{}", origin.url.authority(), origin.url.path(path));
    let built = Request::builder().method(method).uri(uri).header("user-agent", USER_AGENT).body(());
    built.map_err(|error| Trouble::NotHttp(error.to_string()))
}

async fn send(sender: &mut SendRequest<Bytes>, request: Request<()>) -> Result<Answer, Trouble> {
    // A CONNECT stays open: its end would close the WebSocket.
    let end = request.method() != Method::CONNECT;
    std::future::poll_fn(|context| sender.poll_ready(context)).await.map_err(|error| trouble(&error))?;
    let (answer, _stream) = sender.send_request(request, end).map_err(|error| trouble(&error))?;
    let answer = answer.await.map_err(|error| trouble(&error))?;
    Ok(head(answer.status().as_u16(), answer.headers()))
}

fn trouble(error: &h2::Error) -> Trouble {
    match error.get_io() {
        Some(error) => crate::dial::trouble(error),
        None => Trouble::NotHttp(error.to_string()),
    }
}
