//! What browsers and televisions are told to forbid: nothing, unless asked for.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::set_up;

/// Copied policies break plugins, trailers, the cast icon and webOS (seen in the field), and HSTS outlives an undo.
const POLICIES: [&str; 5] = [
    "content-security-policy",
    "x-frame-options",
    "permissions-policy",
    "cross-origin-opener-policy",
    "strict-transport-security",
];

pub(super) fn forbids_nothing_unasked(proxy: &str) {
    let lab = set_up(proxy, &[]);
    let page = lab.visitor().get("/web/index.html");
    let told: Vec<&str> = POLICIES.into_iter().filter(|name| page.headers.contains_key(*name)).collect();
    assert_eq!((page.status, told.as_slice()), (200, &[""; 0][..]));

    lab.setup(&["--hsts"]).expect(0);
    // Processes that were there before a reload answer for a moment longer.
    let begin = Instant::now();
    while lab.visitor().get("/web/index.html").header("strict-transport-security") != "max-age=63072000" {
        assert!(begin.elapsed() < Duration::from_secs(10), "no HSTS though it was asked for");
        sleep(Duration::from_millis(50));
    }
}
