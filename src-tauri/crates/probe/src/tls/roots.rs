//! By which roots a certificate is judged.

use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{self, PemObject};

/// The roots to judge by.
#[derive(Debug, Clone)]
pub enum Roots {
    /// Those that this machine trusts.
    Platform,
    /// Only these.
    Given(Arc<[CertificateDer<'static>]>),
}

/// Why a text holds no roots.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// Not PEM.
    #[error("the file of roots is not PEM: {0}")]
    NotPem(#[source] pem::Error),
    /// PEM, but without a certificate.
    #[error("the file of roots holds no certificate; it must contain a block BEGIN CERTIFICATE")]
    Empty,
}

impl RootsError {
    /// The stable name of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPem(_) => "roots_not_pem",
            Self::Empty => "roots_empty",
        }
    }
}

impl Roots {
    /// The certificates of a PEM text; other blocks in it are passed over.
    ///
    /// # Errors
    /// When it is not PEM or holds no certificate.
    pub fn from_pem(pem: &[u8]) -> Result<Self, RootsError> {
        let certificates: Vec<_> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(RootsError::NotPem)?;
        if certificates.is_empty() { Err(RootsError::Empty) } else { Ok(Self::Given(certificates.into())) }
    }
}
