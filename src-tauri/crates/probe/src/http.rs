//! Questions over HTTP/1.1 and their answers.

use std::error::Error;
use std::io;

use bytes::Bytes;
use engine::verdict::answer::EXCERPT;
use engine::verdict::redact::redact;
use engine::verdict::{Answer, Trouble};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HeaderMap;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

use crate::dial;
use crate::origin::Origin;

/// Who asks, for the server's log.
pub(crate) const USER_AGENT: &str = concat!("jellyfin-proxy-check/", env!("CARGO_PKG_VERSION"));

/// Extra header fields of a question.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

/// A connection on which one question follows the other.
pub(crate) struct Kept {
    sender: SendRequest<Empty<Bytes>>,
    authority: String,
}

impl Kept {
    /// Connects.
    pub(crate) async fn open(origin: &Origin) -> Result<Self, Trouble> {
        let wire = origin.connect().await?;
        let (sender, connection) = handshake(TokioIo::new(wire)).await.map_err(|error| trouble(&error))?;
        // Ends with the sender; its errors come back as those of the question.
        tokio::spawn(connection);
        Ok(Self { sender, authority: origin.url.authority() })
    }

    /// Asks for a path and reads the answer.
    pub(crate) async fn get(&mut self, path: &str, fields: Fields<'_>) -> Result<Answer, Trouble> {
        let request = self.request("GET", path, fields)?;
        self.send(request).await
    }

    /// Sends a request without a body.
    pub(crate) async fn post(&mut self, path: &str) -> Result<Answer, Trouble> {
        let request = self.request("POST", path, &[("Content-Length", "0")])?;
        self.send(request).await
    }

    async fn send(&mut self, request: Request<Empty<Bytes>>) -> Result<Answer, Trouble> {
        // The connection takes the next request a moment after the last byte of the answer before.
        self.sender.ready().await.map_err(|error| trouble(&error))?;
        let response = self.sender.send_request(request).await.map_err(|error| trouble(&error))?;
        read(response).await
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        fields: Fields<'_>,
    ) -> Result<Request<Empty<Bytes>>, Trouble> {
        let named = Request::builder().method(method).uri(path).header("Host", &self.authority);
        let built = fields.iter().fold(named.header("User-Agent", USER_AGENT), |r, (k, v)| r.header(*k, *v));
        built.body(Empty::new()).map_err(|error| Trouble::NotHttp(error.to_string()))
    }
}

/// Asks one question on a connection of its own. A connection that closes without an answer is tried
/// once more: a server that is being reloaded does that.
pub(crate) async fn get(origin: &Origin, path: &str, fields: Fields<'_>) -> Result<Answer, Trouble> {
    let once = || async { Kept::open(origin).await?.get(path, fields).await };
    let asking = async {
        match once().await {
            Err(Trouble::Closed) => once().await,
            result => result,
        }
    };
    let result = origin.deadline.bound(asking).await;
    tracing::debug!(url = %origin.url, path, ?result, "asked");
    result
}

/// The parts of an answer that are judged, without its body.
pub(crate) fn head(status: u16, fields: &HeaderMap) -> Answer {
    let text = |name: &str| fields.get(name).map(|value| redact(&String::from_utf8_lossy(value.as_bytes())));
    Answer {
        status,
        location: text("location"),
        server: text("server"),
        content_type: text("content-type"),
        content_range: text("content-range"),
        retry_after: text("retry-after"),
        response_time: fields.contains_key("x-response-time-ms"),
        body: String::new(),
    }
}

/// The beginning of a body as text.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let beginning = &body[..body.len().min(EXCERPT)];
    redact(&String::from_utf8_lossy(beginning))
}

async fn read(response: Response<hyper::body::Incoming>) -> Result<Answer, Trouble> {
    let answer = head(response.status().as_u16(), response.headers());
    let mut body = response.into_body();
    let mut beginning = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| trouble(&error))?;
        if let Some(data) = frame.data_ref().filter(|_| beginning.len() < EXCERPT) {
            beginning.extend_from_slice(data);
        }
    }
    Ok(Answer { body: excerpt(&beginning), ..answer })
}

fn trouble(error: &hyper::Error) -> Trouble {
    if let Some(error) = error.source().and_then(|source| source.downcast_ref::<io::Error>()) {
        return dial::trouble(error);
    }
    if error.is_parse() { Trouble::NotHttp(error.to_string()) } else { Trouble::Closed }
}
