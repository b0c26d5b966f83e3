//! Another root in the place of the machine's: here the machine's own file system, as it is below all that is mounted
//! on it.

use std::fs;
use std::path::Path;

use libtest_mimic::Trial;
use system::sandbox::Sandbox;

use crate::scene::{Case, Scene, Stage, User};

pub(crate) const CASES: &[Case] =
    &[Case { name: "takes_another_root", sandbox: another, inside: is_there, after: was_there }];

/// For root only: in a user namespace nothing could be owned by anybody else.
pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    let root = users.iter().filter(|user| **user == User::Root);
    let pairs = root.flat_map(|user| CASES.iter().map(move |case| (case, *user)));
    pairs
        .map(|(case, user)| {
            Trial::test(format!("{}::{}", user.name(), case.name), move || case.run(&Stage::set(user)))
        })
        .collect()
}

fn another(_: &Scene) -> Sandbox {
    Sandbox::of_root("/")
}

fn is_there(scene: &Scene) {
    fs::write("/etc/jellyfin-sandbox", "in memory").expect("it can be written");
    fs::write("/dev/null", "nothing").expect("a device");
    assert!(Path::new("/dev/pts/ptmx").exists());
    let mounts = fs::read_to_string("/proc/self/mountinfo").expect("its own /proc");
    let points: Vec<&str> = mounts.lines().filter_map(|line| line.split(' ').nth(4)).collect();
    let own = ["/dev", "/proc", "/run", "/sys", "/tmp"];
    let is_own = |point: &&str| *point == "/" || own.iter().any(|own| Path::new(point).starts_with(own));
    assert!(points.iter().all(is_own), "the machine's own mounts are there: {points:?}");
    fs::write(scene.shared().join("note"), "kept").expect("a kept folder");
}

fn was_there(scene: &Scene) {
    assert!(!Path::new("/etc/jellyfin-sandbox").exists(), "it was written on the machine");
    assert_eq!(fs::read_to_string(scene.shared().join("note")).expect("a kept folder"), "kept");
}
