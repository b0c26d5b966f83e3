//! Why a question got no answer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What came of one question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question<T> {
    /// Not asked: it does not apply, or nobody could be asked.
    #[default]
    NotAsked,
    /// Asked, but no answer came back.
    Failed(Trouble),
    /// Asked and answered.
    Answered(T),
}

impl<T> Question<T> {
    /// The answer, if there is one.
    pub fn answer(&self) -> Option<&T> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::NotAsked | Self::Failed(_) => None,
        }
    }
}

impl<T> From<Result<T, Trouble>> for Question<T> {
    fn from(result: Result<T, Trouble>) -> Self {
        match result {
            Ok(answer) => Self::Answered(answer),
            Err(trouble) => Self::Failed(trouble),
        }
    }
}

/// Why no answer came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The machine answered that nothing listens there.
    #[error("connection refused")]
    Refused,
    /// The network knows no way to the address, or this machine has none for its family.
    #[error("no route to the address")]
    NoRoute,
    /// Nothing came back before the deadline.
    #[error("no answer before the deadline")]
    TimedOut,
    /// The name has no address.
    #[error("the name has no address")]
    NameNotFound,
    /// The TLS handshake failed.
    #[error("TLS handshake failed: {0}")]
    Tls(String),
    /// The connection was closed before an answer was complete.
    #[error("connection closed before an answer")]
    Closed,
    /// What came back is not HTTP.
    #[error("the answer is not HTTP: {0}")]
    NotHttp(String),
    /// Any other error of the system.
    #[error("{0}")]
    System(String),
}

/// What came of dialling one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dial {
    /// The address and port dialled.
    pub address: std::net::SocketAddr,
    /// `None` when it connected.
    pub trouble: Option<Trouble>,
}

impl Dial {
    /// Whether it connected.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.trouble.is_none()
    }
}

impl fmt::Display for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.trouble {
            None => write!(f, "{} connected", self.address),
            Some(trouble) => write!(f, "{} {trouble}", self.address),
        }
    }
}
