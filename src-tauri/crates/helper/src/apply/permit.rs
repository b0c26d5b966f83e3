use engine::plan::Permit;

use crate::fault::Fault;
use crate::machine::Machine;

/// Has the machine's own tool allow something. How it is taken back is written down already.
pub(super) fn allow(machine: &Machine, permit: &Permit) -> Result<(), Fault> {
    permit.calls.iter().try_for_each(|call| {
        if !machine.host.is_live() {
            return Err(Fault::NoServerInTree { summary: call.to_string() });
        }
        machine.disk.before("run", &call.program)?;
        Ok(machine.tools.run_well(call)?)
    })
}
