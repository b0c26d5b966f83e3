//! Changes as transactions: carried out, undone, interrupted at every moment and recovered. The same
//! program plays two parts: the test with its front, and a root side that can be killed.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod border;
mod certificates;
mod crash;
mod disk_trouble;
mod hazards;
mod job;
mod live;
mod mounted;
mod permits;
mod places;
mod pretend;
mod root_side;
mod standin_tools;
mod talk;
mod tree;
mod turns;
mod undo;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// A test by its name.
type Case = (&'static str, fn());

fn main() -> ExitCode {
    root_side::play();
    mounted::play();
    let cases = [
        border::CASES,
        certificates::CASES,
        crash::CASES,
        disk_trouble::CASES,
        live::CASES,
        mounted::CASES,
        permits::CASES,
        places::CASES,
        turns::CASES,
        undo::CASES,
    ];
    let trial = |&(name, case): &Case| {
        Trial::test(name, move || {
            case();
            Ok(())
        })
    };
    let mut arguments = Arguments::from_args();
    // Side by side in one process, a child of one test holds the locks of the others open until it has
    // become another program.
    arguments.test_threads = Some(1);
    libtest_mimic::run(&arguments, cases.into_iter().flatten().map(trial).collect()).exit_code()
}
