use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use engine::host::ToolCall;
use engine::proxies::{ProxyKind, Reload};

use super::process;
use crate::fault::Fault;
use crate::machine::Machine;

/// How long is waited for a server that was told to read its configuration again. Apache looks for the
/// signal once a second and then reads for some tenths (measured); one that takes longer keeps its old
/// processes at their limit, and has read before.
const TAKEN_WITHIN: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(10);

/// nginx lets its old processes take connections for another tenth of a second, so that one who looks at
/// once may be shown the old configuration (observed on 1.22).
const HANDOVER: Duration = Duration::from_millis(200);

/// Makes the server read its configuration again, and waits until it has: an Apache that meets a file
/// which vanishes while it reads ends. `check` is its own check: the program that is run by it is the
/// one that a process must be to get a signal.
pub(crate) fn reload(
    machine: &Machine,
    how: &Reload,
    check: Option<&ToolCall>,
    proxy: Option<ProxyKind>,
) -> Result<(), Fault> {
    if !machine.host.is_live() {
        return Err(Fault::NoServerInTree { summary: "reload".to_owned() });
    }
    let before = processes(machine, proxy);
    match how {
        Reload::Call(call) => machine.tools.run_well(call)?,
        Reload::Usr2 { pid_file } => {
            process::signal_usr2(machine.host.as_ref(), pid_file, check.map(|call| &call.program))?;
        }
    }
    wait_until_taken(machine, proxy, &before);
    Ok(())
}

/// All three servers start new processes once they have read their configuration, and not before.
fn wait_until_taken(machine: &Machine, proxy: Option<ProxyKind>, before: &BTreeSet<u32>) {
    let begin = Instant::now();
    while !before.is_empty() && begin.elapsed() < TAKEN_WITHIN {
        let now = processes(machine, proxy);
        if now.is_empty() {
            return;
        }
        if now.difference(before).next().is_some() {
            std::thread::sleep(HANDOVER);
            return;
        }
        std::thread::sleep(PAUSE);
    }
}

/// The server's processes; none where they cannot be listed, which only costs the waiting.
fn processes(machine: &Machine, proxy: Option<ProxyKind>) -> BTreeSet<u32> {
    let programs = proxy.map_or(&[][..], |proxy| proxy.proxy().programs());
    let all = machine.host.processes().unwrap_or_default();
    all.iter()
        .filter(|process| programs.contains(&process.name.as_str()))
        .map(|process| process.pid)
        .collect()
}
