//! What is answered to one request.

use std::ops::Range;

use bytes::Bytes;

use crate::media::trickle::Trickle;

/// What is answered to one request.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// What follows the head of an answer.
#[derive(Debug)]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// Content whose length is told.
    Whole(Bytes),
    /// Content written without telling its length: chunked, or to the end of the connection.
    Written(Bytes),
    /// A part of the video every item is.
    Media(Range<u64>),
    /// A stream at a steady rate.
    Trickle(Trickle),
    /// Another protocol: WebSocket.
    Socket,
}

impl Response {
    pub(crate) fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Empty }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// 302 to this place.
    pub(crate) fn found(location: impl Into<String>) -> Self {
        Self::new(302).with("Location", location)
    }

    /// Text of this type, its length not told.
    pub(crate) fn written(status: u16, media_type: &str, text: impl Into<Bytes>) -> Self {
        Self::new(status).with("Content-Type", media_type).body(Body::Written(text.into()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
    }
}
