//! Conditional requests.

use std::time::SystemTime;

use crate::clock;
use crate::http::request::Request;

/// What tells one state of a file from another.
#[derive(Clone, Debug)]
pub(crate) struct Validators {
    /// With its quotes.
    pub(crate) etag: Option<String>,
    pub(crate) modified: SystemTime,
}

/// What the conditions of a request come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Send,
    NotModified,
    Failed,
}

impl Validators {
    pub(super) fn judge(&self, request: &Request) -> Outcome {
        let modified = clock::whole_second(self.modified);
        let date = |name| request.header(name).and_then(clock::parse_http_date);
        if request.header("If-Match").is_some() && !self.is_among(request, "If-Match")
            || date("If-Unmodified-Since").is_some_and(|since| modified > since)
        {
            return Outcome::Failed;
        }
        let unchanged = match request.header("If-None-Match") {
            Some(_) => self.is_among(request, "If-None-Match"),
            None => date("If-Modified-Since").is_some_and(|since| modified <= since),
        };
        if unchanged { Outcome::NotModified } else { Outcome::Send }
    }

    /// The parts the client has are of this very state, so a range of it is wanted.
    pub(super) fn allow_range(&self, request: &Request) -> bool {
        match request.header("If-Range") {
            None => true,
            Some(tag) if tag.starts_with('"') => self.etag.as_deref() == Some(tag),
            Some(date) => clock::parse_http_date(date) == Some(clock::whole_second(self.modified)),
        }
    }

    fn is_among(&self, request: &Request, name: &str) -> bool {
        let tags = request.header_values(name).flat_map(|line| line.split(',')).map(str::trim);
        tags.into_iter().any(|tag| tag == "*" || self.etag.as_deref() == Some(tag.trim_start_matches("W/")))
    }
}
