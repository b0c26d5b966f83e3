use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The health test of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct HealthView {
    /// The site's address.
    pub url: String,
    /// Whether it is being tested now; lines whose check is not settled are then `ahead`.
    pub running: bool,
    /// `healthy`, `degraded` or `broken`; `None` before the first test has ended.
    pub verdict: Option<String>,
    /// How long the test took.
    pub seconds: Option<f64>,
    /// One line a check.
    pub lines: Vec<CheckLine>,
    /// The report for a forum, in Markdown, without secrets.
    pub report: String,
    /// The certificate of the authority made here that signed the site's: what has to be taken to each device.
    pub ca_file: Option<String>,
    /// A QR code of the address, as an SVG picture's path data on a square of `qr_size` units.
    pub qr_path: String,
    /// The side of the QR code in units.
    pub qr_size: u32,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct CheckLine {
    /// Which: `tls.chain`.
    pub id: String,
    /// `ahead`, `pass`, `warn`, `fail` or `skip`.
    pub status: String,
    /// What was found: `chain_incomplete`; empty for one that is ahead.
    pub code: String,
    /// What that means, in English.
    pub meaning: String,
    /// What was seen.
    pub observed: String,
    /// What to do, in English.
    pub fix: Option<String>,
    /// How long its last question took; `None` where that was not taken down.
    pub seconds: Option<f64>,
}
