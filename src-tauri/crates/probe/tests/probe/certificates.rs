//! Certificates made for one run: a root, an intermediate, and what a server sends.

use std::sync::Arc;

use probe::Roots;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// What a server's certificate is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    /// The name it is for.
    pub(crate) name: &'static str,
    /// First and last year of its validity.
    pub(crate) years: (i32, i32),
    /// What is sent with it.
    pub(crate) sends: Sends,
    /// Whether it says where its issuer's certificate is, as public authorities do.
    pub(crate) names_issuer_url: bool,
}

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sends {
    /// The certificate and the intermediate.
    FullChain,
    /// The certificate alone.
    LeafOnly,
    /// The certificate, the intermediate and the root.
    WithRoot,
    /// A certificate signed by itself.
    SelfSigned,
}

/// A good one for the site of the tests.
pub(crate) const GOOD: Made =
    Made { name: "media.example.com", years: (1975, 4096), sends: Sends::FullChain, names_issuer_url: false };

/// A chain with its key, and the root that it leads to.
pub(crate) struct Chain {
    sent: Vec<CertificateDer<'static>>,
    key: PrivatePkcs8KeyDer<'static>,
    root_pem: String,
}

impl Chain {
    /// Makes one.
    pub(crate) fn make(made: Made) -> Self {
        let (root_key, middle_key, key) = (new_key(), new_key(), new_key());
        let root_params = authority("Test Root");
        let root = root_params.self_signed(&root_key).expect("a root");
        let root_issuer = Issuer::from_params(&root_params, &root_key);
        let middle_params = authority("Test Intermediate");
        let middle = middle_params.signed_by(&middle_key, &root_issuer).expect("an intermediate");
        let params = own(made);
        let own = match made.sends {
            Sends::SelfSigned => params.self_signed(&key),
            Sends::FullChain | Sends::LeafOnly | Sends::WithRoot => {
                params.signed_by(&key, &Issuer::from_params(&middle_params, &middle_key))
            }
        };
        let mut sent = vec![own.expect("a certificate").der().clone()];
        match made.sends {
            Sends::FullChain => sent.push(middle.der().clone()),
            Sends::WithRoot => sent.extend([middle.der().clone(), root.der().clone()]),
            Sends::LeafOnly | Sends::SelfSigned => {}
        }
        Self { sent, key: key.serialize_der().into(), root_pem: root.pem() }
    }

    /// Settings of a server that sends it.
    pub(crate) fn server(
        &self,
        alpn: &[&str],
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> Arc<ServerConfig> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions of ring")
            .with_no_client_auth()
            .with_single_cert(self.sent.clone(), PrivateKeyDer::Pkcs8(self.key.clone_key()))
            .expect("the key fits");
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        Arc::new(config)
    }

    /// The root it leads to, as given by `--ca`.
    pub(crate) fn root(&self) -> Roots {
        Roots::from_pem(self.root_pem.as_bytes()).expect("one root")
    }
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    params
}

fn own(made: Made) -> CertificateParams {
    let mut params = CertificateParams::new([made.name.to_owned()]).expect("a name");
    params.distinguished_name.push(DnType::CommonName, made.name);
    params.not_before = date_time_ymd(made.years.0, 1, 1);
    params.not_after = date_time_ymd(made.years.1, 1, 1);
    if made.names_issuer_url {
        params.custom_extensions.push(issuer_url());
    }
    params
}

/// Authority Information Access with one caIssuers entry (RFC 5280, 4.2.2.1), written out in DER.
fn issuer_url() -> CustomExtension {
    let url = b"http://ca.example/i.der";
    let method = [0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02];
    let tagged = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).expect("short");
        [&[tag, length], content].concat()
    };
    let entry = tagged(0x30, &[&method[..], &tagged(0x86, url)].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], tagged(0x30, &entry))
}
