//! How long is waited.

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

    /// The same run, with less patience for a question whose silence tells enough.
    pub(crate) fn impatient(self, question: Duration) -> Self {
        Self { question: self.question.min(question), ..self }
    }

    /// Waits for one question. It is put on the heap: a run is many questions side by side, which
    /// together would not fit on a thread's stack.
    pub(crate) fn bound<'a, T: 'a>(
        &self,
        asking: impl Future<Output = Result<T, Trouble>> + Send + 'a,
    ) -> impl Future<Output = Result<T, Trouble>> + Send + 'a {
        let asking = Box::pin(asking);
        let until = self.end.min(Instant::now() + self.question);
        async move { tokio::time::timeout_at(until, asking).await.unwrap_or(Err(Trouble::TimedOut)) }
    }
}
