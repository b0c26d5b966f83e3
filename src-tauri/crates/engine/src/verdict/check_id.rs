//! The names of the checks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One row a check: its stable name, and what is observed where all is well.
macro_rules! checks {
    ($($variant:ident $name:literal $expected:literal;)*) => {
        /// A check. The order is that of printing; all of them stand in every verdict.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum CheckId {
            $(#[doc = $expected] #[serde(rename = $name)] $variant,)*
        }

        impl CheckId {
            /// Every check, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name, such as `tls.chain`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What is observed where all is well.
            #[must_use]
            pub fn expected(self) -> &'static str {
                match self { $(Self::$variant => $expected,)* }
            }
        }
    };
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

checks! {
    DnsA "dns.a" "the name has an IPv4 address";
    DnsAaaa "dns.aaaa" "the name has an IPv6 address, or none at all";
    TcpHttp "tcp.80" "the plain http port answers on every address";
    TcpHttps "tcp.443" "the https port answers on every address";
    HttpRedirect "http.redirect" "plain http leads to https, same host and path";
    TlsChain "tls.chain" "the certificates sent lead to a trusted root";
    TlsName "tls.name" "the certificate covers the site's host";
    TlsExpiry "tls.expiry" "more than a third of the certificate's lifetime is left";
    TlsVersions "tls.versions" "TLS 1.2 and 1.3, nothing older";
    TlsAlpn "tls.alpn" "h2 and http/1.1 are both offered";
    JellyfinDirect "jellyfin.direct" "Jellyfin answers at its own address";
    JellyfinSetUp "jellyfin.set_up" "Jellyfin's first-run wizard is finished";
    JellyfinSameServer "jellyfin.same_server" "the same server id directly and through the site";
    JellyfinTrustsProxy "jellyfin.trusts_proxy" "Jellyfin believes the forwarded headers of its proxy";
    Websocket "websocket" "the upgrade reaches Jellyfin, which asks for a login (403)";
    Forwarded "forwarded" "Jellyfin sees the site's scheme, host and port";
    Range "range" "206 with the bytes asked for";
    UploadLimit "upload_limit" "2 MB reach Jellyfin, which asks for a login (401)";
    ExposureUpstream "exposure.upstream" "Jellyfin's own port answers on loopback only";
    LogsSecrets "logs.secrets" "no token in the access log";
    Latency "latency" "less than 50 ms added";
    BackendState "backend.state" "Jellyfin says Healthy";
}
