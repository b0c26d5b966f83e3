use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::text::Digesting;

/// A plan's name: the first 16 hexadecimal digits of a digest of its content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanId(String);

/// The text is not 16 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a plan's id is 16 hexadecimal digits")]
pub struct PlanIdError;

impl PlanId {
    /// The id of something with this content, which is plain data: that of its JSON.
    pub fn of(content: &impl Serialize) -> Self {
        let mut digest = Digesting::default();
        serde_json::to_writer(&mut digest, content)
            .expect("plain data has a JSON, and a digest takes any bytes");
        Self(digest.end()[..16].to_owned())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PlanId {
    type Err = PlanIdError;

    fn from_str(text: &str) -> Result<Self, PlanIdError> {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() != 16 || !text.bytes().all(digit) {
            return Err(PlanIdError);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::names::text_serde!(PlanId);
