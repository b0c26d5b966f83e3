use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A change of this machine, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(NonZeroU32);

/// The text is no number of a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the number of a change: see `jellyfin-proxy history`")]
pub struct ChangeIdError(String);

impl ChangeId {
    /// The first change.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl FromStr for ChangeId {
    type Err = ChangeIdError;

    fn from_str(text: &str) -> Result<Self, ChangeIdError> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        match text.parse() {
            Ok(number) if plain => Ok(Self(number)),
            _ => Err(ChangeIdError(text.chars().take(20).collect())),
        }
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_ids() {
        assert_eq!("12".parse::<ChangeId>().unwrap().to_string(), "12");
        for text in ["", "0", "007", "+7", "-1", "../1", "1.new", "99999999999"] {
            assert!(text.parse::<ChangeId>().is_err(), "{text:?}");
        }
    }
}
