use std::net::IpAddr;

use jiff::Timestamp;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::Evidence;
use crate::names::{AbsPath, Fqdn};

/// A certificate file and the key that goes with it. The key itself is never kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// The file with the certificate, or the chain from the leaf upward.
    pub path: AbsPath,
    /// The file with the private key; the same as `path` for a combined PEM.
    pub key_path: AbsPath,
    /// SHA-256 of the site's own certificate, to tell a copy from another.
    pub fingerprint: String,
    /// The names it is for (subject alternative names), wildcards as written.
    pub names: Vec<String>,
    /// Who signed it, as a person would read it.
    pub issuer: String,
    /// Whether it signed itself.
    pub self_signed: bool,
    /// How many certificates the file holds.
    pub chain_length: usize,
    /// Whether each was signed by the next: out of order or a stranger among them breaks clients
    /// that do not repair chains (Android, televisions).
    pub chain_in_order: bool,
    /// Valid from then.
    pub not_before: Timestamp,
    /// Valid until then.
    pub not_after: Timestamp,
    /// Whether the key belongs to it.
    pub key_fit: KeyFit,
}

/// Whether a private key belongs to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyFit {
    /// Same public key.
    Fits,
    /// Another public key.
    Mismatch,
    /// The file holds no key, an encrypted one, or one of an unknown kind.
    NoKey,
    /// Only root may read it, and it was not root who looked.
    Unread,
}

/// Why a certificate cannot be used for a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum CertificateFault {
    /// It is not there.
    #[error("{path} is not there")]
    Missing {
        /// The file.
        path: AbsPath,
    },
    /// It may not be read.
    #[error("{path} could not be read: {reason}")]
    Unreadable {
        /// The file.
        path: AbsPath,
        /// Why not.
        reason: String,
    },
    /// No certificate in it.
    #[error("{path} holds no certificate in PEM form")]
    NotACertificate {
        /// The file.
        path: AbsPath,
    },
    /// No usable key.
    #[error("{path} holds no private key that a server can use (an encrypted key cannot be used)")]
    NoKey {
        /// The file.
        path: AbsPath,
    },
    /// The key is another's.
    #[error("the key in {key} does not belong to the certificate in {certificate}")]
    KeyMismatch {
        /// The certificate's file.
        certificate: AbsPath,
        /// The key's file.
        key: AbsPath,
    },
    /// It is for other names.
    #[error("the certificate is for {}, not for {name}", names.join(", "))]
    NameNotCovered {
        /// The wanted name.
        name: Fqdn,
        /// The names it has.
        names: Vec<String>,
    },
    /// Its time is over.
    #[error("the certificate ended on {not_after}")]
    Expired {
        /// When.
        not_after: Timestamp,
    },
    /// Its time has not come; often a wrong clock.
    #[error("the certificate begins on {not_before}, later than this machine's clock")]
    NotYetValid {
        /// When.
        not_before: Timestamp,
    },
}

impl CertificateFault {
    /// The stable word for this fault.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "certificate_missing",
            Self::Unreadable { .. } => "certificate_unreadable",
            Self::NotACertificate { .. } => "certificate_not_pem",
            Self::NoKey { .. } => "certificate_key_missing",
            Self::KeyMismatch { .. } => "certificate_key_mismatch",
            Self::NameNotCovered { .. } => "certificate_name_mismatch",
            Self::Expired { .. } => "certificate_expired",
            Self::NotYetValid { .. } => "certificate_not_yet_valid",
        }
    }

    /// Whether the fault lies in that file.
    pub fn concerns(&self, file: &AbsPath) -> bool {
        match self {
            Self::Missing { path }
            | Self::Unreadable { path, .. }
            | Self::NotACertificate { path }
            | Self::NoKey { path } => path == file,
            Self::KeyMismatch { certificate, key } => certificate == file || key == file,
            Self::NameNotCovered { .. } | Self::Expired { .. } | Self::NotYetValid { .. } => false,
        }
    }
}

/// Reads a certificate and its key from a machine.
///
/// # Errors
/// When there is no certificate to speak of; what is wrong with a readable one is said by
/// [`CertificateFacts::judge`].
pub fn read_certificate(
    evidence: &Evidence<'_>,
    path: &AbsPath,
    key_path: &AbsPath,
) -> Result<CertificateFacts, CertificateFault> {
    let host = evidence.host();
    // Not read through the evidence: a combined file holds the key, and facts can be saved.
    let pem = host.read(path).map_err(|error| unreadable(path, error))?;
    let key_pem = if path == key_path { Ok(pem.clone()) } else { host.read(key_path) };
    let key_pem = match key_pem {
        Ok(key_pem) => Some(key_pem),
        Err(crate::host::HostError::Denied(_)) if !host.is_privileged() => None,
        Err(error) => return Err(unreadable(key_path, error)),
    };
    let not_pem = || CertificateFault::NotACertificate { path: path.clone() };
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().map_err(|_| not_pem())?;
    let parsed: Vec<X509Certificate<'_>> = chain
        .iter()
        .map(|der| X509Certificate::from_der(der).map(|(_, certificate)| certificate))
        .collect::<Result<_, _>>()
        .map_err(|_| not_pem())?;
    let leaf = parsed.first().ok_or_else(not_pem)?;
    let time = |at: i64| Timestamp::from_second(at).map_err(|_| not_pem());
    Ok(CertificateFacts {
        path: path.clone(),
        key_path: key_path.clone(),
        fingerprint: crate::text::digest(&chain[0]),
        names: subject_names(leaf),
        issuer: leaf.issuer().to_string(),
        self_signed: leaf.issuer() == leaf.subject(),
        chain_length: parsed.len(),
        chain_in_order: parsed.windows(2).all(|pair| pair[0].issuer() == pair[1].subject()),
        not_before: time(leaf.validity().not_before.timestamp())?,
        not_after: time(leaf.validity().not_after.timestamp())?,
        key_fit: key_pem.map_or(KeyFit::Unread, |key_pem| fit(leaf, &key_pem)),
    })
}

/// Whether a certificate should have been renewed by now: less than a third of its lifetime is left. It goes by the
/// share, since lifetimes get shorter.
#[must_use]
pub fn ends_soon(not_before: Timestamp, not_after: Timestamp, now: Timestamp) -> bool {
    let (begin, end) = (not_before.as_second(), not_after.as_second());
    end - now.as_second() < (end - begin) / 3
}

impl CertificateFacts {
    /// Whether it should have been renewed by now.
    #[must_use]
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        ends_soon(self.not_before, self.not_after, now)
    }

    /// What keeps it from being used for `name` at that time; nothing where it can be.
    ///
    /// # Errors
    /// The first fault, gravest first.
    pub fn judge(&self, name: &Fqdn, now: Timestamp) -> Result<(), CertificateFault> {
        match self.key_fit {
            KeyFit::Fits | KeyFit::Unread => {}
            KeyFit::Mismatch => {
                return Err(CertificateFault::KeyMismatch {
                    certificate: self.path.clone(),
                    key: self.key_path.clone(),
                });
            }
            KeyFit::NoKey => return Err(CertificateFault::NoKey { path: self.key_path.clone() }),
        }
        if !self.covers(name) {
            return Err(CertificateFault::NameNotCovered { name: name.clone(), names: self.names.clone() });
        }
        if now >= self.not_after {
            return Err(CertificateFault::Expired { not_after: self.not_after });
        }
        if now < self.not_before {
            return Err(CertificateFault::NotYetValid { not_before: self.not_before });
        }
        Ok(())
    }

    /// Whether a client that asks for `name` accepts it: exactly, or by a wildcard for one label
    /// (RFC 6125, 6.4.3).
    pub fn covers(&self, name: &Fqdn) -> bool {
        self.names.iter().any(|pattern| {
            let pattern = pattern.to_ascii_lowercase();
            match pattern.strip_prefix("*.") {
                Some(parent) => name.as_str().split_once('.').is_some_and(|(_, rest)| rest == parent),
                None => pattern == name.as_str(),
            }
        })
    }
}

fn unreadable(path: &AbsPath, error: crate::host::HostError) -> CertificateFault {
    match error {
        crate::host::HostError::Missing(_) => CertificateFault::Missing { path: path.clone() },
        error => CertificateFault::Unreadable { path: path.clone(), reason: error.to_string() },
    }
}

fn subject_names(leaf: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = leaf.subject_alternative_name() else { return Vec::new() };
    extension
        .value
        .general_names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            GeneralName::IPAddress(bytes) => match bytes.len() {
                4 => <[u8; 4]>::try_from(*bytes).ok().map(|b| IpAddr::from(b).to_string()),
                _ => <[u8; 16]>::try_from(*bytes).ok().map(|b| IpAddr::from(b).to_string()),
            },
            _ => None,
        })
        .collect()
}

fn fit(leaf: &X509Certificate<'_>, key_pem: &[u8]) -> KeyFit {
    let Ok(key) = PrivateKeyDer::from_pem_slice(key_pem) else { return KeyFit::NoKey };
    let Ok(signer) = rustls::crypto::ring::sign::any_supported_type(&key) else { return KeyFit::NoKey };
    match signer.public_key() {
        Some(public) if public.as_ref() == leaf.tbs_certificate.subject_pki.raw => KeyFit::Fits,
        Some(_) => KeyFit::Mismatch,
        None => KeyFit::NoKey,
    }
}
