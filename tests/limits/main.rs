//! Configurations of a size and shape that nobody writes: each is answered or clearly refused, in bounded memory, on a
//! small stack, and in time that grows with the file and not with its square.
//!
//! `jellyfin-proxy` itself reads them, as trees. Nothing is asserted about seconds: a reader whose time grows with the
//! square does not end before the runner stops it. How long each takes is measured by `cargo xtask bench limits`, which
//! has the same rows printed as a table.

mod apache;
mod case;
mod contents;
mod haproxy;
mod nginx;
mod table;
mod tree;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// Measures the program that is named after it, instead of testing.
const TABLE: &str = "--table";

fn main() -> ExitCode {
    let cases = nginx::cases().chain(apache::cases()).chain(haproxy::cases());
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [table, program] = arguments.as_slice()
        && table == TABLE
    {
        return table::print(program.as_ref(), cases);
    }
    let trials = cases.map(|case| Trial::test(case.full_name(), move || case.run().map_err(Into::into)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
