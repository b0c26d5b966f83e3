use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256,
    date_time_ymd,
};

/// A certificate made for one test, with the authority that signed it.
pub struct TestCertificate {
    /// The site's own certificate, PEM.
    pub leaf: String,
    /// The site's key, PEM.
    pub key: String,
    /// The certificate of the authority that signed it, PEM.
    pub ca: String,
}

impl TestCertificate {
    /// Leaf and authority, as a server sends them.
    pub fn chain(&self) -> String {
        format!("{}{}", self.leaf, self.ca)
    }

    /// Chain and key in one text, as HAProxy takes them.
    pub fn combined(&self) -> String {
        format!("{}{}", self.chain(), self.key)
    }
}

/// A certificate for these names, valid for the given years (`2026..2027` is the first of January
/// to the first of January).
///
/// # Panics
/// When a name cannot stand in a certificate.
pub fn certificate_for(names: &[&str], years: std::ops::Range<i32>) -> TestCertificate {
    let key_pair = || KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a new key");
    let mut ca_params = CertificateParams::new(Vec::new()).expect("no names");
    ca_params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca_params.distinguished_name.push(rcgen::DnType::CommonName, "Test authority");
    let ca = CertifiedIssuer::self_signed(ca_params, key_pair()).expect("an authority signs itself");
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("names for a certificate");
    params.not_before = date_time_ymd(years.start, 1, 1);
    params.not_after = date_time_ymd(years.end, 1, 1);
    params.use_authority_key_identifier_extension = true;
    let key = key_pair();
    let leaf = params.signed_by(&key, &ca).expect("the authority signs");
    TestCertificate { leaf: leaf.pem(), key: key.serialize_pem(), ca: ca.pem() }
}
