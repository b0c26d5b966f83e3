//! A machine that has file systems mounted below the folders that the sandbox shadows. Such a machine is made of an outer
//! sandbox, in which root may mount.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;

use libtest_mimic::Trial;
use rustix::mount::{MountFlags, mount, mount_bind};
use system::sandbox::Sandbox;

use crate::scene::{CALLER, Case, NOBODY, Scene, Stage, User};

pub(crate) const CASES: &[Case] = &[MACHINE, INNER];

const MACHINE: Case = Case { name: "is_mounted", sandbox, inside: mount_and_enter, after };
const INNER: Case = Case { name: "sees_mounted", sandbox, inside: sees_mounted, after };

const MOUNTED: &str = "/var/opt";
const BOUND: &str = "/etc/jellyfin-sandbox-bound";

/// Only root may mount.
pub(crate) fn trials(users: &[User]) -> Vec<Trial> {
    if !users.contains(&User::Root) {
        return Vec::new();
    }
    vec![Trial::test("root::shows_what_is_mounted", || MACHINE.run(&Stage::set(User::Root)))]
}

fn sandbox(_: &Scene) -> Sandbox {
    Sandbox::new()
}

fn after(_: &Scene) {}

fn mount_and_enter(scene: &Scene) {
    mount("tmpfs", MOUNTED, "tmpfs", MountFlags::NODEV, c"mode=0755").expect("root may mount");
    fs::write("/var/opt/file", "mounted").expect("just mounted");
    fs::write(BOUND, "hidden").expect("a place for the file");
    mount_bind("/var/opt/file", BOUND).expect("root may mount");
    for user in [0, NOBODY] {
        let mut caller = Command::new("/proc/self/exe");
        caller.args([CALLER, INNER.name]).arg(scene.folder()).uid(user).gid(user);
        let output = caller.output().expect("this program can be started again");
        assert!(output.status.success(), "user {user}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn sees_mounted(_: &Scene) {
    for path in ["/var/opt/file", BOUND] {
        assert_eq!(fs::read_to_string(path).expect(path), "mounted", "{path}");
    }
    assert!(fs::write("/var/opt/file", "x").is_err(), "a mount that is no disk's is read-only");
    for path in ["/var/lib/jellyfin-sandbox", "/var/log/jellyfin-sandbox", "/etc/jellyfin-sandbox"] {
        fs::write(path, "x").unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}
