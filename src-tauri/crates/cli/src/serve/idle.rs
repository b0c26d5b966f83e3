use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// When somebody used the wizard last. A page that is merely open does not count.
pub(super) struct Idle {
    after: Duration,
    used: Mutex<Instant>,
}

impl Idle {
    pub(super) fn after(after: Duration) -> Self {
        Self { after, used: Mutex::new(Instant::now()) }
    }

    /// It is being used.
    pub(super) fn used(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Ends when nobody has used it for so long.
    pub(super) async fn wait(&self) {
        loop {
            let used = *self.used.lock().unwrap_or_else(PoisonError::into_inner);
            let left = self.after.saturating_sub(used.elapsed());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left).await;
        }
    }
}
