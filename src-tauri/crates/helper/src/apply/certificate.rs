use std::time::Duration;

use engine::facts::{Evidence, KeyFit, read_certificate};
use engine::host::Host;
use engine::names::{AbsPath, Fqdn};
use jiff::{SignedDuration, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, date_time_ymd,
};

use crate::fault::Fault;

/// Under the 397 days (398 at Apple) after which browsers refuse a certificate for being too long.
const LEAF_LIFE: SignedDuration = SignedDuration::from_hours(365 * 24);
const AUTHORITY_LIFE: SignedDuration = SignedDuration::from_hours(3652 * 24);

/// Clocks of televisions and phones are not exact: a certificate begins a bit before it is made.
const CLOCK_ERROR: SignedDuration = SignedDuration::from_hours(1);

/// A common name may have 64 characters (RFC 5280, ub-common-name).
const COMMON_NAME_LIMIT: usize = 64;

/// A certificate and its key, in PEM form.
pub(super) struct Issued {
    /// The site's certificate, then the authority's.
    pub(super) chain: String,
    pub(super) key: String,
    /// The authority, where there was none that could be used.
    pub(super) new_authority: Option<Authority>,
}

/// A certificate authority of this machine's own, in PEM form.
pub(super) struct Authority {
    pub(super) certificate: String,
    pub(super) key: String,
}

/// Makes a certificate, signed by the authority in these files or by a new one. The authority is
/// used for every name of this machine: people carry it to their devices once.
pub(super) fn issue(
    host: &dyn Host,
    domain: &Fqdn,
    ca_cert: &AbsPath,
    ca_key: &AbsPath,
) -> Result<Issued, Fault> {
    let now = host.now();
    let (authority, is_new) = match present_authority(host, ca_cert, ca_key, now) {
        Some(authority) => (authority, false),
        None => (new_authority(&hostname(host), now)?, true),
    };
    let signing = KeyPair::from_pem(&authority.key)?;
    let issuer = Issuer::from_ca_cert_pem(&authority.certificate, signing)?;
    let mut params = CertificateParams::new(vec![domain.to_string()])?;
    set_validity(&mut params, now - CLOCK_ERROR, now - CLOCK_ERROR + LEAF_LIFE);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.distinguished_name.remove(DnType::CommonName);
    // A longer name stands in the subject alternative names only, which is where clients look.
    if domain.as_str().len() <= COMMON_NAME_LIMIT {
        params.distinguished_name.push(DnType::CommonName, domain.as_str());
    }
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let leaf = params.signed_by(&key, &issuer)?;
    Ok(Issued {
        chain: format!("{}{}", leaf.pem(), authority.certificate),
        key: key.serialize_pem(),
        new_authority: is_new.then_some(authority),
    })
}

/// Chain and key in one text. Both are checked to be what they are called: the result is made by
/// root and read by root only, and must not become a copy of some other file.
pub(super) fn combined(host: &dyn Host, cert: &AbsPath, key: &AbsPath) -> Result<Vec<u8>, Fault> {
    let found = read_certificate(&Evidence::new(host), cert, key)
        .map_err(|fault| Fault::Certificate { path: cert.clone(), reason: fault.to_string() })?;
    if found.key_fit != KeyFit::Fits {
        let reason = format!("its key does not belong to {cert}");
        return Err(Fault::Certificate { path: key.clone(), reason });
    }
    let mut bytes = host.read(cert).map_err(Fault::Source)?;
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend(host.read(key).map_err(Fault::Source)?);
    Ok(bytes)
}

/// The authority in these files, where its key fits and it outlives what it signs.
fn present_authority(
    host: &dyn Host,
    ca_cert: &AbsPath,
    ca_key: &AbsPath,
    now: Timestamp,
) -> Option<Authority> {
    let found = read_certificate(&Evidence::new(host), ca_cert, ca_key).ok()?;
    let lasts = found.not_before <= now && found.not_after >= now + LEAF_LIFE;
    if found.key_fit != KeyFit::Fits || !lasts {
        return None;
    }
    let text = |path| String::from_utf8(host.read(path).ok()?).ok();
    Some(Authority { certificate: text(ca_cert)?, key: text(ca_key)? })
}

fn new_authority(hostname: &str, now: Timestamp) -> Result<Authority, Fault> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, now - CLOCK_ERROR, now + AUTHORITY_LIFE);
    params.distinguished_name.push(DnType::CommonName, authority_name(hostname));
    let certificate = params.self_signed(&key)?;
    Ok(Authority { certificate: certificate.pem(), key: key.serialize_pem() })
}

fn authority_name(hostname: &str) -> String {
    const BEFORE: &str = "Jellyfin Proxy Wizard local CA (";
    let room = COMMON_NAME_LIMIT - BEFORE.len() - 1;
    let name: String =
        hostname.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).take(room).collect();
    format!("{BEFORE}{})", if name.is_empty() { "this machine" } else { &name })
}

/// The machine's name: the kernel's, or in a tree the one that is set at its start.
fn hostname(host: &dyn Host) -> String {
    ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .filter_map(|path| host.read(&path.parse().expect("a literal plain path")).ok())
        .map(|name| String::from_utf8_lossy(&name).trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

fn set_validity(params: &mut CertificateParams, from: Timestamp, until: Timestamp) {
    // rcgen's own type for times is another crate's; it can be counted on from here.
    let at = |time: Timestamp| {
        date_time_ymd(1970, 1, 1) + Duration::from_secs(time.as_second().try_into().unwrap_or(0))
    };
    params.not_before = at(from);
    params.not_after = at(until);
}
