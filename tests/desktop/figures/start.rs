use std::num::NonZeroUsize;
use std::time::{SystemTime, UNIX_EPOCH};

use desktop_tests::{Desktop, Window};
use procfs::{Current, Uptime};

use crate::figure::Figure;

/// When the page marked its first usable screen, in milliseconds of the clock on the wall; `null` before.
const USABLE: &str = "const [mark] = performance.getEntriesByName('usable');
    return mark ? performance.timeOrigin + mark.startTime : null";

/// From the start of the process to the first screen on which everything found is shown and can be used. The first start is
/// left out: it reads the disk, and makes the user's folders.
pub(crate) fn measure(rounds: NonZeroUsize) -> Vec<Figure> {
    let desktop = Desktop::of_nobody();
    let readings = (0..=rounds.get()).map(|_| one(&desktop)).skip(1).collect();
    vec![Figure::new("start to the first usable screen, warm", "ms", readings).at_most(700.0)]
}

fn one(desktop: &Desktop) -> f64 {
    let window = Window::open(desktop, "figures-start", &desktop.application(), &[]);
    window.until("This computer");
    let usable = window.until_told(USABLE);
    usable.as_f64().expect("a time") - started(window.application().stat().unwrap().starttime)
}

/// When a process began that has this number, in milliseconds of the clock on the wall. The kernel counts hundredths of a
/// second since it was started itself.
fn started(ticks: u64) -> f64 {
    let up = Uptime::current().unwrap().uptime;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    (now - up + ticks as f64 / procfs::ticks_per_second() as f64) * 1000.0
}
