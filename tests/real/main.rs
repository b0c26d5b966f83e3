//! The product on real nginx, Apache and HAProxy, each test in a sandbox of its own.

// The whole program is a test, though the compiler is not told so by `harness = false`.
#![allow(clippy::unwrap_used)]

mod agreement;
mod answering_haproxy;
mod conflicts;
mod firewalls;
mod fitting_apache;
mod fitting_haproxy;
mod fitting_nginx;
mod forwarding;
mod interruptions;
mod known_failures;
mod lab;
mod layouts_apache;
mod pkexec;
mod practice;
mod providing;
mod refusals;
mod refusals_certificate;
mod refusals_disk;
mod refusals_jellyfin;
mod refusals_server;
mod refusals_typed;
mod saved_facts;
mod seed_bugs;
mod serving;
mod streams;
mod sudo;
mod two_proxies;
mod undoing;

use std::process::ExitCode;

use tests::Case;

fn main() -> ExitCode {
    let cases = [
        agreement::cases(),
        answering_haproxy::cases(),
        conflicts::cases(),
        firewalls::cases(),
        streams::cases(),
        fitting_apache::cases(),
        fitting_nginx::cases(),
        fitting_haproxy::cases(),
        forwarding::cases(),
        interruptions::cases(),
        lab::cases(),
        layouts_apache::cases(),
        pkexec::cases(),
        practice::cases(),
        providing::cases(),
        refusals_certificate::cases(),
        refusals_disk::cases(),
        refusals_jellyfin::cases(),
        refusals_server::cases(),
        refusals_typed::cases(),
        saved_facts::cases(),
        seed_bugs::cases(),
        serving::cases(),
        sudo::cases(),
        two_proxies::cases(),
        undoing::cases(),
    ];
    let mut cases: Vec<Case> = cases.into_iter().flatten().collect();
    cases.push(known_failures::case(&cases));
    tests::main(cases)
}
