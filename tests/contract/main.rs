//! What holds for every proxy, on every machine that lies in `tests/fixtures/hosts`, and what the
//! documents for users promise.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod codes;
mod conflicts;
mod host_tree;
mod saved_facts;
mod sources;
mod trees;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let trials: Vec<Trial> =
        [codes::trials(), conflicts::trials(), trees::trials()].into_iter().flatten().collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A test that fails by panicking.
fn trial(name: impl Into<String>, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}
