use std::time::Duration;

use desktop_tests::Desktop;
use procfs::process::Process;

use crate::figure::Figure;

/// How long none of its processes has worked, to the hundredth of a second, before it is looked at: what the start needed
/// has been given back.
const IDLE: Duration = Duration::from_secs(5);
/// WebKit's processes: for the page, and for the network.
const WEBKIT: usize = 2;

/// Memory of the application and of what WebKit starts for it, at rest on its first screen; pages that several share are
/// split among them (PSS).
pub(crate) fn measure() -> Vec<Figure> {
    let desktop = Desktop::of_nobody();
    let running = desktop.start();
    let own = running.process();
    until_at_rest(&own);
    let webkit: f64 = below(own.pid).iter().map(megabytes).sum();
    vec![
        Figure::new("memory of its own process at rest, PSS", "MB", vec![megabytes(&own)]).at_most(90.0),
        Figure::new("what the processes of WebKit add, PSS", "MB", vec![webkit]),
    ]
}

/// Waits until it has its page, and neither of them has counted anything for a while.
fn until_at_rest(own: &Process) {
    let mut before = None;
    for _ in 0..12 {
        std::thread::sleep(IDLE);
        let all = below(own.pid);
        let ticks = || {
            all.iter().chain([own]).map(|process| process.stat().unwrap()).map(|stat| stat.utime + stat.stime)
        };
        let now = Some((all.len(), ticks().sum::<u64>()));
        if all.len() == WEBKIT && now == before {
            return;
        }
        before = now;
    }
    panic!("it does not come to rest: {before:?}");
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
