use std::time::{Duration, Instant};

/// Waits until something is there.
///
/// # Panics
/// When it does not come.
#[track_caller]
pub fn until(what: &str, there: impl Fn() -> bool) {
    let begin = Instant::now();
    while !there() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what} is not there");
        std::thread::sleep(Duration::from_millis(50));
    }
}
