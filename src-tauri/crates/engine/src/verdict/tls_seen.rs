//! The TLS side of a site, as it presents itself to a visitor.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::trouble::Question;

/// What was seen of TLS.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TlsSeen {
    /// An ordinary handshake that offers `h2` and `http/1.1`, as browsers do.
    pub handshake: Question<Handshake>,
    /// One that offers only `http/1.1`, as browsers do for WebSockets: the protocol chosen.
    pub http11_only: Question<Option<String>>,
    /// Which versions the server accepts when only that one is offered.
    pub versions: Versions,
}

/// A finished handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handshake {
    /// The protocol chosen by ALPN, such as `h2`; `None` when the server chose none.
    pub alpn: Option<String>,
    /// The certificates in the order sent, the server's own first.
    pub chain: Vec<CertificateSeen>,
    /// Whether they lead to a trusted root, without fetching anything.
    pub trust: Trust,
    /// Whether the roots were given (`--ca`) instead of those of this machine.
    pub roots_given: bool,
    /// Whether the server's own certificate covers the site's host.
    pub name_covered: bool,
}

/// One certificate as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSeen {
    /// Whom it is for.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// The DNS names and addresses it covers.
    pub names: Vec<String>,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when it is valid.
    pub not_after: Timestamp,
    /// Whether it was issued by its own subject, as roots and self-signed ones are.
    pub self_issued: bool,
    /// Whether it says where its issuer's certificate can be fetched, as those of public authorities do
    /// and those of home-made ones do not.
    pub names_issuer_url: bool,
}

/// Whether the chain as sent leads to a trusted root. Names and dates are judged apart from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It does.
    Trusted,
    /// It ends before a trusted root.
    UnknownIssuer,
    /// It names a known authority as its issuer, but was not signed by it: broken on the way, or a root
    /// made anew under its old name.
    BadSignature,
    /// It is wrong in another way: a constraint broken, revoked.
    Rejected(String),
    /// This machine has no roots to judge by.
    NoRoots,
}

/// Which TLS versions are accepted; `None` where it could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Versions {
    /// TLS 1.0, out of use since 2021.
    pub tls10: Option<bool>,
    /// TLS 1.1, out of use since 2021.
    pub tls11: Option<bool>,
    /// TLS 1.2, the newest that old televisions speak.
    pub tls12: Option<bool>,
    /// TLS 1.3.
    pub tls13: Option<bool>,
}

impl Versions {
    /// Each version with what is known of it, oldest first.
    #[must_use]
    pub fn each(self) -> [(&'static str, Option<bool>); 4] {
        [("1.0", self.tls10), ("1.1", self.tls11), ("1.2", self.tls12), ("1.3", self.tls13)]
    }
}
