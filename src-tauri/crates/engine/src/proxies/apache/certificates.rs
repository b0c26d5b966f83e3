//! The certificates that a site shows (`mod_ssl`).

use super::effective::{Effective, Setting, VirtualHost};
use crate::names::AbsPath;
use crate::proxies::TlsMaterial;

/// The certificates of a virtual host, or of the main server. A virtual host's stand in the place of as
/// many of the main server's; a key that is not named is in the certificate's own file.
pub(super) fn shown(effective: &Effective, vhost: Option<&VirtualHost>) -> Vec<TlsMaterial> {
    let files = |name: &str| {
        let own = vhost.map(|vhost| paths(&vhost.settings, name)).unwrap_or_default();
        let main = paths(&effective.main, name);
        let kept = main.into_iter().skip(own.len());
        own.into_iter().chain(kept).collect::<Vec<&str>>()
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

fn paths<'s>(settings: &'s [Setting], name: &str) -> Vec<&'s str> {
    let lines = settings.iter().filter(|setting| !setting.nested && setting.name == name);
    lines
        .filter_map(Setting::first)
        .filter(|path| !path.contains("${") && !path.starts_with("pkcs11:"))
        .collect()
}
