//! The certificate's part of a plan: judged before use, or made here.

use super::{Finding, Refusal, Step};
use crate::facts::{CertificateFacts, CertificateFault, HostFacts, KeyFit};
use crate::names::{AbsPath, Fqdn};
use crate::proxies::{TlsMaterial, WantedTls};
use crate::request::{CertificateSource, Request};

/// Where this product keeps what it makes.
const OWN_FOLDER: &str = "/etc/jellyfin-proxy";

/// What the certificate needs.
pub(super) struct TlsSide {
    pub(super) wanted: Option<WantedTls>,
    pub(super) steps: Vec<Step>,
    pub(super) findings: Vec<Finding>,
}

/// `shown` is the certificate of the site that is taken over.
pub(super) fn arrange(
    facts: &HostFacts,
    request: &Request,
    shown: Option<TlsMaterial>,
) -> Result<TlsSide, Refusal> {
    let (material, steps, findings) = match &request.certificate {
        CertificateSource::NoTls => {
            let finding = Finding::warning(
                "no_tls",
                "without a certificate passwords and films travel readable for everybody on the way",
                "use this inside your own network only",
            );
            return Ok(TlsSide { wanted: None, steps: Vec::new(), findings: vec![finding] });
        }
        CertificateSource::Given(material) => {
            let findings = judge_given(facts, material, &request.domain).map_err(Refusal::Certificate)?;
            (material.clone(), Vec::new(), findings)
        }
        CertificateSource::LocalCa => local_ca(facts, &request.domain),
        CertificateSource::Adopted => {
            let material = shown.ok_or_else(|| Refusal::NothingToAdopt { domain: request.domain.clone() })?;
            let findings = judge_given(facts, &material, &request.domain).map_err(Refusal::Certificate)?;
            (material, Vec::new(), findings)
        }
    };
    let wanted = Some(WantedTls { port: request.https_port, material });
    Ok(TlsSide { wanted, steps, findings })
}

fn judge_given(
    facts: &HostFacts,
    material: &TlsMaterial,
    domain: &Fqdn,
) -> Result<Vec<Finding>, CertificateFault> {
    let (cert, key) = material.files();
    let certificate = match facts.certificate(&cert, &key) {
        Ok(certificate) => certificate,
        // Let's Encrypt's folders are closed to everybody but root: root judges before anything is done.
        Err(CertificateFault::Unreadable { path, .. }) if !facts.privileged => {
            return Ok(vec![Finding::note(
                "certificate_not_judged",
                format!("{path} may be read by root only, so it is judged when the change is made"),
            )]);
        }
        Err(fault) => return Err(fault),
    };
    certificate.judge(domain, facts.taken_at)?;
    Ok(chain_findings(facts, certificate))
}

fn chain_findings(facts: &HostFacts, certificate: &CertificateFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let path = &certificate.path;
    if certificate.self_signed {
        findings.push(Finding::warning(
            "certificate_self_signed",
            "the certificate signed itself: every browser warns, and most televisions and Chromecast refuse",
            "take the certificate to each device, or use one of a public authority",
        ));
    } else if certificate.chain_length == 1 {
        findings.push(Finding::warning(
            "certificate_leaf_only",
            format!("{path} holds one certificate and no intermediate: browsers repair that, Android and televisions do not"),
            "use the file with the whole chain (certbot calls it fullchain.pem)",
        ));
    } else if !certificate.chain_in_order {
        findings.push(Finding::warning(
            "certificate_chain_order",
            format!("the certificates in {path} are not in order, each signed by the next"),
            "put the site's own certificate first, then the one that signed it, and so on",
        ));
    }
    if is_ending(certificate, facts) {
        findings.push(Finding::warning(
            "certificate_ends_soon",
            format!("the certificate ends on {}", certificate.not_after),
            "see that it is renewed by itself",
        ));
    }
    if certificate.key_fit == KeyFit::Unread {
        findings.push(Finding::note(
            "certificate_key_not_judged",
            format!(
                "{} may be read by root only, so it is judged when the change is made",
                certificate.key_path
            ),
        ));
    }
    findings
}

/// Under a third of its life is left: what renews by itself has done so before (Let's Encrypt renews
/// at a third; days would be wrong for lives from 90 days down to 6).
fn is_ending(certificate: &CertificateFacts, facts: &HostFacts) -> bool {
    let life = certificate.not_after.as_second() - certificate.not_before.as_second();
    certificate.not_after.as_second() - facts.taken_at.as_second() < life / 3
}

fn local_ca(facts: &HostFacts, domain: &Fqdn) -> (TlsMaterial, Vec<Step>, Vec<Finding>) {
    let own = |below: &str| -> AbsPath {
        format!("{OWN_FOLDER}/{below}").parse().expect("plain names below a literal folder")
    };
    let cert = own(&format!("certs/{domain}/fullchain.pem"));
    let key = own(&format!("certs/{domain}/privkey.pem"));
    let ca_cert = own("ca/ca.crt");
    let usable = facts
        .certificate(&cert, &key)
        .is_ok_and(|found| found.judge(domain, facts.taken_at).is_ok() && !is_ending(found, facts));
    let mut steps = Vec::new();
    if !usable {
        for (path, mode) in
            [(own("ca"), 0o755), (own("certs"), 0o755), (own(&format!("certs/{domain}")), 0o755)]
        {
            steps.push(Step::MakeFolder { path, mode });
        }
        steps.insert(0, Step::MakeFolder { path: OWN_FOLDER.parse().expect("a literal path"), mode: 0o755 });
        steps.push(Step::IssueCertificate {
            domain: domain.clone(),
            ca_cert: ca_cert.clone(),
            ca_key: own("ca/ca.key"),
            cert: cert.clone(),
            key: key.clone(),
        });
    }
    let finding = Finding::warning(
        "local_ca",
        "the certificate comes from an authority of this machine's own, which no device knows yet",
        format!("install {ca_cert} on each phone, computer and television that shall connect"),
    );
    (TlsMaterial::Pair { cert, key }, steps, vec![finding])
}
