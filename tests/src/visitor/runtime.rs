use std::future::Future;
use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::Runtime;

/// The threads on which all visitors of a test wait.
fn shared() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("threads for visitors"))
}

/// Waits for something, but not for ever.
pub(super) fn within<T>(patience: Duration, what: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    shared().block_on(async {
        tokio::time::timeout(patience, what).await.unwrap_or_else(|over| Err(over.into()))
    })
}
