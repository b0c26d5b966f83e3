use engine::facts::ConfigCheck;
use engine::host::ToolCall;
use engine::proxies::ProxyKind;

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
