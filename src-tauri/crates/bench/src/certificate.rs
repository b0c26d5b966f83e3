//! The certificate that every contender serves: RSA with 2048 bits, as most sites have it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256,
};
use system::sandbox::Sandbox;

use crate::site::DOMAIN;

/// The authority's certificate, PEM.
const AUTHORITY: &str = "authority.pem";
const CHAIN: &str = "fullchain.pem";
const KEY: &str = "privkey.pem";
/// Chain and key in one file, as HAProxy takes them.
const COMPLETE: &str = "complete.pem";

/// Where certbot would put them, and where the first text's Apache site looks for them.
const FOLDERS: [&str; 2] = ["/etc/letsencrypt/live", "/etc/letsencrypt"];
const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";
const DAYS: Duration = Duration::from_secs(30 * 24 * 3600);

/// Certificate, key and authority in a folder.
pub(crate) struct Certificate {
    folder: PathBuf,
}

impl Certificate {
    /// Makes one for the site.
    pub(crate) fn make(folder: &Path, sandbox: &Sandbox, now: SystemTime) -> Result<Self> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.distinguished_name.push(DnType::CommonName, "Bench authority");
        let authority =
            CertifiedIssuer::self_signed(authority, KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?)?;
        let mut site = CertificateParams::new(vec![DOMAIN.to_owned()])?;
        site.not_before = (now - DAYS).into();
        site.not_after = (now + DAYS).into();
        site.use_authority_key_identifier_extension = true;
        let key_pem = rsa_key(sandbox)?;
        let key = KeyPair::from_pem(&key_pem).context("the key that openssl made")?;
        let chain = site.signed_by(&key, &authority)?.pem();
        let complete = format!("{chain}{key_pem}");
        for (name, text) in
            [(AUTHORITY, &authority.pem()), (CHAIN, &chain), (KEY, &key_pem), (COMPLETE, &complete)]
        {
            fs::write(folder.join(name), text).with_context(|| name.to_owned())?;
        }
        Ok(Self::in_folder(folder))
    }

    /// One that was made before.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The authority that clients trust.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.join(AUTHORITY)
    }

    /// Puts it where the configurations look for it, and lets every program of the sandbox trust it.
    /// Answers with the paths of chain and key.
    pub(crate) fn install(&self) -> Result<(PathBuf, PathBuf)> {
        for folder in FOLDERS {
            let folder = Path::new(folder).join(DOMAIN);
            fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            for name in [CHAIN, KEY, COMPLETE] {
                fs::copy(self.folder.join(name), folder.join(name)).with_context(|| name.to_owned())?;
            }
        }
        let mut roots = fs::read_to_string(SYSTEM_ROOTS).unwrap_or_default();
        roots.push_str(&fs::read_to_string(self.authority()).context(AUTHORITY)?);
        fs::write(SYSTEM_ROOTS, roots).context(SYSTEM_ROOTS)?;
        let folder = Path::new(FOLDERS[0]).join(DOMAIN);
        Ok((folder.join(CHAIN), folder.join(KEY)))
    }
}

/// The crypto library of this project makes no RSA keys, but openssl's program does; where the machine has none, a
/// layer of the sandbox has it.
fn rsa_key(sandbox: &Sandbox) -> Result<String> {
    let output = sandbox
        .command("openssl", ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])?
        .stdin(Stdio::null())
        .output()
        .context("openssl")?;
    if !output.status.success() {
        bail!("openssl made no key: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("a key in PEM form")
}
