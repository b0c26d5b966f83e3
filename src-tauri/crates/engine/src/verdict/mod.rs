//! What was observed of a site, and what it means.
//!
//! `probe` measures and fills [`Observations`]; [`judge`] turns them into a [`Verdict`] and asks nobody
//! anything. So a recording of a real site is a test, and the same facts always mean the same.

pub mod access_log;
pub mod answer;
pub mod check;
pub mod check_id;
pub mod code;
pub mod culprit;
pub mod jellyfin;
mod judge;
pub mod observations;
pub mod phase;
pub mod redact;
pub mod report;
pub mod site_url;
pub mod tls_seen;
pub mod trouble;

pub use access_log::AccessLogSeen;
pub use answer::Answer;
pub use check::{Check, Health, Status, Verdict};
pub use check_id::CheckId;
pub use code::Code;
pub use culprit::Culprit;
pub use jellyfin::{JellyfinSeen, PublicInfo};
pub use judge::{judge, judge_one};
pub use observations::Observations;
pub use phase::Phase;
pub use site_url::{SiteUrl, SiteUrlError};
pub use trouble::{Question, Trouble};
