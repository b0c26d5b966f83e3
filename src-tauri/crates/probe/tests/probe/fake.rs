//! A small server that answers as it is told: HTTP/1.1 and HTTP/2, with or without TLS.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
    pub http2: bool,
}

impl Request {
    /// The last value of a field.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().rev().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What the server does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Reads the body, then answers.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Answers at once and hangs up on the body.
    AnswerEarly(u16),
    /// Hangs up.
    Close,
    /// Keeps silent.
    Hang,
    /// Answers in another protocol.
    Gibberish,
}

pub(crate) type Handler = Arc<dyn Fn(&Request) -> Act + Send + Sync>;

/// A running server; it ends when dropped.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    _serving: JoinSet<()>,
}

impl Fake {
    pub(crate) async fn start(at: &str, tls: Option<Arc<ServerConfig>>, handler: Handler) -> Self {
        let listener = TcpListener::bind(at).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                connections.spawn(serve(stream, tls.clone(), handler.clone()));
            }
        });
        Self { address, _serving: serving }
    }
}

async fn serve(stream: TcpStream, tls: Option<Arc<ServerConfig>>, handler: Handler) {
    let Some(config) = tls else { return http1(stream, &handler).await.unwrap_or_default() };
    let Ok(stream) = TlsAcceptor::from(config).accept(stream).await else { return };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        http2(stream, &handler).await.unwrap_or_default();
    } else {
        http1(stream, &handler).await.unwrap_or_default();
    }
}

async fn http1(mut stream: impl AsyncRead + AsyncWrite + Unpin, handler: &Handler) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        let (request, length) = read_head(&mut stream, &mut buffer).await?;
        buffer.drain(..length);
        let body = request.field("content-length").and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        match handler(&request) {
            Act::Close => return None,
            Act::Hang => std::future::pending().await,
            Act::Gibberish => {
                stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await.ok()?;
                return None;
            }
            Act::AnswerEarly(status) => {
                let head = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).await.ok()?;
                return linger(&mut stream).await;
            }
            Act::Answer(status, fields, text) => {
                skip_body(&mut stream, &mut buffer, body).await?;
                stream.write_all(written(status, &fields, &text).as_bytes()).await.ok()?;
                stream.flush().await.ok()?;
            }
        }
    }
}

/// Says that nothing more comes, and reads on for a while: a server that closes at once would take its
/// answer back (a reset).
async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Option<()> {
    stream.shutdown().await.ok()?;
    let mut unread = [0; 4096];
    while stream.read(&mut unread).await.ok()? > 0 {}
    None
}

fn written(status: u16, fields: &[(&str, String)], text: &str) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} x\r\n{fields}Content-Length: {}\r\n\r\n{text}", text.len())
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<(Request, usize)> {
    loop {
        let mut fields = [httparse::EMPTY_HEADER; 50];
        let mut head = httparse::Request::new(&mut fields);
        if let httparse::Status::Complete(length) = head.parse(buffer).ok()? {
            let field =
                |f: &httparse::Header<'_>| (f.name.to_owned(), String::from_utf8_lossy(f.value).into_owned());
            let request = Request {
                method: head.method?.to_owned(),
                path: head.path?.to_owned(),
                fields: head.headers.iter().map(field).collect(),
                http2: false,
            };
            return Some((request, length));
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

async fn skip_body(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>, length: usize) -> Option<()> {
    while buffer.len() < length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    buffer.drain(..length);
    Some(())
}

/// Every fake that chooses HTTP/2 announces WebSockets over it.
async fn http2(stream: impl AsyncRead + AsyncWrite + Unpin, handler: &Handler) -> Option<()> {
    let mut connection =
        h2::server::Builder::new().enable_connect_protocol().handshake::<_, Bytes>(stream).await.ok()?;
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let upgrade = request.extensions().get::<h2::ext::Protocol>().map(|name| name.as_str().to_owned());
        let request = Request {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            fields: upgrade.map(|name| ("Upgrade".to_owned(), name)).into_iter().collect(),
            http2: true,
        };
        let Act::Answer(status, fields, text) = handler(&request) else { return None };
        let mut answer = http::Response::builder().status(status);
        for (name, value) in fields {
            answer = answer.header(name, value);
        }
        let mut body = respond.send_response(answer.body(()).ok()?, false).ok()?;
        body.send_data(text.into(), true).ok()?;
    }
    None
}
