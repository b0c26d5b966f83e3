//! The sandbox on this machine, as root and as a plain user. The same program plays three parts: the test, the caller
//! (a process of the user in question that sets the sandbox up), and the program inside.

mod cases;
mod lifetime;
mod mounted;
mod refusals;
mod rooted;
mod scene;
mod servers;

use std::process::ExitCode;

use libtest_mimic::Arguments;
use scene::{Case, Scene, User};
use system::sandbox;

fn main() -> ExitCode {
    sandbox::stage();
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    if let [part, case, folder] = arguments.as_slice()
        && let Some(case) = all_cases().find(|known| known.name == case)
    {
        return play(part, case, &Scene::of(folder));
    }
    let users = User::available();
    let trials = [
        cases::trials(&users),
        lifetime::trials(&users),
        mounted::trials(&users),
        servers::trials(&users),
        rooted::trials(&users),
        refusals::trials(),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().flatten().collect()).exit_code()
}

fn all_cases() -> impl Iterator<Item = &'static Case> {
    [cases::CASES, lifetime::CASES, mounted::CASES, servers::CASES, rooted::CASES].into_iter().flatten()
}

fn play(part: &str, case: &Case, scene: &Scene) -> ExitCode {
    if part == scene::CALLER {
        return case.call(scene);
    }
    (case.inside)(scene);
    ExitCode::SUCCESS
}
