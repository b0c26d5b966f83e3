//! Disks that are full, failing or read-only: nothing is half done, and the system's words are told.

use std::os::unix::fs::PermissionsExt;

use helper::protocol::Report;
use rustix::io::Errno;

use crate::Case;
use crate::hazards::Fate;
use crate::job::HAPROXY;
use crate::root_side::RootSide;
use crate::talk::{good, undone};
use crate::tree::Tree;
use crate::undo::assert_no_leftovers;

pub(crate) const CASES: &[Case] = &[
    ("disk_trouble::any_one_change_fails", any_one_change_fails),
    ("disk_trouble::full_from_any_change_on", full_from_any_change_on),
    ("disk_trouble::a_folder_that_takes_nothing", a_folder_that_takes_nothing),
    ("disk_trouble::a_folder_is_missing", a_folder_is_missing),
];

const ENOUGH: usize = 1000;

fn any_one_change_fails() {
    for (errno, code) in
        [(Errno::NOSPC, "disk_full"), (Errno::ROFS, "read_only"), (Errno::PERM, "permission_denied")]
    {
        let mut failed = 0;
        for at in 0..ENOUGH {
            let tree = Tree::new();
            let before = tree.look();
            let fate = Fate::Fails(at, errno.raw_os_error());
            match RootSide::files(tree.root()).fate(fate).start().job(good).unwrap() {
                Report::Done { .. } if failed > 60 => break,
                // What fails is the giving back of room at the very end.
                Report::Undone(undone) => {
                    let why = undone.why.unwrap();
                    assert_eq!(why.code, code, "change {at}: {}", why.message);
                    let words = std::io::Error::from(errno).to_string();
                    assert!(why.message.contains(&words), "{}", why.message);
                }
                Report::Error(trouble) => assert_eq!(trouble.code, code, "change {at}: {}", trouble.message),
                other => panic!("change {at}: {other:?}"),
            }
            failed += 1;
            tree.look().assert_same(&before, &format!("change {at}"));
            assert_no_leftovers(&tree);
            // Nothing is in the way of the next try.
            let mut talk = RootSide::files(tree.root()).start();
            let next = talk.job(good).unwrap();
            assert!(matches!(next, Report::Done { .. }), "change {at}: {next:?}");
        }
        assert!(failed < ENOUGH, "it never ended");
    }
}

/// Where the disk is too full even to write back what was replaced, this is said, and it is put back
/// once there is room.
fn full_from_any_change_on() {
    let mut incomplete = 0;
    for from in 0..ENOUGH {
        let tree = Tree::new();
        let before = tree.look();
        let mut talk = RootSide::files(tree.root()).fate(Fate::Full(from)).start();
        match talk.job(good).unwrap() {
            Report::Done { .. } => {
                assert!(incomplete > 0 && from > 60, "the worst case was never seen");
                return;
            }
            Report::Undone(undone) => assert_eq!(undone.why.unwrap().code, "disk_full"),
            Report::Error(trouble) if trouble.code == "undo_incomplete" => {
                incomplete += 1;
                assert!(trouble.message.contains("No space left"), "{}", trouble.message);
                let mut talk = RootSide::files(tree.root()).start();
                talk.greet().unwrap();
                undone(talk.recover(false));
            }
            Report::Error(trouble) => assert_eq!(trouble.code, "disk_full"),
            other => panic!("{other:?}"),
        }
        tree.look().assert_same(&before, &format!("full from change {from} on"));
        assert_no_leftovers(&tree);
    }
    panic!("it never ended");
}

/// An immutable folder stops root too; without root a closed one does.
fn a_folder_that_takes_nothing() {
    let tree = Tree::new();
    let before = tree.look();
    if rustix::process::geteuid().is_root() {
        return;
    }
    let folder = tree.at("/etc/haproxy");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let undone = undone(RootSide::files(tree.root()).start().job(good).unwrap());
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let why = undone.why.unwrap();
    assert_eq!(why.code, "permission_denied");
    assert!(why.message.contains(HAPROXY), "{}", why.message);
    tree.look().assert_same(&before, "at the end");
}

fn a_folder_is_missing() {
    let tree = Tree::new();
    std::fs::remove_dir_all(tree.at("/etc/haproxy")).unwrap();
    let before = tree.look();
    match RootSide::files(tree.root()).start().job(good).unwrap() {
        Report::Error(trouble) => {
            assert_eq!(trouble.code, "folder_missing");
            assert!(trouble.message.contains(HAPROXY), "{}", trouble.message);
        }
        other => panic!("{other:?}"),
    }
    tree.look().assert_same(&before, "at the end");
    assert!(!tree.has("/var/lib/jellyfin-proxy/changes/1"), "nothing was begun");
}
