//! What SELinux and firewalls are made to allow is taken back by their own tools, whatever happens in
//! between, and what others made them allow since stays.

use std::process::Command;
use std::time::Duration;

use engine::plan::Step;
use helper::protocol::{Order, Report};
use rustix::process::{Signal, kill_process};

use crate::Case;
use crate::hazards::Fate;
use crate::job;
use crate::root_side::RootSide;
use crate::standin_tools::{allowed, guarded};
use crate::talk::{done, good, trouble, undone};
use crate::tree::{Look, Tree};
use crate::undo::assert_no_leftovers;

pub(crate) const CASES: &[Case] = &[
    ("permits::everything_is_allowed_and_taken_back", everything_is_allowed_and_taken_back),
    ("permits::rules_of_others_stay", rules_of_others_stay),
    ("permits::a_tool_that_fails_is_undone", a_tool_that_fails_is_undone),
    ("permits::a_firewall_that_is_stopped_is_closed_by_its_files", a_firewall_that_is_stopped),
    ("permits::a_tool_that_is_gone_has_nothing_left", a_tool_that_is_gone_has_nothing_left),
    ("permits::later_sites_rely_on_them", later_sites_rely_on_them),
    ("permits::nothing_is_allowed_in_a_tree", nothing_is_allowed_in_a_tree),
    ("permits::died_at_every_change_while_applying", died_at_every_change_while_applying),
    ("permits::died_at_every_change_while_undoing", died_at_every_change_while_undoing),
    ("permits::died_at_every_change_while_recovering", died_at_every_change_while_recovering),
    ("permits::killed_at_any_moment", killed_at_any_moment),
];

const RULES: &str = "/etc/ufw/user.rules";
const ZONE: &str = "/etc/firewalld/zones/public.xml";

/// More changes than any of these jobs makes.
const ENOUGH: usize = 1000;

fn everything_is_allowed_and_taken_back() {
    let tree = guarded();
    let before = tree.look();
    let mut talk = RootSide::guarded(tree.root()).start();
    done(talk.job(good).unwrap());
    let names =
        ["firewalld-http", "firewalld-https", "port-8880", "pretend_connect", "ufw-22", "ufw-443", "ufw-80"];
    assert_eq!(allowed(&tree), names);
    assert_eq!(tree.read(RULES), "22/tcp\n80/tcp\n443/tcp\n");
    assert_eq!(tree.read(ZONE), "ssh\nhttp\nhttps\n");
    let undone = undone(talk.undo(None, false));
    assert_eq!(undone.withdrawn.last().map(String::as_str), Some("setsebool -P pretend_connect off"));
    assert_eq!(undone.withdrawn.len(), 8, "{:?}", undone.withdrawn);
    assert_eq!(allowed(&tree), ["ufw-22"]);
    tree.look().assert_same(&before, "after undo");
    assert_no_leftovers(&tree);
}

/// Whoever opened a port since does not lose it, and is not asked about it.
fn rules_of_others_stay() {
    let tree = guarded();
    let mut talk = RootSide::guarded(tree.root()).start();
    done(talk.job(good).unwrap());
    assert!(Command::new(tree.at("/tools/ufw")).args(["allow", "2222/tcp"]).status().unwrap().success());
    undone(talk.undo(None, false));
    assert_eq!(tree.read(RULES), "22/tcp\n2222/tcp\n");
    assert_eq!(allowed(&tree), ["ufw-22", "ufw-2222"]);
    assert!(!tree.has(ZONE), "nobody else changed this one");
}

fn a_tool_that_fails_is_undone() {
    let tree = guarded();
    tree.file("/ufw-is-broken", "", 0o644);
    let before = tree.look();
    match RootSide::guarded(tree.root()).start().job(good).unwrap() {
        // What cannot be taken back is said, and recovered once the tool works again.
        Report::Error(trouble) => {
            assert_eq!(trouble.code, "undo_incomplete");
            assert!(trouble.message.contains("problem running ufw-init"), "{}", trouble.message);
        }
        other => panic!("{other:?}"),
    }
    tree.look().assert_same(&before, "after the failure");
    std::fs::remove_file(tree.at("/ufw-is-broken")).unwrap();
    recover(&tree);
    assert_eq!(allowed(&tree), ["ufw-22"]);
}

fn a_firewall_that_is_stopped() {
    let tree = guarded();
    let before = tree.look();
    let mut talk = RootSide::guarded(tree.root()).start();
    done(talk.job(good).unwrap());
    tree.file("/firewalld-is-stopped", "", 0o644);
    undone(talk.undo(None, false));
    std::fs::remove_file(tree.at("/firewalld-is-stopped")).unwrap();
    // As its end does.
    for service in ["http", "https"] {
        std::fs::remove_dir(tree.at(&format!("/kernel/firewalld-{service}"))).unwrap();
    }
    tree.look().assert_same(&before, "after undo");
}

fn a_tool_that_is_gone_has_nothing_left() {
    let tree = guarded();
    let mut talk = RootSide::guarded(tree.root()).start();
    done(talk.job(good).unwrap());
    std::fs::remove_file(tree.at("/tools/ufw")).unwrap();
    let undone = undone(talk.undo(None, false));
    assert!(!undone.withdrawn.iter().any(|call| call.starts_with("ufw")), "{:?}", undone.withdrawn);
    assert_eq!(tree.read(RULES), "22/tcp\n");
}

fn later_sites_rely_on_them() {
    let tree = guarded();
    done(RootSide::guarded(tree.root()).start().job(good).unwrap());
    let later = job::plan(vec![job::write("/etc/nginx/conf.d/later.conf", "server {}\n")]);
    tree.folder("/etc/nginx/conf.d");
    let mut talk = RootSide::planning_live(tree.root(), later).start();
    done(talk.job(good).unwrap());
    let refused = trouble(talk.undo(Some("1".parse().unwrap()), false));
    assert_eq!(refused.code, "newer_change_first");
    undone(talk.undo(None, false));
    undone(talk.undo(None, false));
    assert_eq!(allowed(&tree), ["ufw-22"]);
}

fn nothing_is_allowed_in_a_tree() {
    let tree = guarded();
    let before = tree.look();
    let plan = job::guarded(tree.root());
    let permits = plan.steps.into_iter().filter(|step| matches!(step, Step::Permit(_))).collect();
    let side = RootSide::planning(tree.root(), job::plan(permits));
    assert_eq!(undone(side.start().job(good).unwrap()).why.unwrap().code, "no_server_in_tree");
    tree.look().assert_same(&before, "nothing was run");
}

/// The process dies at each change of the disk and before each call of a tool.
fn died_at_every_change_while_applying() {
    for at in 0..ENOUGH {
        let tree = guarded();
        let before = tree.look();
        let mut talk = RootSide::guarded(tree.root()).fate(Fate::Dies(at)).start_process();
        if let Ok(report) = talk.job(good) {
            done(report);
            assert!(at > 40, "only {at} changes were seen");
            return;
        }
        talk.exit();
        recover(&tree);
        assert_as_before(&tree, &before, &format!("died at {at}"));
    }
    panic!("it never ended");
}

fn died_at_every_change_while_undoing() {
    for at in 0..ENOUGH {
        let tree = guarded();
        let before = tree.look();
        done(RootSide::guarded(tree.root()).start().job(good).unwrap());
        let mut talk = RootSide::guarded(tree.root()).fate(Fate::Dies(at)).start_process();
        talk.greet().unwrap();
        if talk.ask(&Order::Undo { id: None, overwrite: false }).is_ok() {
            assert!(at > 20, "only {at} changes were seen");
            tree.look().assert_same(&before, "at the end");
            return;
        }
        talk.exit();
        recover(&tree);
        assert_as_before(&tree, &before, &format!("died at {at}"));
    }
    panic!("it never ended");
}

/// Twice in a row. The second death is played by a disk and tools that do nothing any more.
fn died_at_every_change_while_recovering() {
    for first in (10..ENOUGH).step_by(15) {
        for second in 0..ENOUGH {
            let tree = guarded();
            let before = tree.look();
            let mut talk = RootSide::guarded(tree.root()).fate(Fate::Ends(first)).start();
            if matches!(talk.job(good), Ok(Report::Done { .. })) {
                return;
            }
            let mut talk = RootSide::guarded(tree.root()).fate(Fate::Ends(second)).start();
            talk.greet().unwrap();
            let ended = !matches!(talk.recover(false), Report::Error(trouble) if trouble.code != "nothing_to_recover");
            recover(&tree);
            assert_as_before(&tree, &before, &format!("died at {first}, then at {second}"));
            if ended {
                break;
            }
        }
    }
    panic!("it never ended");
}

/// In the middle of a tool, too: it dies with the process that called it, its files half written.
fn killed_at_any_moment() {
    for round in 0..30_u64 {
        let tree = guarded();
        let before = tree.look();
        let mut talk = RootSide::guarded(tree.root()).start_process();
        talk.greet().unwrap();
        let pid = talk.pid();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_micros(round * 7919 % 90_000));
            kill_process(pid, Signal::KILL)
        });
        // Up to its death, or its end.
        let _ = talk.job(good);
        killer.join().unwrap().unwrap();
        talk.exit();
        recover(&tree);
        assert_as_before(&tree, &before, &format!("round {round}"));
    }
}

fn assert_as_before(tree: &Tree, before: &Look, moment: &str) {
    tree.look().assert_same(before, moment);
    assert_no_leftovers(tree);
}

/// Puts back what is unfinished, and what was done.
fn recover(tree: &Tree) {
    let mut talk = RootSide::guarded(tree.root()).start();
    talk.greet().unwrap();
    match talk.recover(false) {
        Report::Error(refused) => {
            assert_eq!(refused.code, "nothing_to_recover");
            match talk.undo(None, false) {
                Report::Error(refused) => assert_eq!(refused.code, "nothing_to_undo"),
                report => drop(undone(report)),
            }
        }
        report => drop(undone(report)),
    }
}
