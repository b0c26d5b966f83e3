//! How long is waited.

use std::future::Future;
use std::time::Duration;

use engine::verdict::Trouble;
use tokio::time::Instant;

use crate::target::Limits;

/// The bounds of one run: so long a question, and not beyond the end of the run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    question: Duration,
    end: Instant,
}

impl Deadline {
    /// A run that begins now.
    pub(crate) fn begin(limits: Limits) -> Self {
        Self { question: limits.question, end: Instant::now() + limits.overall }
    }

    /// Waits for one question.
    pub(crate) async fn bound<T>(
        &self,
        asking: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Trouble> {
        let until = self.end.min(Instant::now() + self.question);
        tokio::time::timeout_at(until, asking).await.unwrap_or(Err(Trouble::TimedOut))
    }
}
