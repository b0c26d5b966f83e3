//! One server that is asked: its address, what it is called, and how a connection to it comes about.

use std::net::SocketAddr;
use std::sync::Arc;

use engine::verdict::{SiteUrl, Trouble};
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::deadline::Deadline;
use crate::dial;
use crate::tls::client;

/// A connection, with or without TLS.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// A server as it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// What it is called: TLS and HTTP name this host.
    pub(crate) url: SiteUrl,
    /// Where it is dialled; without it, at its name.
    pub(crate) address: Option<SocketAddr>,
    /// How long is waited.
    pub(crate) deadline: Deadline,
}

impl Origin {
    /// A connection for HTTP/1.1.
    pub(crate) async fn connect(&self) -> Result<Box<dyn Wire>, Trouble> {
        let stream = self.dial().await?;
        if !self.url.tls() {
            return Ok(Box::new(stream));
        }
        Ok(Box::new(self.handshake(stream, client::config(&["http/1.1"])).await?))
    }

    /// A TLS connection with these settings.
    pub(crate) async fn connect_tls(
        &self,
        config: Arc<ClientConfig>,
    ) -> Result<TlsStream<TcpStream>, Trouble> {
        let stream = self.dial().await?;
        self.handshake(stream, config).await
    }

    /// A bare connection.
    pub(crate) async fn dial(&self) -> Result<TcpStream, Trouble> {
        let given = || Some(SocketAddr::new(self.url.address()?, self.url.port()));
        match self.address.or_else(given) {
            Some(address) => dial::connect(address).await,
            None => dial::connect_name(&self.url.server_name(), self.url.port(), self.deadline).await,
        }
    }

    /// The name that TLS asks for; an address is not sent (RFC 6066) but still compared.
    pub(crate) fn server_name(&self) -> Result<ServerName<'static>, Trouble> {
        let name = self.url.server_name();
        ServerName::try_from(name).map_err(|error| Trouble::Tls(error.to_string()))
    }

    async fn handshake(
        &self,
        stream: TcpStream,
        config: Arc<ClientConfig>,
    ) -> Result<TlsStream<TcpStream>, Trouble> {
        let connecting = TlsConnector::from(config).connect(self.server_name()?, stream);
        connecting.await.map_err(|error| match error.get_ref() {
            Some(inner) if inner.is::<rustls::Error>() => Trouble::Tls(inner.to_string()),
            _ => Trouble::Tls(dial::trouble(&error).to_string()),
        })
    }
}
