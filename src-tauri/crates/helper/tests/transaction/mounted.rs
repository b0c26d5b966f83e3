//! File systems that are really full or read-only, mounted where nobody else sees them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use helper::protocol::Report;

use crate::Case;
use crate::root_side::RootSide;
use crate::talk::{done, good, trouble, undone};
use crate::tree::Tree;
use crate::undo::assert_no_leftovers;

pub(crate) const CASES: &[Case] = &[
    ("mounted::a_disk_that_is_full", || in_a_namespace("full")),
    ("mounted::a_disk_that_is_read_only", || in_a_namespace("read_only")),
];

/// What this process plays inside: one of [`CASES`].
const VARIABLE: &str = "TRANSACTION_TEST_MOUNTED";

/// Runs a part of this program with mounts of its own; there is nothing to see where the kernel does
/// not let a plain user have them.
fn in_a_namespace(part: &str) {
    let unshare = || {
        let mut command = Command::new("unshare");
        command.arg("--mount");
        if !rustix::process::geteuid().is_root() {
            command.args(["--user", "--map-root-user"]);
        }
        command
    };
    let allowed = unshare().arg("true").stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if allowed {
        let status = unshare().arg("/proc/self/exe").env(VARIABLE, part).status().unwrap();
        assert!(status.success());
    }
}

/// Plays a part where this process was started for one; returns at once otherwise.
pub(crate) fn play() {
    let Ok(part) = std::env::var(VARIABLE) else { return };
    let place = tempfile::tempdir().unwrap();
    mount(&["-t", "tmpfs", "-o", "size=4m,mode=755", "tmpfs"], place.path());
    match part.as_str() {
        "full" => full(place.path()),
        "read_only" => read_only(place.path()),
        other => panic!("{other}"),
    }
    assert!(Command::new("umount").arg(place.path()).status().unwrap().success());
    drop(place);
    std::process::exit(0);
}

fn mount(arguments: &[&str], at: &Path) {
    assert!(Command::new("mount").args(arguments).arg(at).status().unwrap().success());
}

/// With any number of free pages: nothing is half done, and everything can be put back, since nobody
/// else writes to this disk.
fn full(place: &Path) {
    for free in 0..200 {
        let tree = Tree::within(place);
        let before = tree.look();
        fill(place, free);
        let mut talk = RootSide::files(tree.root()).start();
        match talk.job(good).unwrap() {
            Report::Done { .. } => {
                assert!(free > 10, "only {free} tries met a full disk");
                undone(talk.undo(None, false));
                tree.look().assert_same(&before, "undone");
                std::fs::remove_file(place.join("filler")).unwrap();
                return;
            }
            Report::Undone(undone) => assert_eq!(undone.why.unwrap().code, "disk_full", "{free} free"),
            Report::Error(trouble) => {
                assert_eq!(trouble.code, "disk_full", "{free} free: {}", trouble.message);
                assert!(trouble.message.contains("No space left on device"), "{}", trouble.message);
            }
            other => panic!("{other:?}"),
        }
        tree.look().assert_same(&before, &format!("{free} pages free"));
        assert_no_leftovers(&tree);
        std::fs::remove_file(place.join("filler")).unwrap();
        done(talk.retry());
    }
    panic!("200 free pages are not enough");
}

/// Leaves that many pages free.
fn fill(place: &Path, pages: usize) {
    let at = place.join("filler");
    let mut filler = std::fs::File::create(&at).unwrap();
    while filler.write_all(&[0; 4096]).is_ok() {}
    let length = filler.metadata().unwrap().len();
    filler.set_len(length - (pages * 4096) as u64).unwrap();
}

fn read_only(place: &Path) {
    let tree = Tree::within(place);
    let before = tree.look();
    mount(&["-o", "remount,ro"], place);
    let mut talk = RootSide::files(tree.root()).start();
    let refused = trouble(talk.job(good).unwrap());
    assert_eq!(refused.code, "read_only");
    assert!(refused.message.contains("Read-only file system"), "{}", refused.message);
    tree.look().assert_same(&before, "read-only");
    mount(&["-o", "remount,rw"], place);
    done(talk.retry());
    // Only the configuration's folder is; the journal can be written.
    let tree = Tree::within(place);
    let before = tree.look();
    let haproxy = tree.at("/etc/haproxy");
    mount(&["--bind", haproxy.to_str().unwrap()], &haproxy);
    mount(&["-o", "remount,bind,ro"], &haproxy);
    let undone = undone(RootSide::files(tree.root()).start().job(good).unwrap());
    assert_eq!(undone.why.unwrap().code, "read_only");
    assert!(Command::new("umount").arg(&haproxy).status().unwrap().success());
    tree.look().assert_same(&before, "a part is read-only");
}
