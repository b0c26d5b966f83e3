//! The packages as their users have them: the .deb installed by apt in a clean Debian, used there and removed, and
//! what the .rpm holds.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod debian;
mod installed;
mod practice;
mod rpm;
mod site;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cases = [practice::cases(), site::cases(), rpm::cases()];
    tests::main(cases.into_iter().flatten().collect())
}
