//! The desktop application as a person has it: its real window, driven by WebDriver, with real servers behind it.
//! What was seen is kept as pictures in `target/debug/pictures`.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod health;
mod polkit;
mod practice;
mod start;

use std::process::ExitCode;

use tests::Case;

fn main() -> ExitCode {
    let cases = [start::cases(), practice::cases(), health::cases(), polkit::cases()];
    let cases: Vec<Case> = cases.into_iter().flatten().collect();
    tests::main(cases)
}
