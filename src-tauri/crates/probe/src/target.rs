//! What is to be measured.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use engine::verdict::{AccessLogSeen, SiteUrl};

use crate::tls::roots::Roots;

/// A site, and how to get at it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The site as visitors type it.
    pub url: SiteUrl,
    /// Where to dial it instead of at its name's addresses. TLS and HTTP still name the URL's host.
    pub connect: Option<SocketAddr>,
    /// The plain http port that leads to the site. Without it, 80 is taken for a site on 443 that is
    /// not dialled elsewhere; any other site is not asked.
    pub http_port: Option<u16>,
    /// Jellyfin's own address, as seen from the proxy's machine.
    pub upstream: Option<SiteUrl>,
    /// By which roots the certificate is judged.
    pub roots: Roots,
    /// Addresses of this machine other than loopback on which Jellyfin's port is to be tried.
    pub own_addresses: Vec<IpAddr>,
    /// What an excerpt of the proxy's access log shows.
    pub access_log: Option<AccessLogSeen>,
    /// How long is waited.
    pub limits: Limits,
}

impl Target {
    /// A site asked as any visitor would.
    #[must_use]
    pub fn new(url: SiteUrl) -> Self {
        Self {
            url,
            connect: None,
            http_port: None,
            upstream: None,
            roots: Roots::Platform,
            own_addresses: Vec::new(),
            access_log: None,
            limits: Limits::default(),
        }
    }

    /// The port to ask for the redirect to https, if it is known.
    pub(crate) fn redirect_port(&self) -> Option<u16> {
        let usual = self.url.has_usual_port() && self.connect.is_none_or(|at| at.port() == 443);
        self.http_port.or(usual.then_some(80)).filter(|_| self.url.tls())
    }
}

/// How long is waited.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For one question.
    pub question: Duration,
    /// For all of them together.
    pub overall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { question: Duration::from_secs(5), overall: Duration::from_secs(15) }
    }
}
