//! What visitors see while Jellyfin is away, and while it has troubles of its own.

use std::time::{Duration, Instant};

use standin::State;
use tests::{Jellyfin, Lab};

use super::set_up;

/// HAProxy looks after a server that is down every second.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) fn shows_a_page(proxy: &str) {
    let mut lab = set_up(proxy, &[]);
    let visitor = lab.visitor();
    lab.jellyfin.stop();
    let away = visitor.get("/web/index.html");
    assert_eq!(
        (away.status, away.header("retry-after"), away.header("cache-control")),
        (503, "5", "no-store")
    );
    assert!(away.header("content-type").starts_with("text/html"), "{away:?}");
    assert!(away.text().contains("<meta http-equiv=refresh content=5>"), "{away:?}");

    lab.jellyfin = Jellyfin::ready();
    let begin = Instant::now();
    while visitor.get("/health").status != 200 {
        assert!(begin.elapsed() < PATIENCE, "it does not find Jellyfin again");
        std::thread::sleep(Duration::from_millis(200));
    }
    lab.check("https://media.example.test", "127.0.0.1:443", &[]).expect(0);
}

/// Jellyfin's own 503s say what it is doing: its start page, and its loading message.
pub(super) fn passes_jellyfins_own_troubles(proxy: &str) {
    let mut lab = set_up(proxy, &[]);
    let visitor = lab.visitor();
    exchange(&mut lab, State::Starting);
    let starting = visitor.get("/web/");
    assert_eq!((starting.status, starting.header("retry-after")), (503, "005"), "{starting:?}");

    // Asked before HAProxy's checks have failed often enough to take Jellyfin for away.
    exchange(&mut lab, State::Loading);
    let loading = visitor.get("/System/Info/Public");
    assert_eq!(loading.status, 503);
    assert_eq!(loading.text(), "Jellyfin Server is loading. Please try again shortly.");
}

fn exchange(lab: &mut Lab, state: State) {
    lab.jellyfin.stop();
    lab.jellyfin = Jellyfin::in_state(state);
}
