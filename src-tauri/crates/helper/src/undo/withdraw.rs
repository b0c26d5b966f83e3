//! What a tool allowed is taken back by the tool: there it is more than files.

use std::collections::BTreeSet;

use engine::host::{ToolAnswer, ToolCall};
use engine::names::AbsPath;

use crate::fault::Fault;
use crate::journal::{Change, IntentStep};
use crate::machine::Machine;

/// `firewall-cmd` ends so where its daemon does not run (firewall-cmd(1), NOT_RUNNING): there is nothing
/// then but its files.
const NOT_RUNNING: (&str, i32) = ("firewall-cmd", 252);

/// So does `semanage port -d` of a port that is not, or no longer, its administrator's.
const NOT_DEFINED: (&str, &str) = ("semanage", "is not defined");

/// What was taken back, and what could not be.
#[derive(Default)]
pub(super) struct Withdrawn {
    pub(super) calls: Vec<String>,
    pub(super) failures: Vec<String>,
}

/// Whether any call takes something back.
pub(super) fn takes_back(machine: &Machine, change: &Change) -> bool {
    begun(machine, change).any(|step| !step.back.is_empty())
}

/// Whether any tool reads its files again.
pub(super) fn reads_again(machine: &Machine, change: &Change) -> bool {
    begun(machine, change).any(|step| step.reread.is_some())
}

/// Takes back what every begun step had a tool allow, the last one first. `foreign` are the files of such
/// tools that stay, since somebody else changed them as well.
pub(super) fn withdraw(machine: &Machine, change: &Change, foreign: &BTreeSet<AbsPath>) -> Withdrawn {
    let mut withdrawn = Withdrawn::default();
    let calls = begun(machine, change)
        .flat_map(|step| step.back.iter().map(move |call| (call, step.touches.is_disjoint(foreign))));
    for (call, files_are_back) in calls {
        match run(machine, call) {
            Ok(answer) if answer.code == Some(0) => withdrawn.calls.push(call.to_string()),
            Ok(answer) if nothing_left(call, &answer, files_are_back) => {}
            Ok(ToolAnswer { code, .. }) => {
                let code = code.map_or("a signal".to_owned(), |code| format!("exit code {code}"));
                withdrawn.failures.push(format!("{call} ended with {code}"));
            }
            Err(fault) => withdrawn.failures.push(fault.to_string()),
        }
    }
    withdrawn
}

fn nothing_left(call: &ToolCall, answer: &ToolAnswer, files_are_back: bool) -> bool {
    let program = call.program.file_name();
    let not_running = files_are_back && (program, answer.code) == (NOT_RUNNING.0, Some(NOT_RUNNING.1));
    not_running || (program == NOT_DEFINED.0 && answer.stderr.contains(NOT_DEFINED.1))
}

/// Has the tools read their files again, once these are put back.
pub(super) fn read_again(machine: &Machine, change: &Change) -> Vec<String> {
    let calls = begun(machine, change).filter_map(|step| step.reread.as_ref());
    calls.filter_map(|call| run(machine, call).err()).map(|fault| fault.to_string()).collect()
}

/// The steps that a tool may have carried out. One whose tool is gone since has nothing left on the machine.
fn begun<'c>(machine: &'c Machine, change: &'c Change) -> impl Iterator<Item = &'c IntentStep> {
    let is_there = |step: &&IntentStep| step.back.iter().any(|call| machine.tools.has(&call.program));
    let live = machine.host.is_live();
    let begun = change.course.steps.keys().rev().filter_map(|&index| change.intent.steps.get(index));
    begun.filter(move |_| live).filter(is_there)
}

fn run(machine: &Machine, call: &ToolCall) -> Result<ToolAnswer, Fault> {
    machine.disk.before("run", &call.program)?;
    Ok(machine.tools.run(call)?)
}
