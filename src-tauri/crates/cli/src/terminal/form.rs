use std::path::Path;

use anyhow::Context;
use engine::request::{CertificateForm, FirewallWish, KnownProxies, SetupForm};

use crate::args::{CertificateArgs, FirewallArg, KnownProxiesArg, SetupArgs};

/// The form that the command line fills in. Paths become absolute here: the root side has another
/// working directory.
pub(crate) fn of(setup: &SetupArgs) -> anyhow::Result<SetupForm> {
    // In a tree, paths are the tree's own.
    let path = |path: &Path| if setup.root.is_some() { as_text(path) } else { absolute(path) };
    Ok(SetupForm {
        proxy: setup.proxy.clone(),
        domain: setup.domain.clone(),
        upstream: setup.upstream.clone(),
        base_path: setup.base_path.clone(),
        certificate: certificate(&setup.certificate, path)?,
        http_port: setup.http_port,
        https_port: setup.https_port,
        max_connections: setup.max_connections,
        hsts: setup.hsts,
        adopt: setup.certificate.adopt,
        known_proxies: match setup.known_proxies {
            KnownProxiesArg::Set => KnownProxies::Set,
            KnownProxiesArg::Leave => KnownProxies::Leave,
        },
        firewall: match setup.firewall {
            FirewallArg::Open => FirewallWish::Open,
            FirewallArg::Leave => FirewallWish::Leave,
        },
        jellyfin_config: setup.jellyfin_config.as_deref().map(path).transpose()?,
        jellyfin_seen: None,
    })
}

fn certificate(
    args: &CertificateArgs,
    path: impl Fn(&Path) -> anyhow::Result<String>,
) -> anyhow::Result<CertificateForm> {
    Ok(match (&args.cert, &args.key, &args.pem, args.local_ca, args.no_tls) {
        (Some(cert), Some(key), ..) => CertificateForm::Pair { cert: path(cert)?, key: path(key)? },
        (_, _, Some(pem), ..) => CertificateForm::Combined { pem: path(pem)? },
        (_, _, _, true, _) => CertificateForm::LocalCa,
        (_, _, _, _, true) => CertificateForm::NoTls,
        _ if args.adopt => CertificateForm::Adopted,
        _ => CertificateForm::Unset,
    })
}

fn absolute(path: &Path) -> anyhow::Result<String> {
    let absolute = std::path::absolute(path).with_context(|| path.display().to_string())?;
    as_text(&absolute)
}

fn as_text(path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))?;
    Ok(text.to_owned())
}
