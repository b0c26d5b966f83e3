use engine::facts::{CertificateFacts, CertificateFault};
use engine::names::Fqdn;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::Wizard;
use crate::intent::CertificateChoice;
use crate::view::{CertificateOption, CertificateView, FileProblem, Problem};

impl Wizard {
    pub(super) fn certificate_view(&self) -> CertificateView {
        let (domain, now) = (self.answers.domain.trim().parse::<Fqdn>().ok(), self.now());
        let known = self.machine.iter().flat_map(|facts| &facts.certificates);
        let mut found: Vec<CertificateOption> =
            known.map(|certificate| option(certificate, domain.as_ref(), now)).collect();
        found.sort_by_key(|option| (option.fault.is_some(), -option.days_left));
        let judged = match self.certificate.answer() {
            Some(Ok(certificate)) => Some(option(certificate, domain.as_ref(), now)),
            Some(Err(_)) | None => None,
        };
        CertificateView {
            found,
            chosen: self.answers.certificate.clone(),
            judging: self.certificate.is_waiting(),
            judged,
            problems: self.file_problems(),
            hsts: self.answers.hsts,
        }
    }

    /// What keeps the chosen certificate from being used for the name.
    pub(in crate::state) fn certificate_fault(&self) -> Option<CertificateFault> {
        match self.certificate.answer()? {
            Err(fault) => Some(fault.clone()),
            Ok(certificate) => {
                let domain = self.answers.domain.trim().parse::<Fqdn>().ok()?;
                certificate.judge(&domain, self.now()).err()
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.machine.as_ref().map_or(Timestamp::UNIX_EPOCH, |facts| facts.taken_at)
    }

    /// Where the files as typed are no paths, or hold no certificate.
    fn file_problems(&self) -> Vec<FileProblem> {
        let (cert, key, cert_field) = match &self.answers.certificate {
            Some(CertificateChoice::Files { cert, key }) => (cert, key, "cert"),
            Some(CertificateChoice::Combined { pem }) => (pem, pem, "pem"),
            _ => return Vec::new(),
        };
        let typed = !cert.trim().is_empty() && !key.trim().is_empty();
        let formal = self.answers.problems().into_iter().find(|found| found.field == "certificate");
        if let Some(found) = formal.filter(|_| typed) {
            let problem = Problem { code: found.code, message: found.message };
            return vec![FileProblem { field: cert_field.to_owned(), problem }];
        }
        let Some(fault) = self.certificate_fault() else { return Vec::new() };
        let is_key = key != cert && key.trim().parse().is_ok_and(|key| fault.concerns(&key));
        let field = if is_key { "key" } else { cert_field };
        vec![FileProblem { field: field.to_owned(), problem: problem(&fault) }]
    }
}

fn option(certificate: &CertificateFacts, domain: Option<&Fqdn>, now: Timestamp) -> CertificateOption {
    let day = 24 * 60 * 60;
    let left = certificate.not_after.as_second() - now.as_second();
    CertificateOption {
        cert: certificate.path.to_string(),
        key: certificate.key_path.to_string(),
        names: certificate.names.clone(),
        issuer: certificate.issuer.clone(),
        ends: certificate.not_after.to_zoned(TimeZone::UTC).date().to_string(),
        days_left: left.div_euclid(day),
        fault: domain.and_then(|domain| certificate.judge(domain, now).err()).map(|fault| problem(&fault)),
    }
}

fn problem(fault: &CertificateFault) -> Problem {
    Problem { code: fault.code().to_owned(), message: fault.to_string() }
}
