use engine::names::{AbsPath, Upstream};
use engine::proxies::ProxyKind;
use engine::request::{CertificateForm, FieldProblem, FirewallWish, KnownProxies, Request, SetupForm};
use engine::verdict::JellyfinSeen;

use crate::intent::CertificateChoice;

/// What was typed and chosen so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answers {
    pub(super) proxy: Option<ProxyKind>,
    pub(super) upstream: String,
    pub(super) domain: String,
    pub(super) certificate: Option<CertificateChoice>,
    pub(super) http_port: u16,
    pub(super) https_port: u16,
    pub(super) hsts: bool,
    pub(super) known_proxies: bool,
    pub(super) adopt: bool,
    pub(super) firewall: bool,
    pub(super) jellyfin_config: Option<AbsPath>,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            proxy: None,
            upstream: String::new(),
            domain: String::new(),
            certificate: None,
            http_port: 80,
            https_port: 443,
            hsts: false,
            known_proxies: true,
            adopt: false,
            firewall: true,
            jellyfin_config: None,
        }
    }
}

impl Answers {
    /// The form that they fill in.
    pub(super) fn form(&self, jellyfin_seen: Option<&JellyfinSeen>) -> SetupForm {
        SetupForm {
            proxy: self.proxy.map(|proxy| proxy.word().to_owned()),
            domain: self.domain.trim().to_owned(),
            upstream: Some(self.upstream.trim().to_owned()).filter(|text| !text.is_empty()),
            certificate: self.certificate.as_ref().map_or(CertificateForm::Unset, form_of),
            http_port: Some(self.http_port),
            https_port: Some(self.https_port),
            hsts: self.hsts,
            adopt: self.adopt,
            known_proxies: if self.known_proxies { KnownProxies::Set } else { KnownProxies::Leave },
            firewall: if self.firewall { FirewallWish::Open } else { FirewallWish::Leave },
            jellyfin_config: self.jellyfin_config.as_ref().map(ToString::to_string),
            jellyfin_seen: jellyfin_seen.cloned(),
            ..SetupForm::default()
        }
    }

    /// What is wrong with them, in the order of the form's fields.
    pub(super) fn problems(&self) -> Vec<FieldProblem> {
        Request::parse(&self.form(None)).err().unwrap_or_default()
    }

    /// Jellyfin's address, where one was typed that makes sense.
    pub(super) fn upstream(&self) -> Option<Upstream> {
        self.upstream.trim().parse().ok()
    }
}

fn form_of(choice: &CertificateChoice) -> CertificateForm {
    match choice {
        CertificateChoice::Found { cert, key } | CertificateChoice::Files { cert, key } if cert == key => {
            CertificateForm::Combined { pem: cert.clone() }
        }
        CertificateChoice::Found { cert, key } | CertificateChoice::Files { cert, key } => {
            CertificateForm::Pair { cert: cert.trim().to_owned(), key: key.trim().to_owned() }
        }
        CertificateChoice::Combined { pem } => CertificateForm::Combined { pem: pem.trim().to_owned() },
        CertificateChoice::LocalCa => CertificateForm::LocalCa,
        CertificateChoice::NoTls => CertificateForm::NoTls,
    }
}
