//! What a server takes from the machine.

use anyhow::{Context, Result};
use procfs::process::{Process, Stat};

use crate::server::Server;

/// CPU seconds, user and system, that a server's processes have taken until now, with those of their
/// children that ended. The kernel counts them by what was run, not by what was going on at each tick, and
/// tells them in hundredths.
pub(crate) fn cpu_seconds(server: Server) -> Result<f64> {
    let ticks: i64 =
        server.processes()?.iter().filter_map(|process| process.stat().ok()).map(|stat| ticks(&stat)).sum();
    Ok(ticks as f64 / procfs::ticks_per_second() as f64)
}

fn ticks(stat: &Stat) -> i64 {
    stat.utime.saturating_add(stat.stime).cast_signed() + stat.cutime + stat.cstime
}

/// Bytes of memory that a server's processes hold, shared pages split among those who share them.
pub(crate) fn memory_bytes(server: Server) -> Result<u64> {
    let processes = server.processes()?;
    let sizes = processes.iter().map(|process| match proportional_bytes(process) {
        // Servers end processes that they no longer need.
        Err(_) if !process.is_alive() => Ok(0),
        size => size,
    });
    sizes.sum()
}

fn proportional_bytes(process: &Process) -> Result<u64> {
    let rollup = process.smaps_rollup().context("the memory of a process")?;
    let sizes = rollup.memory_map_rollup.into_iter().filter_map(|map| map.extension.map.get("Pss").copied());
    Ok(sizes.sum())
}

#[cfg(test)]
mod tests {
    use procfs::FromRead;

    use super::*;

    #[test]
    fn own_time_and_that_of_ended_children_are_added() {
        let line = "42 (nginx: a) b) S 1 42 42 0 -1 4194624 900 0 0 0 120 30 7 3 20 0 1 0 5000 1000000 800 \
            18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        let stat = Stat::from_read(line.as_bytes()).unwrap();
        assert_eq!(ticks(&stat), 120 + 30 + 7 + 3);
    }
}
