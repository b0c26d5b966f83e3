//! The product on real nginx, Apache and HAProxy, each test in a sandbox of its own.

mod matrix;

use std::process::ExitCode;

fn main() -> ExitCode {
    tests::main([matrix::cases()].into_iter().flatten().collect())
}
