use std::time::Duration;

use desktop_tests::Desktop;
use desktop_tests::rest::{below, until_at_rest};
use procfs::process::Process;

use crate::figure::Figure;

/// How long nothing is done before it is looked at: what the start needed has been given back.
const IDLE: Duration = Duration::from_secs(5);

/// Memory of the application and of what WebKit starts for it, at rest on its first screen; pages that several share are
/// split among them (PSS).
pub(crate) fn measure() -> Vec<Figure> {
    let desktop = Desktop::of_nobody();
    let running = desktop.start();
    let own = running.process();
    until_at_rest(&own, IDLE);
    let webkit: f64 = below(&own).iter().map(megabytes).sum();
    vec![
        Figure::new("memory of its own process at rest, PSS", "MB", vec![megabytes(&own)]).at_most(90.0),
        Figure::new("what the processes of WebKit add, PSS", "MB", vec![webkit]),
    ]
}

fn megabytes(process: &Process) -> f64 {
    let maps = process.smaps_rollup().unwrap().memory_map_rollup;
    let bytes: u64 = maps.into_iter().filter_map(|map| map.extension.map.get("Pss").copied()).sum();
    bytes as f64 / 1e6
}
