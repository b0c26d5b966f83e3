use crate::names::Version;

/// Mozilla's intermediate profile, guideline 6.0 (2026-04-06), cut to what an OpenSSL takes: TLS 1.2
/// and 1.3, forward secrecy and AEAD only, no finite-field Diffie-Hellman, the client chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TlsProfile {
    /// Whether the library knows TLS 1.3; naming it where it is unknown is a fatal error.
    pub tls13: bool,
    /// The suites for TLS 1.2, in OpenSSL's spelling. Unknown ones in a list are passed over by every
    /// OpenSSL.
    pub ciphers: &'static str,
    /// The key exchange groups; `None` where the library's own default is the best to be had.
    pub curves: Option<&'static str>,
}

const CIPHERS: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:\
ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:\
ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

impl TlsProfile {
    /// The profile for a server built with that OpenSSL; an unknown one is taken for 1.1.1, the
    /// oldest that is still found in distributions with support.
    pub fn for_openssl(openssl: Option<Version>) -> Self {
        let since = |least: Version| openssl.unwrap_or(Version::new(1, 1, 1)) >= least;
        let curves = if since(Version::new(3, 5, 0)) {
            // nginx and HAProxy refuse to start where the library does not know the first.
            Some("X25519MLKEM768:X25519:prime256v1:secp384r1")
        } else if since(Version::new(1, 1, 1)) {
            Some("X25519:prime256v1:secp384r1")
        } else {
            None
        };
        Self { tls13: since(Version::new(1, 1, 1)), ciphers: CIPHERS, curves }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_library_knows_is_named() {
        let of = |text: &str| TlsProfile::for_openssl(text.parse().ok());
        assert!(!of("1.0.2").tls13);
        assert_eq!(of("1.0.2").curves, None);
        assert!(of("1.1.1").tls13);
        assert!(!of("3.0.22").curves.unwrap().contains("MLKEM"));
        assert!(of("3.5.7").curves.unwrap().starts_with("X25519MLKEM768:"));
    }
}
