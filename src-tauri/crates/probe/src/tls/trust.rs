//! Whether a chain, as sent, leads to a root.

use std::time::Duration;

use engine::verdict::tls_seen::{CertificateSeen, Trust};
use jiff::Timestamp;
use rustls::client::danger::ServerCertVerifier;
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use rustls_platform_verifier::Verifier;

use super::client::provider;
use super::roots::Roots;

/// Whether the certificate covers this name.
pub(crate) fn covers(own: &CertificateDer<'_>, name: &ServerName<'_>) -> bool {
    ParsedCertificate::try_from(own).is_ok_and(|parsed| verify_server_name(&parsed, name).is_ok())
}

/// Judges the chain apart from names and dates: they are taken from the certificate itself, so that an
/// expired certificate is not reported as one of an unknown authority.
pub(crate) fn judge(
    roots: &Roots,
    chain: &[CertificateDer<'static>],
    seen: &CertificateSeen,
    now: Timestamp,
) -> Trust {
    let Some((own, intermediates)) = chain.split_first() else {
        return Trust::Rejected("no certificate".into());
    };
    let time = within(seen, now);
    let verified = match roots {
        Roots::Given(given) if given.contains(own) => return Trust::Trusted,
        Roots::Given(given) => by_given(given, own, intermediates, time),
        Roots::Platform => match Verifier::new(provider()) {
            Ok(verifier) => by_platform(&verifier, own, intermediates, seen, time),
            Err(_) => return Trust::NoRoots,
        },
    };
    match verified {
        Ok(()) => Trust::Trusted,
        Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => Trust::UnknownIssuer,
        Err(Error::InvalidCertificate(CertificateError::BadSignature)) => Trust::BadSignature,
        Err(error) => Trust::Rejected(error.to_string()),
    }
}

fn by_given(
    given: &[CertificateDer<'static>],
    own: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    time: UnixTime,
) -> Result<(), Error> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(given.iter().cloned());
    let own = ParsedCertificate::try_from(own)?;
    let algorithms = provider().signature_verification_algorithms.all;
    verify_server_cert_signed_by_trust_anchor(&own, &store, intermediates, time, algorithms)
}

fn by_platform(
    verifier: &Verifier,
    own: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    seen: &CertificateSeen,
    time: UnixTime,
) -> Result<(), Error> {
    let first = seen.names.first().map_or("name.invalid", |name| name.as_str()).replace('*', "any");
    let name = ServerName::try_from(first).map_err(|error| Error::General(error.to_string()))?;
    match verifier.verify_server_cert(own, intermediates, &name, &[], time) {
        Ok(_) => Ok(()),
        Err(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Now, or the nearest time at which the certificate is valid.
fn within(seen: &CertificateSeen, now: Timestamp) -> UnixTime {
    let (begin, end) = (seen.not_before.as_second(), seen.not_after.as_second());
    let time = now.as_second().min(end).max(begin);
    UnixTime::since_unix_epoch(Duration::from_secs(time.try_into().unwrap_or(0)))
}
