//! One HTTP answer, cut to what is judged.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How many bytes of a body are kept: `/System/Info/Public` is about 300.
pub const EXCERPT: usize = 1024;

/// One HTTP answer, as the asker received it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `Location` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The `Server` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The `Content-Type` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The `Content-Range` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_range: Option<String>,
    /// The `Retry-After` header: Jellyfin's start-up server sends exactly `005`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
    /// Whether `X-Response-Time-ms` was there: only Jellyfin sends it, and every proxy passes it on.
    pub response_time: bool,
    /// The beginning of the body, at most [`EXCERPT`] bytes, secrets removed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
}

impl Answer {
    /// Whether the body is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        if let Some(location) = &self.location {
            write!(f, " to {location}")?;
        }
        if let Some(server) = &self.server {
            write!(f, " ({server})")?;
        }
        Ok(())
    }
}
