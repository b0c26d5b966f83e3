//! The verdict: what is printed, and what the other parts act on.

use serde::{Deserialize, Serialize};

use super::check_id::CheckId;
use super::code::Code;
use super::redact::redact;
use super::site_url::SiteUrl;

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As it should be.
    Pass,
    /// It works, but not as well or as safely as it could.
    Warn,
    /// Something does not work, or is not safe.
    Fail,
    /// It could not be told, or does not apply.
    Skip,
}

/// How the site does as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Nothing to mend.
    Healthy,
    /// At least one warning, no failure.
    Degraded,
    /// At least one failure.
    Broken,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Which one.
    pub id: CheckId,
    /// How it ended: that of its code.
    pub status: Status,
    /// What was found, for programs.
    pub code: Code,
    /// What was seen, for people.
    pub observed: String,
    /// What is seen where all is well.
    pub expected: String,
    /// The next step; `None` where there is nothing to do.
    pub fix: Option<String>,
}

impl Check {
    /// A check from what was found and seen.
    #[must_use]
    pub fn new(id: CheckId, code: Code, observed: &str) -> Self {
        Self {
            id,
            status: code.status(),
            code,
            observed: redact(observed),
            expected: id.expected().to_owned(),
            fix: Some(code.next_step()).filter(|step| !step.is_empty()).map(str::to_owned),
        }
    }
}

/// What the observations mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The version of this format: 1.
    pub schema: u32,
    /// The site.
    pub url: SiteUrl,
    /// How it does as a whole.
    pub verdict: Health,
    /// Every check, in the order of [`CheckId::ALL`].
    pub checks: Vec<Check>,
}

impl Verdict {
    /// A verdict from its checks.
    #[must_use]
    pub fn new(url: SiteUrl, checks: Vec<Check>) -> Self {
        Self { schema: 1, url, verdict: health(&checks, &[]), checks }
    }

    /// The check of that id.
    #[must_use]
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The checks that warn or fail, in order.
    pub fn faults(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| matches!(check.status, Status::Warn | Status::Fail))
    }

    /// How the site would do if these codes were no faults: for a caller who knows of them, such as a
    /// set-up that has not told Jellyfin about its proxy yet.
    #[must_use]
    pub fn health_accepting(&self, accepted: &[Code]) -> Health {
        health(&self.checks, accepted)
    }
}

fn health(checks: &[Check], accepted: &[Code]) -> Health {
    let worst =
        checks.iter().filter(|check| !accepted.contains(&check.code)).map(|check| match check.status {
            Status::Pass | Status::Skip => Health::Healthy,
            Status::Warn => Health::Degraded,
            Status::Fail => Health::Broken,
        });
    worst.max().unwrap_or(Health::Healthy)
}
