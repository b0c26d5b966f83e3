//! What the proxy's access log shows of the visitors' tokens.

use serde::{Deserialize, Serialize};

use super::redact::secrets_in;

/// What an excerpt of an access log was seen to contain. It is made by counting, so that no token gets
/// into a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessLogSeen {
    /// How many lines were read.
    lines: usize,
    /// How many of them show a token in the clear.
    with_token: usize,
}

impl AccessLogSeen {
    /// Counts the lines that show a token.
    #[must_use]
    pub fn read<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut seen = Self { lines: 0, with_token: 0 };
        for line in lines {
            seen.lines += 1;
            seen.with_token += usize::from(secrets_in(line) > 0);
        }
        seen
    }

    /// How many lines were read.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// How many of them show a token in the clear.
    #[must_use]
    pub fn with_token(&self) -> usize {
        self.with_token
    }
}
