use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::trust::Trust;
use super::{Answer, Visitor};

/// A connection, with or without TLS.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Sends a request over HTTP/1.1 on a connection of its own, and waits for the head of the answer. The certificate that
/// was shown comes with it, among its extensions.
pub(super) async fn send(visitor: &Visitor, request: Request<Full<Bytes>>) -> io::Result<Response<Incoming>> {
    let stream = dial(visitor).await?;
    let mut shown: Option<CertificateDer<'static>> = None;
    let wire: Box<dyn Wire> = match &visitor.trust {
        Some(trust) => {
            let stream = secure(visitor, trust, stream, "http/1.1").await?;
            shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first().cloned());
            Box::new(stream)
        }
        None => Box::new(stream),
    };
    let (mut sender, connection) = handshake(TokioIo::new(wire)).await.map_err(io::Error::other)?;
    // Ends with the answer, or with the WebSocket it became; its errors come back as those of the request.
    tokio::spawn(connection.with_upgrades());
    let mut response = sender.send_request(request).await.map_err(io::Error::other)?;
    if let Some(certificate) = shown {
        response.extensions_mut().insert(certificate);
    }
    Ok(response)
}

/// Asks over HTTP/2.
pub(super) async fn ask_http2(visitor: &Visitor, path: &str) -> io::Result<Answer> {
    let trust = visitor.trust.as_ref().ok_or_else(|| io::Error::other("he comes without TLS"))?;
    let stream = secure(visitor, trust, dial(visitor).await?, "h2").await?;
    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        return Err(io::Error::other("HTTP/2 was not chosen"));
    }
    let (sender, connection) = h2::client::handshake(stream).await.map_err(io::Error::other)?;
    // Ends with the sender.
    tokio::spawn(connection);
    let mut sender = sender.ready().await.map_err(io::Error::other)?;
    let request = Request::builder().method(Method::GET).uri(format!("https://{}{path}", visitor.host));
    let request = request.body(()).map_err(io::Error::other)?;
    let (answer, _) = sender.send_request(request, true).map_err(io::Error::other)?;
    let (head, mut body) = answer.await.map_err(io::Error::other)?.into_parts();
    let mut whole = Vec::new();
    while let Some(data) = body.data().await {
        let data = data.map_err(io::Error::other)?;
        body.flow_control().release_capacity(data.len()).map_err(io::Error::other)?;
        whole.extend_from_slice(&data);
    }
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, certificate: None, body: whole.into() })
}

/// Dials the site from the visitor's own address.
async fn dial(visitor: &Visitor) -> io::Result<TcpStream> {
    let socket = if visitor.site.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.bind(SocketAddr::new(visitor.address, 0))?;
    let stream = socket.connect(visitor.site).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn secure(
    visitor: &Visitor,
    trust: &Trust,
    stream: TcpStream,
    protocol: &str,
) -> io::Result<TlsStream<TcpStream>> {
    let mut config = trust.config().map_err(io::Error::other)?;
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let name = visitor.host.split(':').next().unwrap_or_default().to_owned();
    let name = ServerName::try_from(name).map_err(io::Error::other)?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}
