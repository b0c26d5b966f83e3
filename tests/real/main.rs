//! The product on real nginx, Apache and HAProxy, each test in a sandbox of its own.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod matrix;

use std::process::ExitCode;

fn main() -> ExitCode {
    tests::main([matrix::cases()].into_iter().flatten().collect())
}
