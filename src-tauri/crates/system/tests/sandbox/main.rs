//! The sandbox on this machine, as root and as a plain user. The same program plays three parts: the test, the caller
//! (a process of the user in question that sets the sandbox up), and the program inside.

mod cases;
mod lifetime;
mod refusals;
mod scene;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use scene::{Case, Scene, User};
use system::sandbox;

fn main() -> ExitCode {
    sandbox::stage();
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    if let [part, case, folder] = arguments.as_slice()
        && let Some(case) = cases::CASES.iter().chain(lifetime::CASES).find(|known| known.name == case)
    {
        return play(part, case, &Scene::of(folder));
    }
    let users = User::available();
    let on_machine = cases::CASES
        .iter()
        .flat_map(|case| users.iter().map(move |user| (case, *user)))
        .map(|(case, user)| Trial::test(format!("{}::{}", user.name(), case.name), move || case.run(user)));
    let trials = on_machine.chain(lifetime::trials(&users)).chain(refusals::trials()).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn play(part: &str, case: &Case, scene: &Scene) -> ExitCode {
    if part == scene::CALLER {
        return case.call(scene);
    }
    (case.inside)(scene);
    ExitCode::SUCCESS
}
