//! The parts of a run, and which checks go by which.

use engine::verdict::CheckId;

/// Questions whose answers come in together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The addresses of the site's name.
    Names,
    /// Whether its ports answer.
    Ports,
    /// Where plain http leads.
    Redirect,
    /// The certificate and the protocols.
    Tls,
    /// What passes through the site.
    Passage,
    /// What Jellyfin answers without the site.
    Direct,
    /// Whether others reach Jellyfin without the site.
    Exposure,
    /// How long the site takes.
    Latency,
}

impl Part {
    /// The parts by which a check is judged.
    #[must_use]
    pub fn of(check: CheckId) -> &'static [Self] {
        use Part::{Direct, Exposure, Latency, Names, Passage, Ports, Redirect, Tls};
        match check {
            CheckId::DnsA | CheckId::DnsAaaa => &[Names],
            CheckId::TcpHttp | CheckId::TcpHttps => &[Names, Ports],
            CheckId::HttpRedirect => &[Names, Ports, Redirect],
            CheckId::TlsChain
            | CheckId::TlsName
            | CheckId::TlsExpiry
            | CheckId::TlsVersions
            | CheckId::TlsAlpn => &[Names, Ports, Tls],
            // What a proxy's error means goes by how Jellyfin does.
            CheckId::JellyfinDirect
            | CheckId::JellyfinSetUp
            | CheckId::JellyfinSameServer
            | CheckId::JellyfinTrustsProxy
            | CheckId::Websocket
            | CheckId::Forwarded
            | CheckId::Range
            | CheckId::UploadLimit
            | CheckId::BackendState => &[Names, Ports, Passage, Direct],
            CheckId::ExposureUpstream => &[Direct, Exposure],
            CheckId::LogsSecrets => &[],
            CheckId::Latency => &[Names, Ports, Passage, Direct, Latency],
        }
    }
}
