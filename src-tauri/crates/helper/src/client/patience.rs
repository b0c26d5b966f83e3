use std::time::Duration;

/// How long a root side that is being started is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long one may take to find the password.
    pub password: Duration,
    /// How long the helper, once it runs, may take to say its first word.
    pub greeting: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { password: Duration::from_secs(300), greeting: Duration::from_secs(30) }
    }
}
