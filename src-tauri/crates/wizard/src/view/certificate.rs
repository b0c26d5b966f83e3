use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Problem;
use crate::CertificateChoice;

/// Which certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct CertificateView {
    /// Those that were found, the fitting ones first.
    pub found: Vec<CertificateOption>,
    /// What is chosen.
    pub chosen: Option<CertificateChoice>,
    /// Whether chosen files are being judged now.
    pub judging: bool,
    /// What the chosen one is, once it was judged.
    pub judged: Option<CertificateOption>,
    /// What is wrong with the files as typed.
    pub problems: Vec<FileProblem>,
    /// Whether browsers are told to come by HTTPS only.
    pub hsts: bool,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct CertificateOption {
    /// The file with the chain.
    pub cert: String,
    /// The file with the key.
    pub key: String,
    /// The names it is for.
    pub names: Vec<String>,
    /// Who signed it.
    pub issuer: String,
    /// The day it ends, `2027-02-01`.
    pub ends: String,
    /// Days until then; below 0 it is over.
    #[ts(type = "number")]
    pub days_left: i64,
    /// What keeps it from being used for the name; `None` where it can be.
    pub fault: Option<Problem>,
}

/// What is wrong with one of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct FileProblem {
    /// `cert`, `key` or `pem`.
    pub field: String,
    /// What.
    pub problem: Problem,
}
