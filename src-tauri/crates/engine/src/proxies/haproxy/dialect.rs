use std::collections::BTreeSet;

use crate::facts::Install;
use crate::names::Version;
use crate::proxies::TlsProfile;

/// The oldest version whose configuration is written here: before it, the path of a request could not
/// be logged without its query (`%HP` logged `<BADREQ>`).
pub(super) const OLDEST: Version = Version::new(1, 7, 0);

/// What a version and build of HAProxy takes, and how it is spelled there. The versions are those of
/// HAProxy's CHANGELOG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    /// `http-error`, `deny_status 404`, `http-check send` and a key in a file beside its certificate
    /// came together, with 2.2.
    pub(super) replies: bool,
    /// `frontend NAME from DEFAULTS` came with 2.4.
    pub(super) from: bool,
    /// Whether gzip was built in.
    pub(super) gzip: bool,
    /// The options of a `bind` line with TLS.
    pub(super) tls: Vec<&'static str>,
}

impl Dialect {
    /// What an installed HAProxy takes.
    pub(super) fn of(install: &Install) -> Self {
        Self {
            replies: install.since(2, 2, 0),
            from: install.since(2, 4, 0),
            gzip: has(&install.build, "compression gzip"),
            tls: tls(install),
        }
    }
}

/// Whether TLS was built in.
pub(super) fn has_tls(install: &Install) -> bool {
    has(&install.build, "+OPENSSL")
}

/// A package database tells nothing of a build; every distribution builds these in.
fn has(build: &BTreeSet<String>, feature: &str) -> bool {
    build.is_empty() || build.contains(feature)
}

/// HTTP/2, the oldest version, the client's choice of cipher and a list of groups came with 1.8.
/// Suites without finite-field Diffie-Hellman also keep older ones from asking for its parameters.
fn tls(install: &Install) -> Vec<&'static str> {
    let profile = TlsProfile::for_openssl(install.openssl);
    let mut options = Vec::new();
    // Before OpenSSL 1.0.2 the word itself is refused.
    if install.openssl.is_none_or(|version| version >= Version::new(1, 0, 2)) {
        options.extend(["alpn", if install.since(1, 8, 0) { "h2,http/1.1" } else { "http/1.1" }]);
    }
    options.extend(if install.since(1, 8, 0) {
        &["ssl-min-ver", "TLSv1.2", "prefer-client-ciphers"]
    } else {
        &["no-sslv3", "no-tlsv10", "no-tlsv11"]
    });
    options.extend(["ciphers", profile.ciphers]);
    // A group that the library does not know is fatal, so none is named to an unknown one.
    let curves = profile.curves.filter(|_| install.since(1, 8, 0) && install.openssl.is_some());
    options.extend(curves.into_iter().flat_map(|curves| ["curves", curves]));
    options
}
