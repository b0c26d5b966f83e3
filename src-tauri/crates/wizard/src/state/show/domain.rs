use super::super::Wizard;
use crate::intent::CertificateChoice;
use crate::view::{DomainView, Problem};

impl Wizard {
    pub(super) fn domain_view(&self) -> DomainView {
        let problems = self.answers.problems();
        let ports = problems.iter().find(|problem| problem.field.ends_with("_port"));
        let problem = self.shown_problem("domain", &self.answers.domain);
        let is_whole = problem.is_none() && !self.answers.domain.trim().is_empty();
        DomainView {
            name: self.answers.domain.clone(),
            problem,
            looking_up: self.name.is_waiting(),
            points_to: self.name.answer().cloned(),
            url: is_whole.then(|| self.url()),
            http_port: self.answers.http_port,
            https_port: self.answers.https_port,
            ports_problem: ports
                .map(|found| Problem { code: found.code.clone(), message: found.message.clone() }),
        }
    }

    /// The address that visitors will type, as far as it is known.
    fn url(&self) -> String {
        let (scheme, port, usual) = match self.answers.certificate {
            Some(CertificateChoice::NoTls) => ("http", self.answers.http_port, 80),
            _ => ("https", self.answers.https_port, 443),
        };
        let port = if port == usual { String::new() } else { format!(":{port}") };
        let base = self.jellyfin.answer().map(|seen| seen.base_path.as_str()).unwrap_or_default();
        format!("{scheme}://{}{port}{base}", self.answers.domain.trim())
    }
}
