use engine::verdict::{Check, CheckId, Health, Status, report};
use qrcode::{Color, QrCode};

use super::super::Wizard;
use crate::intent::CertificateChoice;
use crate::view::{ChangeState, CheckLine, HealthView};

impl Wizard {
    pub(super) fn health_view(&self) -> Option<HealthView> {
        let health = self.health.as_ref()?;
        let (qr_path, qr_size) = qr_code(&health.url);
        let result = health.test.answer();
        Some(HealthView {
            url: health.url.clone(),
            running: health.test.is_waiting(),
            verdict: result.map(|(verdict, _)| word(verdict.verdict).to_owned()),
            seconds: result.map(|(_, seconds)| *seconds),
            lines: match result {
                _ if health.test.is_waiting() => coming(&health.settled),
                Some((verdict, _)) => {
                    verdict.checks.iter().map(|check| line(check, &health.settled)).collect()
                }
                None => Vec::new(),
            },
            report: result.map(|(verdict, _)| report::markdown(verdict)).unwrap_or_default(),
            ca_file: self.authority_of(&health.url),
            qr_path,
            qr_size,
        })
    }

    fn authority_of(&self, url: &str) -> Option<String> {
        // What was set up just now is known before the machine was looked at anew.
        let is_new = self
            .change
            .as_ref()
            .is_some_and(|change| change.state == ChangeState::Done && change.url.as_deref() == Some(url));
        if is_new && self.answers.certificate == Some(CertificateChoice::LocalCa) {
            return Some(front::LOCAL_CA.to_owned());
        }
        front::authority_of(self.machine.as_ref()?, &url.parse().ok()?).map(str::to_owned)
    }
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Healthy => "healthy",
        Health::Degraded => "degraded",
        Health::Broken => "broken",
    }
}

/// Every check, those that are not settled yet in their places.
fn coming(settled: &[(Check, f64)]) -> Vec<CheckLine> {
    let shown = |id: &CheckId| match settled.iter().find(|(check, _)| check.id == *id) {
        Some((check, _)) => line(check, settled),
        None => CheckLine {
            id: id.name().to_owned(),
            status: "ahead".to_owned(),
            code: String::new(),
            meaning: String::new(),
            observed: String::new(),
            fix: None,
            seconds: None,
        },
    };
    CheckId::ALL.iter().map(shown).collect()
}

fn line(check: &Check, settled: &[(Check, f64)]) -> CheckLine {
    CheckLine {
        id: check.id.name().to_owned(),
        status: match check.status {
            Status::Pass => "pass",
            Status::Warn => "warn",
            Status::Fail => "fail",
            Status::Skip => "skip",
        }
        .to_owned(),
        code: check.code.name().to_owned(),
        meaning: check.code.meaning().to_owned(),
        observed: check.observed.clone(),
        fix: check.fix.clone(),
        seconds: settled.iter().find(|(own, _)| own.id == check.id).map(|(_, seconds)| *seconds),
    }
}

/// The address as a QR code: the path of an SVG picture, and its side. Empty for one that is too long.
fn qr_code(url: &str) -> (String, u32) {
    let Ok(code) = QrCode::new(url) else { return (String::new(), 0) };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width, at / width)).collect();
    (path, u32::try_from(width).unwrap_or_default())
}
