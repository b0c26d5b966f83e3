//! The address at which a Jellyfin is asked.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Where a Jellyfin is asked, through a proxy or directly: scheme, host, port and base path.
///
/// `https://media.example.com`, `http://127.0.0.1:8096`, `https://[2001:db8::7]:8443/jellyfin`. The base
/// path is empty or begins with a slash and does not end with one. Credentials, queries and fragments
/// are refused, so printing one never shows a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteUrl {
    tls: bool,
    host: Host<String>,
    port: u16,
    base_path: String,
}

/// Why a text is not the address of a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteUrlError {
    /// Not a URL at all.
    #[error("`{text}` is not a web address: {source}; write it like https://media.example.com")]
    NotAUrl {
        /// What was given.
        text: String,
        /// What the URL parser found wrong.
        source: url::ParseError,
    },
    /// A scheme other than http and https.
    #[error("the address begins with `{0}:`; only http and https can be checked")]
    Scheme(String),
    /// A name or password before the host.
    #[error("the address contains a user name or password; leave it out, none is needed")]
    Credentials,
    /// A query or fragment after the path.
    #[error("the address has a `?` or `#` part; give the address of the site only")]
    Trailing,
}

impl SiteUrlError {
    /// The stable name of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAUrl { .. } => "url_not_understood",
            Self::Scheme(_) => "url_scheme",
            Self::Credentials => "url_has_credentials",
            Self::Trailing => "url_has_query",
        }
    }
}

impl SiteUrl {
    /// Whether the site speaks TLS.
    #[must_use]
    pub fn tls(&self) -> bool {
        self.tls
    }

    /// `https` or `http`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// The host as it stands in a URL: an IPv6 address is in brackets.
    #[must_use]
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// The host as an address, when it is one.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match &self.host {
            Host::Ipv4(address) => Some((*address).into()),
            Host::Ipv6(address) => Some((*address).into()),
            Host::Domain(_) => None,
        }
    }

    /// The host as DNS and certificates want it: without brackets.
    #[must_use]
    pub fn server_name(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        }
    }

    /// The port, written out or the scheme's own.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether the port is the scheme's own (443 or 80).
    #[must_use]
    pub fn has_usual_port(&self) -> bool {
        self.port == usual_port(self.tls)
    }

    /// The `Host` header: with the port where it is not the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.has_usual_port() { self.host() } else { format!("{}:{}", self.host, self.port) }
    }

    /// Empty, or a path such as `/jellyfin`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// The path of a question below the base path; `path` begins with a slash.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base_path)
    }

    /// The same server asked below another base path.
    #[must_use]
    pub fn below(&self, base_path: &str) -> Self {
        Self { base_path: base_path.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// The same host asked without TLS on another port.
    #[must_use]
    pub fn in_plain(&self, port: u16) -> Self {
        Self { tls: false, port, ..self.clone() }
    }

    /// Whether this is this machine by its loopback address or the name `localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        }
    }
}

fn usual_port(tls: bool) -> u16 {
    if tls { 443 } else { 80 }
}

impl FromStr for SiteUrl {
    type Err = SiteUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_a_url = |source| SiteUrlError::NotAUrl { text: text.escape_debug().to_string(), source };
        let url = Url::parse(text.trim()).map_err(not_a_url)?;
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return Err(SiteUrlError::Scheme(other.to_owned())),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SiteUrlError::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(SiteUrlError::Trailing);
        }
        let host = url.host().ok_or_else(|| not_a_url(url::ParseError::EmptyHost))?.to_owned();
        let port = url.port().unwrap_or(usual_port(tls));
        Ok(Self { tls, host, port, base_path: url.path().trim_end_matches('/').to_owned() })
    }
}

impl TryFrom<String> for SiteUrl {
    type Error = SiteUrlError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SiteUrl> for String {
    fn from(url: SiteUrl) -> Self {
        url.to_string()
    }
}

impl fmt::Display for SiteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme(), self.authority(), self.base_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_printed_alike() {
        for (text, printed, authority, base) in [
            ("https://Media.Example.com/", "https://media.example.com", "media.example.com", ""),
            ("http://127.0.0.1:8096", "http://127.0.0.1:8096", "127.0.0.1:8096", ""),
            ("https://[::1]:8443/jf/", "https://[::1]:8443/jf", "[::1]:8443", "/jf"),
            ("http://a.test:80/x/y", "http://a.test/x/y", "a.test", "/x/y"),
        ] {
            let url: SiteUrl = text.parse().expect(text);
            assert_eq!((url.to_string().as_str(), url.authority().as_str()), (printed, authority));
            assert_eq!(url.base_path(), base);
            assert_eq!(printed.parse::<SiteUrl>().expect(printed), url);
        }
    }

    #[test]
    fn what_is_no_site_is_refused_by_code() {
        for (text, code) in [
            ("media.example.com", "url_not_understood"),
            ("https://", "url_not_understood"),
            ("ftp://a.test", "url_scheme"),
            ("https://u:p@a.test", "url_has_credentials"),
            ("https://a.test/?api_key=x", "url_has_query"),
        ] {
            assert_eq!(text.parse::<SiteUrl>().expect_err(text).code(), code);
        }
    }
}
