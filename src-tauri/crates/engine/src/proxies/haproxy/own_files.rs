//! The files and links beside the main file that the site's sections refer to.

use super::detect::OWN_FOLDER;
use crate::facts::Install;
use crate::names::AbsPath;
use crate::plan::{Finding, Step};
use crate::proxies::{TlsMaterial, WantedSite};

/// Certificate and key as a `crt` takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The path that `crt` names.
    pub(super) crt: AbsPath,
    /// What has to be made for it.
    pub(super) steps: Vec<Step>,
    /// What the user should know of it.
    pub(super) findings: Vec<Finding>,
}

/// The site's name for files: a name of 253 characters would leave no room for an ending in the 255
/// that a file system takes.
pub(super) fn stem(site: &WantedSite) -> String {
    let name = site.domain.to_string();
    if name.len() > 200 { site.slug.to_string() } else { name }
}

/// The folder for them.
pub(super) fn own_folder(install: &Install) -> AbsPath {
    install.config_root.join(OWN_FOLDER).expect("a literal plain name")
}

impl Certificate {
    /// The certificate of a site. With `key_files`, a key is looked for in a file named as the
    /// certificate with `.key` behind: two links then do, and a renewal needs nothing but a reload.
    pub(super) fn of(material: &TlsMaterial, folder: &AbsPath, site: &WantedSite, key_files: bool) -> Self {
        let within =
            |ending: &str| folder.join(&format!("{}{ending}", stem(site))).expect("a domain is a plain name");
        let plain = |crt: &AbsPath| Self { crt: crt.clone(), steps: Vec::new(), findings: Vec::new() };
        match material {
            TlsMaterial::Combined(pem) => plain(pem),
            TlsMaterial::Pair { cert, key } if key_files => {
                // With `ssl-load-extra-del-ext` the key of a `.crt` is looked for without that ending.
                if key.as_str() == format!("{cert}.key") && !cert.as_str().ends_with(".crt") {
                    return plain(cert);
                }
                let crt = within(".pem");
                let links = [(crt.clone(), cert), (within(".pem.key"), key)];
                let steps = links.map(|(path, target)| Step::Link { path, target: target.clone() });
                Self { crt, steps: steps.into(), findings: Vec::new() }
            }
            TlsMaterial::Pair { cert, key } => {
                let path = within(".combined.pem");
                let findings = vec![combined_copy(&path, cert, key)];
                let step = Step::CombinePem { path: path.clone(), cert: cert.clone(), key: key.clone() };
                Self { crt: path, steps: vec![step], findings }
            }
        }
    }
}

fn combined_copy(path: &AbsPath, cert: &AbsPath, key: &AbsPath) -> Finding {
    Finding::warning(
        "combined_copy",
        format!(
            "this HAProxy takes certificate and key from one file only, so {path} is a copy of both, and a renewed certificate has to be copied again"
        ),
        format!("give certbot this: --deploy-hook 'cat {cert} {key} > {path} && systemctl reload haproxy'"),
    )
}
