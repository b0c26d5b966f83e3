//! What the user wants: a form of texts, parsed once into a [`Request`].

mod form;

pub use form::{CertificateForm, FieldProblem, FirewallWish, KnownProxies, SetupForm};

use std::num::{NonZeroU16, NonZeroU32};

use crate::facts::Wanted;
use crate::names::{AbsPath, BasePath, Fqdn, Upstream};
use crate::proxies::{ProxyKind, TlsMaterial};
use crate::verdict::JellyfinSeen;

/// A set-up that makes sense in itself; whether this machine can have it is for the planner to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Which proxy; `None` leaves the choice to the planner where only one can be meant.
    pub proxy: Option<ProxyKind>,
    /// The name visitors type.
    pub domain: Fqdn,
    /// Where Jellyfin listens; `None` for the one found on this machine.
    pub upstream: Option<Upstream>,
    /// Jellyfin's Base URL; `None` for whatever Jellyfin has.
    pub base_path: Option<BasePath>,
    /// Where the certificate comes from.
    pub certificate: CertificateSource,
    /// The port for plain HTTP.
    pub http_port: NonZeroU16,
    /// The port for HTTPS.
    pub https_port: NonZeroU16,
    /// How many requests Jellyfin gets at a time.
    pub max_connections: Option<NonZeroU32>,
    /// Whether browsers are told to come by HTTPS only.
    pub hsts: bool,
    /// Whether a site for Jellyfin of this name that somebody wrote by hand gives way.
    pub adopt: bool,
    /// Whether Jellyfin is told about its proxy.
    pub known_proxies: KnownProxies,
    /// Whether closed ports are opened.
    pub firewall: FirewallWish,
    /// Jellyfin's configuration folder, where it is not in a usual place.
    pub jellyfin_config: Option<AbsPath>,
    /// What the front observed of Jellyfin just before; `None` where nothing could be asked.
    pub jellyfin_seen: Option<JellyfinSeen>,
}

/// Where a certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateSource {
    /// Files that are there.
    Given(TlsMaterial),
    /// A certificate authority of this machine's own.
    LocalCa,
    /// No TLS: HTTP only.
    NoTls,
    /// That of the site that is taken over.
    Adopted,
}

impl Request {
    /// Checks every field of a form.
    ///
    /// # Errors
    /// All problems, each with its field.
    pub fn parse(form: &SetupForm) -> Result<Self, Vec<FieldProblem>> {
        form.parse()
    }

    /// What has to be looked at for this request besides the usual places.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            certificates: match &self.certificate {
                CertificateSource::Given(TlsMaterial::Pair { cert, key }) => {
                    vec![(cert.clone(), key.clone())]
                }
                CertificateSource::Given(TlsMaterial::Combined(pem)) => vec![(pem.clone(), pem.clone())],
                CertificateSource::LocalCa | CertificateSource::NoTls | CertificateSource::Adopted => {
                    Vec::new()
                }
            },
            certificates_of: self.adopt.then(|| self.domain.clone()),
            upstream: self.upstream.clone(),
            jellyfin_config: self.jellyfin_config.clone(),
            ports: vec![self.http_port.get(), self.https_port.get()],
            proxy_version: None,
            check_configs: true,
        }
    }
}
