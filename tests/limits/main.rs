//! Configurations of a size and shape that nobody writes: each is answered or clearly refused, in bounded memory, on a
//! small stack, and in time that grows with the file and not with its square.
//!
//! `jellyfin-proxy` itself reads them, as trees. Nothing is asserted about seconds: a reader whose time grows with the
//! square does not end before the runner stops it.

mod apache;
mod case;
mod contents;
mod haproxy;
mod nginx;
mod tree;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let cases = nginx::cases().chain(apache::cases()).chain(haproxy::cases());
    let trials = cases.map(|case| {
        let name = format!("{}_{}", case.dialect.word(), case.name);
        Trial::test(name, move || case.run().map_err(Into::into))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
