use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use super::{CertificateSource, Request};
use crate::names::{AbsPath, AbsPathError, BasePathError, FqdnError, UpstreamError};
use crate::proxies::TlsMaterial;
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
    /// Whether Jellyfin is told about its proxy.
    #[serde(default)]
    pub known_proxies: KnownProxies,
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
        let mut problems = Vec::new();
        let mut note = |field: &str, code: &str, message: String| {
            problems.push(FieldProblem { field: field.to_owned(), code: code.to_owned(), message });
        };
        let proxy = self.proxy.as_deref().map(str::parse).transpose();
        let proxy = proxy.map_err(|error: crate::proxies::UnknownProxy| {
            note("proxy", "proxy_unknown", error.to_string());
        });
        let domain = self.domain.parse();
        let domain = domain.map_err(|error: FqdnError| note("domain", error.code(), error.to_string()));
        let upstream = self.upstream.as_deref().map(str::parse).transpose();
        let upstream =
            upstream.map_err(|error: UpstreamError| note("upstream", error.code(), error.to_string()));
        let base_path = self.base_path.as_deref().map(str::parse).transpose();
        let base_path =
            base_path.map_err(|error: BasePathError| note("base_path", error.code(), error.to_string()));
        let jellyfin_config = self.jellyfin_config.as_deref().map(str::parse).transpose();
        let jellyfin_config = jellyfin_config
            .map_err(|error: AbsPathError| note("jellyfin_config", error.code(), error.to_string()));
        let certificate = self.certificate.source().map_err(|(code, text)| note("certificate", code, text));
        let http_port = port(self.http_port, 80).ok_or(()).map_err(|()| port_zero(&mut note, "http_port"));
        let https_port =
            port(self.https_port, 443).ok_or(()).map_err(|()| port_zero(&mut note, "https_port"));
        let max_connections = self.max_connections.map(|most| most.try_into()).transpose().map_err(|_| {
            note("max_connections", "max_connections_zero", "at least one connection is needed".to_owned());
        });
        if self.http_port.unwrap_or(80) == self.https_port.unwrap_or(443) {
            note("https_port", "ports_equal", "HTTP and HTTPS need two different ports".to_owned());
        }
        let parts = (proxy, domain, upstream, base_path, jellyfin_config, certificate);
        let numbers = (http_port, https_port, max_connections);
        match (parts, numbers) {
            (
                (Ok(proxy), Ok(domain), Ok(upstream), Ok(base_path), Ok(jellyfin_config), Ok(certificate)),
                (Ok(http_port), Ok(https_port), Ok(max_connections)),
            ) if problems.is_empty() => Ok(Request {
                proxy,
                domain,
                upstream,
                base_path,
                certificate,
                http_port,
                https_port,
                max_connections,
                hsts: self.hsts,
                known_proxies: self.known_proxies,
                jellyfin_config,
                jellyfin_seen: self.jellyfin_seen.clone(),
            }),
            _ => Err(problems),
        }
    }
}

impl CertificateForm {
    fn source(&self) -> Result<CertificateSource, (&'static str, String)> {
        let path = |text: &str| text.parse::<AbsPath>().map_err(|error| (error.code(), error.to_string()));
        Ok(match self {
            Self::Unset => {
                return Err((
                    "certificate_not_chosen",
                    "say where the certificate is, or that it shall be made here, or that there is none"
                        .to_owned(),
                ));
            }
            Self::Pair { cert, key } => {
                CertificateSource::Given(TlsMaterial::Pair { cert: path(cert)?, key: path(key)? })
            }
            Self::Combined { pem } => CertificateSource::Given(TlsMaterial::Combined(path(pem)?)),
            Self::LocalCa => CertificateSource::LocalCa,
            Self::NoTls => CertificateSource::NoTls,
        })
    }
}

fn port(typed: Option<u16>, default: u16) -> Option<NonZeroU16> {
    NonZeroU16::new(typed.unwrap_or(default))
}

fn port_zero(note: &mut impl FnMut(&str, &str, String), field: &str) {
    note(field, "port_zero", "the port must be between 1 and 65535".to_owned());
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
