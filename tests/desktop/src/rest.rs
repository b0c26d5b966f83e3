//! When the application has nothing to do, and which processes it has then.

use std::time::Duration;

use procfs::process::Process;

/// WebKit's processes: for the page, and for the network.
const WEBKIT: usize = 2;

/// Waits until the application has its page, and none of their processes has worked, to the hundredth of a second, for so
/// long.
///
/// # Panics
/// When they do not come to rest.
pub fn until_at_rest(own: &Process, idle: Duration) {
    let mut before = None;
    for _ in 0..20 {
        std::thread::sleep(idle);
        let all = below(own);
        let ticks = all
            .iter()
            .chain([own])
            .map(|process| process.stat().unwrap())
            .map(|stat| stat.utime + stat.stime);
        let now = Some((all.iter().map(|process| process.pid).collect::<Vec<i32>>(), ticks.sum::<u64>()));
        if all.len() == WEBKIT && now == before {
            return;
        }
        before = now;
    }
    panic!("it does not come to rest: {before:?}");
}

/// Every process that this one started, and then what those started.
pub fn below(own: &Process) -> Vec<Process> {
    let all: Vec<Process> = procfs::process::all_processes().unwrap().flatten().collect();
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![own.pid];
    while let Some(parent) = parents.pop() {
        let children = all
            .iter()
            .filter(|process| process.is_alive() && process.stat().is_ok_and(|stat| stat.ppid == parent));
        for process in children {
            parents.push(process.pid);
            found.extend(Process::new(process.pid));
        }
    }
    found
}
