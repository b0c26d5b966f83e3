use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::header::{HOST, RANGE};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Ask;
use super::tally::Tally;
use crate::site::{DOMAIN, HTTPS, JELLYFIN};

/// Where a load goes.
#[derive(Clone)]
pub(crate) struct Target {
    address: SocketAddr,
    tls: Option<TlsConnector>,
}

impl Target {
    /// Jellyfin itself, over plain HTTP.
    pub(crate) fn jellyfin() -> Self {
        Self { address: JELLYFIN, tls: None }
    }

    /// The site over TLS 1.3 and HTTP/1.1, with the certificate verified.
    pub(crate) fn site(authority: &Path) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_pem_file(authority).context("the authority's certificate")?;
        roots.add(authority)?;
        let config = ClientConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { address: HTTPS, tls: Some(TlsConnector::from(Arc::new(config))) })
    }

    pub(super) async fn connect(&self) -> Result<Connection> {
        let stream = TcpStream::connect(self.address).await.with_context(|| self.address.to_string())?;
        stream.set_nodelay(true)?;
        match &self.tls {
            None => speak(stream).await,
            Some(connector) => {
                let name = ServerName::try_from(DOMAIN)?;
                speak(connector.connect(name, stream).await.context("the TLS handshake")?).await
            }
        }
    }
}

async fn speak<S>(stream: S) -> Result<Connection>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // It ends with the sender; what went wrong on it is told to whoever waits for an answer.
    tokio::spawn(connection);
    Ok(Connection { sender })
}

/// A connection that is kept for one request after the other.
pub(super) struct Connection {
    sender: SendRequest<Empty<Bytes>>,
}

impl Connection {
    /// Whether another request can be sent. Servers close a connection after so many requests (Apache 100, older
    /// nginx 1,000 unless told otherwise); what the next one costs counts like the rest.
    pub(super) async fn is_open(&mut self) -> bool {
        self.sender.ready().await.is_ok()
    }

    /// Sends a request, and counts its answer's bytes as they come.
    pub(super) async fn ask(&mut self, ask: &Ask, tally: &Tally) -> Result<()> {
        let mut request = Request::get(ask.path).header(HOST, DOMAIN);
        if let Some((first, last)) = ask.range {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        let answer = self.sender.send_request(request.body(Empty::new())?).await?;
        let expected = if ask.range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
        if answer.status() != expected {
            bail!("{} was answered with {}", ask.path, answer.status());
        }
        let mut body = answer.into_body();
        while let Some(frame) = body.frame().await {
            if let Some(data) = frame?.data_ref() {
                tally.add_bytes(data.len());
            }
        }
        tally.add_request();
        Ok(())
    }
}
