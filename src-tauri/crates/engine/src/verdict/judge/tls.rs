//! The certificate, the versions and the protocols.

use super::finding::Finding;
use crate::facts::ends_soon;
use crate::verdict::code::Code;
use crate::verdict::observations::Observations;
use crate::verdict::tls_seen::{CertificateSeen, Handshake, TlsSeen, Trust};
use crate::verdict::trouble::Question;

/// `tls.chain`: a handshake that fails is reported here.
pub(super) fn chain(seen: &Observations) -> Finding {
    let tls = match tls(seen) {
        Ok(tls) => tls,
        Err(finding) => return finding,
    };
    let handshake = match &tls.handshake {
        Question::Answered(handshake) => handshake,
        Question::Failed(trouble) => return Finding::new(Code::TlsFailed, trouble.to_string()),
        Question::NotAsked => return Finding::unseen(Code::NotReached),
    };
    let links: Vec<_> =
        handshake.chain.iter().map(|cert| format!("{} (from {})", cert.subject, cert.issuer)).collect();
    let mut observed = format!("{} sent: {}", links.len(), links.join(", "));
    if let Trust::Rejected(reason) = &handshake.trust {
        observed.push_str(&format!("; {reason}"));
    }
    Finding::new(chain_code(handshake), observed)
}

/// `tls.name`.
pub(super) fn name(seen: &Observations) -> Finding {
    let (handshake, own) = match certificate(seen) {
        Ok(found) => found,
        Err(finding) => return finding,
    };
    let observed = format!("covers {}", own.names.join(", "));
    let code = if handshake.name_covered { Code::Ok } else { Code::CertificateNameMismatch };
    Finding::new(code, observed)
}

/// `tls.expiry`.
pub(super) fn expiry(seen: &Observations) -> Finding {
    let own = match certificate(seen) {
        Ok((_, own)) => own,
        Err(finding) => return finding,
    };
    let code = match seen.measured_at {
        now if now.as_second() < own.not_before.as_second() => Code::CertificateNotYetValid,
        now if now.as_second() > own.not_after.as_second() => Code::CertificateExpired,
        now if ends_soon(own.not_before, own.not_after, now) => Code::CertificateExpiresSoon,
        _ => Code::Ok,
    };
    let day = |time: jiff::Timestamp| time.strftime("%Y-%m-%d").to_string();
    Finding::new(code, format!("valid from {} to {}", day(own.not_before), day(own.not_after)))
}

/// `tls.versions`.
pub(super) fn versions(seen: &Observations) -> Finding {
    let versions = match tls(seen) {
        Ok(tls) => tls.versions,
        Err(finding) => return finding,
    };
    let accepted: Vec<_> = versions
        .each()
        .into_iter()
        .filter(|(_, accepted)| *accepted == Some(true))
        .map(|(name, _)| name)
        .collect();
    if accepted.is_empty() {
        return Finding::unseen(Code::NotReached);
    }
    let code = match (versions.tls10, versions.tls11, versions.tls12) {
        (Some(true), _, _) | (_, Some(true), _) => Code::OldTlsAccepted,
        (_, _, Some(false)) => Code::Tls12Missing,
        _ => Code::Ok,
    };
    Finding::new(code, format!("accepts TLS {}", accepted.join(", ")))
}

/// `tls.alpn`.
pub(super) fn alpn(seen: &Observations) -> Finding {
    let (tls, handshake) = match tls(seen).and_then(|tls| Ok((tls, handshake(tls)?))) {
        Ok(found) => found,
        Err(finding) => return finding,
    };
    let chosen = |alpn: &Option<String>| alpn.clone().unwrap_or_else(|| "none".to_owned());
    match (&handshake.alpn, &tls.http11_only) {
        (_, Question::Failed(trouble)) => {
            Finding::new(Code::Http11NotOffered, format!("offered only http/1.1: {trouble}"))
        }
        (Some(protocol), _) if protocol == "h2" => Finding::ok("chooses h2; http/1.1 works as well"),
        (other, _) => Finding::new(Code::Http2NotOffered, format!("chooses {}", chosen(other))),
    }
}

/// Home-made certificates do not name a place to fetch their issuer from, those of public authorities
/// do: so a public leaf sent alone is told from a home-made one, neither reaching a root.
fn chain_code(handshake: &Handshake) -> Code {
    let alone = handshake.chain.len() == 1;
    let last_is_root = handshake.chain.last().is_some_and(|cert| cert.self_issued);
    match (&handshake.trust, last_is_root, handshake.roots_given) {
        (Trust::Trusted, _, _) => Code::Ok,
        (Trust::NoRoots, _, _) => Code::NoRoots,
        (Trust::Rejected(_) | Trust::UnknownIssuer, true, false) if alone => Code::SelfSigned,
        (Trust::Rejected(_), true, true) if alone => Code::CaMismatch,
        (Trust::BadSignature, _, true) => Code::CaMismatch,
        (Trust::BadSignature, _, false) | (Trust::Rejected(_), _, _) => Code::ChainRejected,
        (Trust::UnknownIssuer, true, true) => Code::CaMismatch,
        (Trust::UnknownIssuer, true, false) => Code::PrivateCa,
        (Trust::UnknownIssuer, false, true) => Code::ChainIncomplete,
        (Trust::UnknownIssuer, false, false) => {
            let fetchable = handshake.chain.last().is_some_and(|cert| cert.names_issuer_url);
            if fetchable { Code::ChainIncomplete } else { Code::PrivateCa }
        }
    }
}

fn tls(seen: &Observations) -> Result<&TlsSeen, Finding> {
    if !seen.url.tls() {
        return Err(Finding::unseen(Code::PlainHttp));
    }
    seen.tls.as_ref().ok_or_else(|| Finding::unseen(Code::NotReached))
}

fn handshake(tls: &TlsSeen) -> Result<&Handshake, Finding> {
    tls.handshake.answer().ok_or_else(|| Finding::unseen(Code::NotReached))
}

fn certificate(seen: &Observations) -> Result<(&Handshake, &CertificateSeen), Finding> {
    let handshake = handshake(tls(seen)?)?;
    let own = handshake.chain.first().ok_or_else(|| Finding::unseen(Code::NotReached))?;
    Ok((handshake, own))
}
