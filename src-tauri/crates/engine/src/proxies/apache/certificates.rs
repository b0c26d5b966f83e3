//! The certificates that a site shows (`mod_ssl`).

use super::effective::{Effective, Setting, VirtualHost};
use crate::names::AbsPath;
use crate::proxies::TlsMaterial;
use crate::proxies::most::MOST_INHERITED;

/// The certificates of a virtual host, or of the main server. A virtual host's stand in the place of as
/// many of the main server's; a key that is not named is in the certificate's own file.
pub(super) fn shown(effective: &Effective, vhost: Option<&VirtualHost>) -> Vec<TlsMaterial> {
    let files = |name: &str| {
        let own: Vec<&str> = vhost.map(|vhost| paths(vhost.of(name)).collect()).unwrap_or_default();
        let kept = paths(effective.main.of(name)).skip(own.len()).take(MOST_INHERITED);
        own.iter().copied().chain(kept).collect::<Vec<&str>>()
    };
    let (certs, keys) = (files("sslcertificatefile"), files("sslcertificatekeyfile"));
    let pairs = certs.iter().enumerate().filter_map(|(at, cert)| {
        let cert = effective.path(cert)?;
        match keys.get(at) {
            Some(key) => Some(material(cert, effective.path(key)?)),
            None => Some(TlsMaterial::Combined(cert)),
        }
    });
    pairs.collect()
}

fn material(cert: AbsPath, key: AbsPath) -> TlsMaterial {
    if cert == key { TlsMaterial::Combined(cert) } else { TlsMaterial::Pair { cert, key } }
}

fn paths<'s>(settings: impl Iterator<Item = &'s Setting>) -> impl Iterator<Item = &'s str> {
    settings.filter_map(Setting::first).filter(|path| !path.contains("${") && !path.starts_with("pkcs11:"))
}
