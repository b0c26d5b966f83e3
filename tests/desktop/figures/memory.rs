use std::time::Duration;

use desktop_tests::{Desktop, Window};
use procfs::process::Process;

use crate::figure::Figure;

/// How long nothing is done before it is looked at: what the start needed has been given back.
const IDLE: Duration = Duration::from_secs(10);

/// Memory of the application and of what WebKit starts for it, at rest on its first screen; pages that several share are
/// split among them (PSS).
pub(crate) fn measure() -> Vec<Figure> {
    let desktop = Desktop::of_nobody();
    let window = Window::open(&desktop, "figures-memory", &desktop.application(), &[]);
    window.until("This computer");
    std::thread::sleep(IDLE);
    let own = window.application();
    let webkit: f64 = below(own.pid).iter().map(megabytes).sum();
    vec![
        Figure::new("memory of its own process at rest, PSS", "MB", vec![megabytes(&own)]).at_most(90.0),
        Figure::new("what the processes of WebKit add, PSS", "MB", vec![webkit]),
    ]
}

/// Every process that this one started, and that those started.
fn below(pid: i32) -> Vec<Process> {
    let all: Vec<Process> = procfs::process::all_processes().unwrap().flatten().collect();
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![pid];
    while let Some(parent) = parents.pop() {
        for process in all.iter().filter(|process| process.stat().is_ok_and(|stat| stat.ppid == parent)) {
            parents.push(process.pid);
            found.push(Process::new(process.pid).unwrap());
        }
    }
    found
}

fn megabytes(process: &Process) -> f64 {
    let maps = process.smaps_rollup().unwrap().memory_map_rollup;
    let bytes: u64 = maps.into_iter().filter_map(|map| map.extension.map.get("Pss").copied()).sum();
    bytes as f64 / 1e6
}
