//! All that was observed of a site in one run.

use std::net::{IpAddr, SocketAddr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access_log::AccessLogSeen;
use super::answer::Answer;
use super::site_url::SiteUrl;
use super::tls_seen::TlsSeen;
use super::trouble::{Dial, Question};

/// The path asked over plain http to see where it leads; the query must survive the redirect.
pub const REDIRECT_PATH: &str = "/web/index.html?x=1";

/// What was observed of one site. It can be saved and judged again, and holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observations {
    /// The version of this format: 1.
    pub schema: u32,
    /// The site as visitors type it.
    pub url: SiteUrl,
    /// Where it was dialled instead of at its name's addresses.
    pub connect: Option<SocketAddr>,
    /// The port asked for the redirect to https; `None` for a site without TLS, or when unknown.
    pub http_port: Option<u16>,
    /// Where Jellyfin was asked directly.
    pub upstream: Option<SiteUrl>,
    /// When the measuring began.
    pub measured_at: Timestamp,
    /// The addresses of the site's name; not asked when `connect` is given or the host is an address.
    pub addresses: Question<Vec<IpAddr>>,
    /// The site's own port on each address.
    pub dials: Vec<Dial>,
    /// The plain http port on each address.
    pub http_dials: Vec<Dial>,
    /// What plain http answered.
    pub redirect: RedirectSeen,
    /// The TLS side; `None` for a site without TLS or one that could not be dialled.
    pub tls: Option<TlsSeen>,
    /// What the site answered.
    pub proxied: ProxiedSeen,
    /// What Jellyfin answered directly.
    pub direct: DirectSeen,
    /// Jellyfin's port on addresses of this machine other than loopback; `None` when none were given.
    pub exposure: Option<Vec<ExposureSeen>>,
    /// An excerpt of the proxy's access log; `None` when none was given.
    pub access_log: Option<AccessLogSeen>,
    /// How long small requests took both ways; `None` when one of the ways could not be asked.
    pub latency: Option<LatencySeen>,
}

impl Observations {
    /// A run in which nothing was asked yet.
    #[must_use]
    pub fn begin(url: SiteUrl, measured_at: Timestamp) -> Self {
        Self {
            schema: 1,
            url,
            connect: None,
            http_port: None,
            upstream: None,
            measured_at,
            addresses: Question::NotAsked,
            dials: Vec::new(),
            http_dials: Vec::new(),
            redirect: RedirectSeen::default(),
            tls: None,
            proxied: ProxiedSeen::default(),
            direct: DirectSeen::default(),
            exposure: None,
            access_log: None,
            latency: None,
        }
    }
}

/// What the plain http port answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedirectSeen {
    /// [`REDIRECT_PATH`] below the base path.
    pub page: Question<Answer>,
    /// A path that begins with two slashes and another host: an open redirect leads there.
    pub doubled_slash: Question<Answer>,
    /// A path below `/.well-known/acme-challenge/`.
    pub challenge: Question<Answer>,
}

/// What the site answered, below its base path, on HTTP/1.1 unless said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProxiedSeen {
    /// `/health`.
    pub health: Question<Answer>,
    /// `/System/Info/Public`.
    pub info: Question<Answer>,
    /// `/web`, whose redirect shows scheme, host and port as Jellyfin sees them.
    pub web: Question<Answer>,
    /// The first ten bytes of a file of the web client.
    pub range: Question<Answer>,
    /// A body of 2 MB sent where Jellyfin wants a login.
    pub upload: Question<Answer>,
    /// An upgrade to WebSocket on `/socket`.
    pub socket: Question<Answer>,
    /// The same over HTTP/2 (RFC 8441); not asked where the server does not announce it.
    pub socket_http2: Question<Answer>,
}

/// What Jellyfin answered directly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DirectSeen {
    /// `/health`.
    pub health: Question<Answer>,
    /// `/System/Info/Public`.
    pub info: Question<Answer>,
    /// `/web`, with forwarded headers as a proxy would send them for a visitor from the Internet.
    pub web_forwarded: Question<Answer>,
    /// `/health`, with the same forwarded headers: shows whether such a visitor is refused.
    pub health_forwarded: Question<Answer>,
}

/// Jellyfin's port on one address of this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExposureSeen {
    /// The address and port asked.
    pub address: SocketAddr,
    /// `/System/Info/Public` there.
    pub info: Question<Answer>,
}

/// Medians over small requests on kept connections, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatencySeen {
    /// Through the proxy.
    pub proxied_us: u64,
    /// Directly.
    pub direct_us: u64,
    /// How many pairs were measured.
    pub pairs: u32,
}
