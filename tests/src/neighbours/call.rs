use std::fmt::Write;
use std::net::SocketAddr;

use http::header::{CONNECTION, DATE, HeaderName, UPGRADE};

use crate::Visitor;

/// Fields that say nothing about the site: the time, and what this one connection could become (RFC 9110, 7.6.1).
/// Apache's module for HTTP/2 has every site offer it, which its plan says.
const PASSING: [HeaderName; 3] = [DATE, CONNECTION, UPGRADE];

/// A visit to a site.
pub(super) struct Call {
    visitor: Visitor,
    what: String,
    path: &'static str,
    /// What is only in this site's answer.
    mark: &'static str,
}

impl Call {
    /// Without TLS.
    pub(super) fn http(address: &str, host: &str, mark: &'static str) -> Self {
        Self::by(Visitor::by_http(), "http", address, host, mark)
    }

    /// With TLS, which names the host too.
    pub(super) fn https(address: &str, host: &str, mark: &'static str) -> Self {
        Self::by(Visitor::by_https_to_anybody(), "https", address, host, mark)
    }

    /// For another path than `/`.
    pub(super) fn path(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    fn by(visitor: Visitor, scheme: &str, address: &str, host: &str, mark: &'static str) -> Self {
        let site: SocketAddr = address.parse().expect("an address with its port");
        let what = format!("{scheme}://{host} at {address}");
        Self { visitor: visitor.at(site).calling(host), what, path: "/", mark }
    }

    /// The answer, as text.
    #[track_caller]
    pub(super) fn answer(&self) -> String {
        let answer = self.visitor.ask("GET", self.path, &[], 0);
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", self.what));
        let mut text = format!("{}: {}\n", self.what, answer.status);
        for (name, value) in answer.headers.iter().filter(|(name, _)| !PASSING.contains(name)) {
            let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        }
        if let Some(certificate) = &answer.certificate {
            // Two signatures do not end alike.
            let end = certificate.len().saturating_sub(16);
            let _ = writeln!(text, "certificate: … {:02x?}", &certificate[end..]);
        }
        text += &answer.text();
        assert!(text.contains(self.mark), "{:?} is expected: {text}", self.mark);
        text
    }
}
