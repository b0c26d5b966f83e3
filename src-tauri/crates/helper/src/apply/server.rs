use engine::facts::ConfigCheck;
use engine::host::ToolCall;
use engine::proxies::{ProxyKind, Reload};

use super::process;
use crate::fault::Fault;
use crate::machine::Machine;

/// Has the server check its configuration; the answer is its warnings. A proxy that this version
/// does not know (a change that a newer one made) is judged by the exit code.
pub(crate) fn check(
    machine: &Machine,
    call: &ToolCall,
    proxy: Option<ProxyKind>,
) -> Result<Vec<String>, Fault> {
    if !machine.host.is_live() {
        return Err(Fault::NoServerInTree { summary: call.to_string() });
    }
    let Some(proxy) = proxy else {
        machine.tools.run_well(call)?;
        return Ok(Vec::new());
    };
    let answer = machine.tools.run(call)?;
    match proxy.proxy().read_check(&answer) {
        ConfigCheck::Passed { warnings } => Ok(warnings),
        ConfigCheck::Failed { errors } => Err(Fault::CheckFailed { errors }),
        ConfigCheck::NotAsked => Ok(Vec::new()),
    }
}

/// Makes the server read its configuration again. `check` is its own check: the program that is
/// run by it is the one that a process must be to get a signal.
pub(crate) fn reload(machine: &Machine, how: &Reload, check: Option<&ToolCall>) -> Result<(), Fault> {
    match how {
        _ if !machine.host.is_live() => Err(Fault::NoServerInTree { summary: "reload".to_owned() }),
        Reload::Call(call) => Ok(machine.tools.run_well(call)?),
        Reload::Usr2 { pid_file } => {
            process::signal_usr2(machine.host.as_ref(), pid_file, check.map(|call| &call.program))
        }
    }
}
