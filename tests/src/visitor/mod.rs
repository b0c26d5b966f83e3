mod answer;
mod connection;
mod download;
mod plain;
mod runtime;
mod trust;
mod web_socket;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

pub use answer::Answer;
use bytes::Bytes;
pub use download::Download;
use http::Request;
use http::header::{CONNECTION, HOST, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use http_body_util::Full;
pub use plain::visit;
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use trust::Trust;
pub use web_socket::WebSocket;

use crate::DOMAIN;

/// The address that visitors of the tests have: a public one, which the sandbox's `lo` carries.
pub const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

/// No exchange of a test takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The example key of RFC 6455.
const SOCKET_KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Somebody on the other side of the proxy, with an address of his own.
#[derive(Clone)]
pub struct Visitor {
    address: IpAddr,
    site: SocketAddr,
    host: String,
    /// Whom he trusts when he comes by HTTPS.
    trust: Option<Trust>,
}

impl Visitor {
    /// A stranger who comes to port 80 without TLS.
    pub fn by_http() -> Self {
        Self { address: STRANGER, site: (STRANGER, 80).into(), host: DOMAIN.to_owned(), trust: None }
    }

    /// A stranger who comes to port 443 and trusts the authorities in this PEM text.
    ///
    /// # Panics
    /// When the text holds no certificate.
    pub fn by_https(authorities: &str) -> Self {
        let certificates = CertificateDer::pem_slice_iter(authorities.as_bytes());
        let mut roots = RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(certificates.map(|der| der.expect("a certificate")));
        assert!(added > 0, "no certificate in {authorities:?}");
        Self::by_tls(Trust::Authorities(Arc::new(roots)))
    }

    /// A stranger who comes to port 443 and takes whatever certificate he is shown.
    pub fn by_https_to_anybody() -> Self {
        Self::by_tls(Trust::Anybody)
    }

    fn by_tls(trust: Trust) -> Self {
        Self { site: (STRANGER, 443).into(), trust: Some(trust), ..Self::by_http() }
    }

    /// The same one, who dials this address from the same address.
    #[must_use]
    pub fn at(self, site: SocketAddr) -> Self {
        let address = if site.ip().is_loopback() { site.ip() } else { STRANGER };
        Self { address, site, ..self }
    }

    /// The same one, who dials this port.
    #[must_use]
    pub fn at_port(self, port: u16) -> Self {
        let site = SocketAddr::new(self.site.ip(), port);
        self.at(site)
    }

    /// The same one, who asks for this host: what TLS names, and with its port what HTTP names.
    #[must_use]
    pub fn calling(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// Asks for a path.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// Asks for a path with these header fields.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn get_with(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.ask("GET", path, fields, 0);
        answer.unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    /// Sends a body of so many bytes.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn post(&self, path: &str, size: usize) -> Answer {
        let answer = self.ask("POST", path, &[("Content-Type", "image/png")], size);
        answer.unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    /// Asks on a connection of its own, and reads the answer.
    ///
    /// # Errors
    /// There is no connection, or no answer on it.
    pub fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)], size: usize) -> io::Result<Answer> {
        let request = self.request(method, path, fields, size);
        runtime::within(PATIENCE, async { Answer::read(connection::send(self, request).await?).await })
    }

    /// Asks over HTTP/2.
    ///
    /// # Errors
    /// The server does not choose HTTP/2, or there is no answer.
    pub fn ask_http2(&self, path: &str) -> io::Result<Answer> {
        runtime::within(PATIENCE, connection::ask_http2(self, path))
    }

    /// Begins to read what is behind a path.
    ///
    /// # Panics
    /// When the answer is not 200.
    pub fn download(&self, path: &str) -> Download {
        let request = self.request("GET", path, &[], 0);
        let response = runtime::within(PATIENCE, connection::send(self, request));
        Download::of(response.unwrap_or_else(|error| panic!("GET {path}: {error}")))
    }

    /// Opens a WebSocket; without a 101 the answer comes back.
    ///
    /// # Errors
    /// What was answered instead.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn web_socket(&self, path: &str) -> Result<WebSocket, Box<Answer>> {
        let fields = [
            (CONNECTION.as_str(), "Upgrade"),
            (UPGRADE.as_str(), "websocket"),
            (SEC_WEBSOCKET_VERSION.as_str(), "13"),
            (SEC_WEBSOCKET_KEY.as_str(), SOCKET_KEY),
        ];
        let request = self.request("GET", path, &fields, 0);
        let opened = runtime::within(PATIENCE, async {
            let response = connection::send(self, request).await?;
            if response.status() == http::StatusCode::SWITCHING_PROTOCOLS {
                return Ok(Ok(WebSocket::of(response).await?));
            }
            Ok(Err(Box::new(Answer::read(response).await?)))
        });
        opened.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
        size: usize,
    ) -> Request<Full<Bytes>> {
        let named = Request::builder().method(method).uri(path).header(HOST, &self.host);
        let built = fields.iter().fold(named, |request, (name, value)| request.header(*name, *value));
        built.body(Full::new(vec![0; size].into())).expect("a request that can be written")
    }
}
