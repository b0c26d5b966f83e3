use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::str::FromStr;

use url::{Host, Url};

use super::{Fqdn, text_serde};

/// Jellyfin's default port (`InternalHttpPort` in network.xml).
const DEFAULT_PORT: NonZeroU16 = NonZeroU16::new(8096).expect("8096 is not zero");

/// Where Jellyfin listens, as the proxy dials it: plain HTTP to one host and port.
///
/// `localhost` becomes `127.0.0.1`: it may resolve to `::1` first, where a Jellyfin without IPv6
/// (its default) does not listen, and the visitor gets an occasional 502.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Upstream {
    host: UpstreamHost,
    port: NonZeroU16,
}

/// The host part of an [`Upstream`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UpstreamHost {
    /// Dialled as it stands.
    Address(IpAddr),
    /// Resolved by the proxy when it starts.
    Name(Fqdn),
}

/// Why a text does not say where Jellyfin is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// No URL at all.
    #[error("{0:?} is not an address such as http://127.0.0.1:8096")]
    NotAUrl(String),
    /// Jellyfin's own TLS is not wanted behind a proxy on a trusted network.
    #[error("the scheme must be http: behind a proxy Jellyfin's own https is left off")]
    Scheme,
    /// User name or password in the URL.
    #[error("leave out the user name and password: a proxy configuration is no place for them")]
    Credentials,
    /// A path, query or fragment came along.
    #[error("leave out the path: Jellyfin's base URL is a setting of its own")]
    Path,
    /// Port 0, or none that TCP knows.
    #[error("the port must be between 1 and 65535")]
    Port,
    /// The host is neither an address nor a name.
    #[error("the host is neither an address nor a domain name")]
    Host,
}

impl UpstreamError {
    /// The stable word for this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAUrl(_) => "upstream_not_a_url",
            Self::Scheme => "upstream_scheme",
            Self::Credentials => "upstream_credentials",
            Self::Path => "upstream_path",
            Self::Port => "upstream_port",
            Self::Host => "upstream_host",
        }
    }
}

impl Upstream {
    /// Jellyfin on this machine, on its default port.
    pub fn local(port: NonZeroU16) -> Self {
        Self { host: UpstreamHost::Address(Ipv4Addr::LOCALHOST.into()), port }
    }

    /// The host to dial.
    pub fn host(&self) -> &UpstreamHost {
        &self.host
    }

    /// The port to dial.
    pub fn port(&self) -> NonZeroU16 {
        self.port
    }

    /// Whether it is dialled over the loopback interface, that is: Jellyfin runs on this machine.
    pub fn is_loopback(&self) -> bool {
        matches!(&self.host, UpstreamHost::Address(address) if address.is_loopback())
    }

    /// The address to dial, where no name has to be resolved first.
    pub fn socket_address(&self) -> Option<SocketAddr> {
        match self.host {
            UpstreamHost::Address(address) => Some(SocketAddr::new(address, self.port.get())),
            UpstreamHost::Name(_) => None,
        }
    }

    /// `host:port` as all three dialects write it, IPv6 in brackets.
    pub fn authority(&self) -> String {
        match &self.host {
            UpstreamHost::Address(IpAddr::V6(address)) => format!("[{address}]:{}", self.port),
            UpstreamHost::Address(IpAddr::V4(address)) => format!("{address}:{}", self.port),
            UpstreamHost::Name(name) => format!("{name}:{}", self.port),
        }
    }
}

impl FromStr for Upstream {
    type Err = UpstreamError;

    fn from_str(text: &str) -> Result<Self, UpstreamError> {
        // The URL standard drops tabs and newlines silently; here they are somebody's mistake.
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(UpstreamError::NotAUrl(text.to_owned()));
        }
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::InvalidPort => UpstreamError::Port,
            _ => UpstreamError::NotAUrl(text.to_owned()),
        })?;
        if url.scheme() != "http" {
            return Err(UpstreamError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UpstreamError::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(UpstreamError::Path);
        }
        Ok(Self { host: upstream_host(&url)?, port: upstream_port(&url, text)? })
    }
}

fn upstream_host(url: &Url) -> Result<UpstreamHost, UpstreamError> {
    match url.host() {
        Some(Host::Ipv4(address)) if address.is_unspecified() => Err(UpstreamError::Host),
        Some(Host::Ipv6(address)) if address.is_unspecified() => Err(UpstreamError::Host),
        Some(Host::Ipv4(address)) => Ok(UpstreamHost::Address(address.into())),
        Some(Host::Ipv6(address)) => Ok(UpstreamHost::Address(address.into())),
        Some(Host::Domain("localhost")) => Ok(UpstreamHost::Address(Ipv4Addr::LOCALHOST.into())),
        Some(Host::Domain(name)) => name.parse().map(UpstreamHost::Name).map_err(|_| UpstreamError::Host),
        None => Err(UpstreamError::Host),
    }
}

/// `Url` drops `:80` as the default of its scheme, so that a typed 80 and no port look alike.
fn upstream_port(url: &Url, text: &str) -> Result<NonZeroU16, UpstreamError> {
    match url.port() {
        Some(port) => NonZeroU16::new(port).ok_or(UpstreamError::Port),
        None if text.trim_end_matches('/').ends_with(":80") => NonZeroU16::new(80).ok_or(UpstreamError::Port),
        None => Ok(DEFAULT_PORT),
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority())
    }
}

text_serde!(Upstream);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_jellyfins_defaults() {
        for (typed, kept) in [
            ("http://127.0.0.1:8096", "http://127.0.0.1:8096"),
            ("http://127.0.0.1:8096/", "http://127.0.0.1:8096"),
            ("http://127.0.0.1", "http://127.0.0.1:8096"),
            ("http://127.0.0.1:80", "http://127.0.0.1:80"),
            ("http://localhost:8096", "http://127.0.0.1:8096"),
            ("http://[::1]:8096", "http://[::1]:8096"),
            ("http://NAS.lan:18096", "http://nas.lan:18096"),
        ] {
            assert_eq!(typed.parse::<Upstream>().map(|u| u.to_string()), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_own_code() {
        for (typed, code) in [
            ("127.0.0.1:8096", "upstream_not_a_url"),
            ("http://127.0.0.1:8096\n", "upstream_not_a_url"),
            ("https://127.0.0.1:8920", "upstream_scheme"),
            ("ftp://127.0.0.1", "upstream_scheme"),
            ("http://user:pw@127.0.0.1:8096", "upstream_credentials"),
            ("http://127.0.0.1:8096/jellyfin", "upstream_path"),
            ("http://127.0.0.1:8096/?a=b", "upstream_path"),
            ("http://127.0.0.1:0", "upstream_port"),
            ("http://127.0.0.1:70000", "upstream_port"),
            ("http://0.0.0.0:8096", "upstream_host"),
            ("http://a_b:8096", "upstream_host"),
        ] {
            assert_eq!(typed.parse::<Upstream>().map_err(|e| e.code()), Err(code), "{typed:?}");
        }
    }
}
