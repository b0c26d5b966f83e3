use std::io;

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use rustls_pki_types::CertificateDer;

/// What a visitor was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The certificate that the site showed, where it was visited by HTTPS over HTTP/1.1.
    pub certificate: Option<CertificateDer<'static>>,
    /// The body as it was sent: still compressed, if it was.
    pub body: Bytes,
}

impl Answer {
    pub(super) async fn read(response: Response<Incoming>) -> io::Result<Self> {
        let (mut head, body) = response.into_parts();
        let certificate = head.extensions.remove();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        Ok(Self { status: head.status.as_u16(), headers: head.headers, certificate, body })
    }

    /// The first value of a header field; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
