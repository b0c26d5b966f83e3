use std::num::{NonZeroU16, NonZeroU32};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{CertificateSource, Request};
use crate::names::{AbsPathError, BasePathError, FqdnError, UpstreamError};
use crate::proxies::{TlsMaterial, UnknownProxy};
use crate::verdict::JellyfinSeen;

/// What was typed, field by field, before anything is known of it. This is what crosses the root
/// border, so unknown fields are refused.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupForm {
    /// `nginx`, `apache` or `haproxy`.
    pub proxy: Option<String>,
    /// The name visitors type.
    pub domain: String,
    /// `http://127.0.0.1:8096`.
    pub upstream: Option<String>,
    /// `/jellyfin`.
    pub base_path: Option<String>,
    /// Where the certificate comes from.
    pub certificate: CertificateForm,
    /// The port for plain HTTP, 80 if not given.
    pub http_port: Option<u16>,
    /// The port for HTTPS, 443 if not given.
    pub https_port: Option<u16>,
    /// How many requests Jellyfin gets at a time.
    pub max_connections: Option<u32>,
    /// Whether browsers are told to come by HTTPS only.
    #[serde(default)]
    pub hsts: bool,
    /// Whether a site for Jellyfin of this name that somebody wrote by hand gives way.
    #[serde(default)]
    pub adopt: bool,
    /// Whether Jellyfin is told about its proxy.
    #[serde(default)]
    pub known_proxies: KnownProxies,
    /// Whether the firewall is opened for visitors.
    #[serde(default)]
    pub firewall: FirewallWish,
    /// Jellyfin's configuration folder.
    pub jellyfin_config: Option<String>,
    /// What the front observed of Jellyfin just before.
    pub jellyfin_seen: Option<JellyfinSeen>,
}

/// The certificate's part of a [`SetupForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from", deny_unknown_fields)]
pub enum CertificateForm {
    /// Nothing was chosen yet.
    #[default]
    Unset,
    /// Chain and key in two files.
    Pair {
        /// The chain's path.
        cert: String,
        /// The key's path.
        key: String,
    },
    /// Both in one file.
    Combined {
        /// Its path.
        pem: String,
    },
    /// A certificate authority of this machine's own.
    LocalCa,
    /// HTTP only.
    NoTls,
    /// That of the site that is taken over.
    Adopted,
}

/// Whether Jellyfin is told about its proxy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownProxies {
    /// Its address is added to network.xml and Jellyfin restarted.
    #[default]
    Set,
    /// Jellyfin is left as it is; the user was told what that means.
    Leave,
}

/// Whether the firewall is opened for visitors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirewallWish {
    /// The site's ports are opened where they are closed.
    #[default]
    Open,
    /// It is left as it is; the user was told what that means.
    Leave,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field, as in [`SetupForm`].
    pub field: String,
    /// A stable word for what is wrong.
    pub code: String,
    /// The same as a sentence.
    pub message: String,
}

impl SetupForm {
    pub(super) fn parse(&self) -> Result<Request, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let request = self.request(&mut problems);
        if self.http_port.unwrap_or(HTTP_PORT) == self.https_port.unwrap_or(HTTPS_PORT) {
            problems.note("https_port", "ports_equal", "HTTP and HTTPS need two different ports");
        }
        match request {
            Some(request) if problems.0.is_empty() => Ok(request),
            _ => Err(problems.0),
        }
    }

    /// Every field is looked at before the first missing one ends it.
    fn request(&self, problems: &mut Problems) -> Option<Request> {
        let proxy = problems.optional("proxy", self.proxy.as_deref(), UnknownProxy::code);
        let domain = problems.required("domain", &self.domain, FqdnError::code);
        let upstream = problems.optional("upstream", self.upstream.as_deref(), UpstreamError::code);
        let base_path = problems.optional("base_path", self.base_path.as_deref(), BasePathError::code);
        let jellyfin_config =
            problems.optional("jellyfin_config", self.jellyfin_config.as_deref(), AbsPathError::code);
        let certificate = self.certificate.source(problems);
        let http_port = problems.port("http_port", self.http_port.unwrap_or(HTTP_PORT));
        let https_port = problems.port("https_port", self.https_port.unwrap_or(HTTPS_PORT));
        let max_connections = self.max_connections.map(NonZeroU32::try_from).transpose();
        if max_connections.is_err() {
            problems.note("max_connections", "max_connections_zero", "at least one connection is needed");
        }
        Some(Request {
            proxy: proxy?,
            domain: domain?,
            upstream: upstream?,
            base_path: base_path?,
            certificate: certificate?,
            http_port: http_port?,
            https_port: https_port?,
            max_connections: max_connections.ok()?,
            hsts: self.hsts,
            adopt: self.adopt,
            known_proxies: self.known_proxies,
            firewall: self.firewall,
            jellyfin_config: jellyfin_config?,
            jellyfin_seen: self.jellyfin_seen.clone(),
        })
    }
}

/// The ports that need not be said.
const HTTP_PORT: u16 = 80;
const HTTPS_PORT: u16 = 443;

/// What is wrong with a form so far.
#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn note(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.0.push(FieldProblem { field: field.to_owned(), code: code.to_owned(), message: message.into() });
    }

    /// A field that has to be there; `None` when it is wrong, which is noted.
    fn required<T: FromStr<Err = E>, E: std::fmt::Display>(
        &mut self,
        field: &str,
        text: &str,
        code: impl FnOnce(&E) -> &'static str,
    ) -> Option<T> {
        text.parse().map_err(|error| self.note(field, code(&error), error.to_string())).ok()
    }

    /// A field that may be left out; the outer `None` when it is wrong, which is noted.
    fn optional<T: FromStr<Err = E>, E: std::fmt::Display>(
        &mut self,
        field: &str,
        text: Option<&str>,
        code: impl FnOnce(&E) -> &'static str,
    ) -> Option<Option<T>> {
        text.map_or(Some(None), |text| self.required(field, text, code).map(Some))
    }

    fn port(&mut self, field: &str, number: u16) -> Option<NonZeroU16> {
        let port = NonZeroU16::new(number);
        if port.is_none() {
            self.note(field, "port_zero", "the port must be between 1 and 65535");
        }
        port
    }
}

impl CertificateForm {
    fn source(&self, problems: &mut Problems) -> Option<CertificateSource> {
        let mut path = |text: &str| problems.required("certificate", text, AbsPathError::code);
        Some(match self {
            Self::Unset => {
                problems.note(
                    "certificate",
                    "certificate_not_chosen",
                    "say where the certificate is, or that it shall be made here, or that there is none",
                );
                return None;
            }
            Self::Pair { cert, key } => {
                CertificateSource::Given(TlsMaterial::Pair { cert: path(cert)?, key: path(key)? })
            }
            Self::Combined { pem } => CertificateSource::Given(TlsMaterial::Combined(path(pem)?)),
            Self::LocalCa => CertificateSource::LocalCa,
            Self::NoTls => CertificateSource::NoTls,
            Self::Adopted => CertificateSource::Adopted,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_judged_at_once() {
        let form = SetupForm {
            proxy: Some("iis".to_owned()),
            domain: "a.test; }".to_owned(),
            upstream: Some("https://127.0.0.1".to_owned()),
            base_path: Some("/a b".to_owned()),
            certificate: CertificateForm::Pair { cert: "x.pem".to_owned(), key: "/y.pem".to_owned() },
            http_port: Some(0),
            https_port: Some(0),
            max_connections: Some(0),
            jellyfin_config: Some("../etc".to_owned()),
            ..SetupForm::default()
        };
        let fields: Vec<(String, String)> =
            form.parse().unwrap_err().into_iter().map(|problem| (problem.field, problem.code)).collect();
        let expected = [
            ("proxy", "proxy_unknown"),
            ("domain", "domain_bad_character"),
            ("upstream", "upstream_scheme"),
            ("base_path", "base_path_bad_character"),
            ("jellyfin_config", "path_relative"),
            ("certificate", "path_relative"),
            ("http_port", "port_zero"),
            ("https_port", "port_zero"),
            ("max_connections", "max_connections_zero"),
            ("https_port", "ports_equal"),
        ];
        let expected: Vec<(String, String)> =
            expected.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn unknown_fields_do_not_cross_the_border() {
        let json = r#"{"domain":"a.test","certificate":{"from":"no_tls"},"run":"rm -rf /"}"#;
        assert!(serde_json::from_str::<SetupForm>(json).is_err());
    }
}
