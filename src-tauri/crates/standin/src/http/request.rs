//! The head of a request, parsed.

use super::head::Rejection;
use super::target::{self, Target};
use crate::network::host;

/// The head of a request that passed Kestrel's own rules.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent.
    pub(crate) target: String,
    /// Percent-decoded, without dot segments; empty for `OPTIONS *`.
    pub(crate) path: String,
    /// With its question mark, as sent; empty without one.
    pub(crate) query: String,
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    pub(crate) minor_version: u8,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) framing: Framing,
}

/// How the length of a request's body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    Length(u64),
    Chunked,
}

impl Request {
    /// Checks what Kestrel checks before it hands a request to Jellyfin.
    pub(super) fn new(
        method: &str,
        target: &str,
        minor_version: u8,
        headers: Vec<(String, String)>,
    ) -> Result<Self, Rejection> {
        let Target { authority, path, query } = target::parse(method, target).ok_or(Rejection::BadRequest)?;
        let mut request = Self {
            method: method.to_owned(),
            target: target.to_owned(),
            path,
            query,
            minor_version,
            headers,
            framing: Framing::Length(0),
        };
        request.check_host(authority.as_deref())?;
        request.framing = request.find_framing()?;
        Ok(request)
    }

    /// The first value of a header field.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The values of all lines of a header field.
    pub(crate) fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.headers.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name));
        lines.map(|(_, value)| value.as_str())
    }

    /// The field is a list of words and this is one of them.
    pub(crate) fn lists(&self, name: &str, word: &str) -> bool {
        self.header_values(name)
            .flat_map(|line| line.split(','))
            .any(|item| item.trim().eq_ignore_ascii_case(word))
    }

    /// The value of a query parameter, percent-decoded; its name in any case.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self.query.trim_start_matches('?').split('&');
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| target::decode(&value.replace('+', " ")))
    }

    pub(crate) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// The client wants the connection to stay.
    pub(crate) fn keeps_alive(&self) -> bool {
        match self.minor_version {
            0 => self.lists("Connection", "keep-alive") && !self.lists("Connection", "close"),
            _ => !self.lists("Connection", "close"),
        }
    }

    fn check_host(&self, authority: Option<&str>) -> Result<(), Rejection> {
        let mut hosts = self.header_values("Host");
        let (first, second) = (hosts.next(), hosts.next());
        let missing = first.is_none() && self.minor_version > 0;
        if missing || second.is_some() || !first.is_none_or(host::is_valid) {
            return Err(Rejection::BadRequest);
        }
        match (authority, first) {
            (Some(authority), Some(host)) if !authority.eq_ignore_ascii_case(host) => {
                Err(Rejection::BadRequest)
            }
            _ => Ok(()),
        }
    }

    /// A chunked body wins over a declared length, as in Kestrel.
    fn find_framing(&self) -> Result<Framing, Rejection> {
        let mut codings = self.header_values("Transfer-Encoding").flat_map(|line| line.split(',')).peekable();
        if codings.peek().is_some() {
            let last_is_chunked = codings.last().is_some_and(|it| it.trim().eq_ignore_ascii_case("chunked"));
            return if last_is_chunked { Ok(Framing::Chunked) } else { Err(Rejection::BadRequest) };
        }
        let mut lengths = self.header_values("Content-Length");
        match (lengths.next(), lengths.next()) {
            (None, _) if self.minor_version == 0 && matches!(self.method.as_str(), "POST" | "PUT") => {
                Err(Rejection::BadRequest)
            }
            (None, _) => Ok(Framing::Length(0)),
            (Some(length), None) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
                length.parse().map(Framing::Length).map_err(|_| Rejection::BadRequest)
            }
            (Some(_), _) => Err(Rejection::BadRequest),
        }
    }
}
