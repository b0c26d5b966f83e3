use engine::verdict::{Check, Health, Status, Verdict, report};
use qrcode::{Color, QrCode};

use super::super::Wizard;
use crate::view::{CheckLine, HealthView};

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
            lines: result.map(|(verdict, _)| lines(verdict)).unwrap_or_default(),
            report: result.map(|(verdict, _)| report::markdown(verdict)).unwrap_or_default(),
            qr_path,
            qr_size,
        })
    }
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Healthy => "healthy",
        Health::Degraded => "degraded",
        Health::Broken => "broken",
    }
}

fn lines(verdict: &Verdict) -> Vec<CheckLine> {
    let line = |check: &Check| CheckLine {
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
    };
    verdict.checks.iter().map(line).collect()
}

/// The address as a QR code: the path of an SVG picture, and its side. Empty for one that is too long.
fn qr_code(url: &str) -> (String, u32) {
    let Ok(code) = QrCode::new(url) else { return (String::new(), 0) };
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width, at / width)).collect();
    (path, u32::try_from(width).unwrap_or_default())
}
