use super::super::quote;
use super::Dialect;
use crate::facts::CertificateFault;
use crate::names::AbsPath;
use crate::plan::Refusal;
use crate::proxies::{TlsMaterial, WantedSite, WantedTls};

/// The TLS lines of a server block.
pub(super) fn settings(dialect: &Dialect, site: &WantedSite, tls: &WantedTls) -> Result<String, Refusal> {
    let (cert, key) = match &tls.material {
        TlsMaterial::Pair { cert, key } => (cert, key),
        TlsMaterial::Combined(pem) => (pem, pem),
    };
    let mut lines = Vec::new();
    if dialect.http2 && dialect.http2_directive {
        lines.push("http2 on;".to_owned());
    }
    lines.push(format!("ssl_certificate {};", argument(cert)?));
    lines.push(format!("ssl_certificate_key {};", argument(key)?));
    lines.push(format!("ssl_protocols TLSv1.2{};", if dialect.tls13 { " TLSv1.3" } else { "" }));
    lines.push(format!("ssl_ciphers {};", dialect.ciphers));
    lines.extend(dialect.curves.map(|curves| format!("ssl_ecdh_curve {curves};")));
    lines.push("ssl_prefer_server_ciphers off;".to_owned());
    lines.push(format!("ssl_session_cache shared:jellyfin_{}:10m;", site.slug));
    lines.push("ssl_session_timeout 1d;".to_owned());
    if dialect.stale_tickets {
        lines.push("ssl_session_tickets off;".to_owned());
    }
    lines.extend(hsts(site));
    Ok(lines.iter().map(|line| format!("    {line}\n")).collect())
}

/// Two years, this name only: a home user must be able to go back, and other names are not ours.
pub(super) fn hsts(site: &WantedSite) -> Option<String> {
    let wanted = site.hsts && site.tls.is_some();
    wanted.then(|| "add_header Strict-Transport-Security max-age=63072000 always;".to_owned())
}

fn argument(path: &AbsPath) -> Result<String, Refusal> {
    quote::path(path).ok_or_else(|| {
        Refusal::Certificate(CertificateFault::Unreadable {
            path: path.clone(),
            reason: "nginx takes the $ in its path for a variable; name a link without one".to_owned(),
        })
    })
}
