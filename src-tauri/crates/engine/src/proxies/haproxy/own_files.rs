//! The files and links beside the main file that the site's sections refer to.

use super::detect::OWN_FOLDER;
use crate::facts::Install;
use crate::names::AbsPath;
use crate::plan::{Finding, Step};
use crate::proxies::{TlsMaterial, WantedSite};

/// The folder, in the own one, whose certificates a frontend of this product's shows: sites that come
/// later put theirs beside, and no line of an earlier one changes.
pub(super) const CERTIFICATES: &str = "certs";

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

/// The folder for the certificates that frontends of this product's show.
pub(super) fn certificates_folder(install: &Install) -> AbsPath {
    own_folder(install).join(CERTIFICATES).expect("a literal plain name")
}

/// Certificate and key as HAProxy takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The file with the chain, or with chain and key.
    file: AbsPath,
    /// The file with the key, to be named as the chain's with `.key` behind: a renewal then needs
    /// nothing but a reload.
    key: Option<AbsPath>,
    /// The folder for links of ours, and what they are called.
    folder: AbsPath,
    stem: String,
    /// What has to be made before it can be linked to.
    pub(super) steps: Vec<Step>,
    /// What the user should know of it.
    pub(super) findings: Vec<Finding>,
}

impl Certificate {
    /// The certificate of a site. With `key_files`, a key is looked for in a file of its own.
    pub(super) fn of(material: &TlsMaterial, folder: &AbsPath, site: &WantedSite, key_files: bool) -> Self {
        let mut certificate = Self {
            file: material.files().0,
            key: None,
            folder: folder.clone(),
            stem: stem(site),
            steps: Vec::new(),
            findings: Vec::new(),
        };
        match material {
            TlsMaterial::Combined(_) => {}
            TlsMaterial::Pair { key, .. } if key_files => certificate.key = Some(key.clone()),
            TlsMaterial::Pair { cert, key } => {
                let name = format!("{}.combined.pem", certificate.stem);
                let path = folder.join(&name).expect("a domain is a plain name");
                certificate.findings.push(combined_copy(&path, cert, key));
                let (cert, key) = (cert.clone(), key.clone());
                certificate.steps.push(Step::CombinePem { path: path.clone(), cert, key });
                certificate.file = path;
            }
        }
        certificate
    }

    /// The file with the chain as it was given.
    pub(super) fn file(&self) -> &AbsPath {
        &self.file
    }

    /// Its place among links of ours, for a line that names one file.
    pub(super) fn path(&self) -> AbsPath {
        self.folder.join(&format!("{}.pem", self.stem)).expect("a domain is a plain name")
    }

    /// The links that put it into a folder, its name beginning so.
    pub(super) fn links(&self, folder: &AbsPath, prefix: &str) -> Vec<Step> {
        let within =
            |ending: &str| folder.join(&format!("{prefix}{}{ending}", self.stem)).expect("a plain name");
        let link = |path: AbsPath, target: &AbsPath| Step::Link { path, target: target.clone() };
        let key = self.key.as_ref().map(|key| link(within(".pem.key"), key));
        std::iter::once(link(within(".pem"), &self.file)).chain(key).collect()
    }

    /// The links at [`Self::path`].
    pub(super) fn own_links(&self) -> Vec<Step> {
        self.links(&self.folder, "")
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
