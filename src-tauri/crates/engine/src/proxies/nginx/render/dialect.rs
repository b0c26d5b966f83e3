use crate::facts::Install;
use crate::proxies::TlsProfile;

/// What a version of nginx knows, and how it spells it (nginx.org, CHANGES).
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Dialect {
    /// HTTP/2 (1.9.5, where it is built in).
    pub(super) http2: bool,
    /// `http2 on;` instead of `listen … http2` (1.25.1).
    pub(super) http2_directive: bool,
    /// `TLSv1.3` may be named (1.13.0, OpenSSL 1.1.1).
    pub(super) tls13: bool,
    /// Several curves may be named (1.11.0).
    pub(super) curves: Option<&'static str>,
    /// Tickets are encrypted with keys that never change (until 1.23.2).
    pub(super) stale_tickets: bool,
    /// Uploads may be passed on as they come (1.7.11).
    pub(super) unbuffered_uploads: bool,
    /// The suites for TLS 1.2.
    pub(super) ciphers: &'static str,
}

impl Dialect {
    /// The dialect of an installed nginx.
    pub(in super::super) fn of(install: &Install) -> Self {
        let profile = TlsProfile::for_openssl(install.openssl);
        // A tree tells no build options; every distribution builds HTTP/2 in.
        let built = install.build.is_empty() || install.build.contains("--with-http_v2_module");
        Self {
            http2: install.since(1, 9, 5) && built,
            http2_directive: install.since(1, 25, 1),
            tls13: install.since(1, 13, 0) && profile.tls13,
            curves: profile.curves.filter(|_| install.since(1, 11, 0)),
            stale_tickets: install.since(1, 5, 9) && !install.since(1, 23, 2),
            unbuffered_uploads: install.since(1, 7, 11),
            ciphers: profile.ciphers,
        }
    }
}
