use crate::facts::Install;
use crate::names::Version;
use crate::proxies::TlsProfile;

/// The first release that passes WebSockets on.
pub(super) const OLDEST: Version = Version::new(1, 3, 13);

/// What a version and build of nginx takes, and how it is spelled there. The versions are those of
/// nginx's CHANGES.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    /// HTTP/2, where the build has it.
    pub(super) http2: Http2,
    /// Whether a listener is warned about whose options differ from another's at the same address
    /// (`protocol options redefined`, from 1.23.4).
    pub(super) uniform_listeners: bool,
    /// `add_header … always`: without it a header is left off errors.
    pub(super) always: bool,
    /// `proxy_request_buffering`: without it an upload is written to disk first.
    pub(super) request_buffering: bool,
    /// The value of `ssl_protocols`.
    pub(super) protocols: &'static [&'static str],
    /// The value of `ssl_ciphers`.
    pub(super) ciphers: &'static str,
    /// The value of `ssl_ecdh_curve`, which took one curve only before 1.11.0, and is fatal where the
    /// library does not know one of them.
    pub(super) curves: Option<&'static str>,
    /// Session tickets had one key for the life of the process before 1.23.2.
    pub(super) tickets_off: bool,
}

/// How HTTP/2 is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Http2 {
    /// Not at all: the version or the build has none.
    Lacking,
    /// `listen 443 ssl http2`
    Listen,
    /// `http2 on`; the parameter of `listen` became a warning.
    Directive,
}

impl Dialect {
    /// What an installed nginx takes.
    pub(super) fn of(install: &Install) -> Self {
        let tls = TlsProfile::for_openssl(install.openssl);
        let tls13 = tls.tls13 && install.since(1, 13, 0);
        Self {
            http2: http2(install),
            uniform_listeners: install.since(1, 23, 4),
            always: install.since(1, 7, 5),
            request_buffering: install.since(1, 7, 11),
            protocols: if tls13 { &["TLSv1.2", "TLSv1.3"] } else { &["TLSv1.2"] },
            ciphers: tls.ciphers,
            curves: tls.curves.filter(|_| install.since(1, 11, 0) && install.openssl.is_some()),
            tickets_off: install.since(1, 5, 9) && !install.since(1, 23, 2),
        }
    }
}

fn http2(install: &Install) -> Http2 {
    // A package database does not tell how it was built; every distribution builds HTTP/2 in.
    let built_in = install.build.is_empty() || install.build.contains("--with-http_v2_module");
    match install.version {
        _ if !built_in => Http2::Lacking,
        version if version >= Version::new(1, 25, 1) => Http2::Directive,
        version if version >= Version::new(1, 9, 5) => Http2::Listen,
        _ => Http2::Lacking,
    }
}
