//! The process dies at every single change of the disk, and the next run puts everything back.

use std::time::Duration;

use helper::protocol::{Order, Report, ServerAfter};
use rustix::process::{Signal, kill_process};

use crate::Case;
use crate::hazards::Fate;
use crate::root_side::RootSide;
use crate::talk::{done, good, trouble, undone};
use crate::tree::Tree;
use crate::undo::assert_no_leftovers;

pub(crate) const CASES: &[Case] = &[
    ("crash::at_every_change_while_applying", at_every_change_while_applying),
    ("crash::at_every_change_while_undoing", at_every_change_while_undoing),
    ("crash::at_every_change_while_recovering", at_every_change_while_recovering),
    ("crash::killed_at_any_moment", killed_at_any_moment),
    ("crash::a_torn_log_is_read", a_torn_log_is_read),
    ("crash::the_server_reads_the_old_again", the_server_reads_the_old_again),
];

/// More changes than any of these jobs makes: the loops end before.
const ENOUGH: usize = 1000;

fn at_every_change_while_applying() {
    for at in 0..ENOUGH {
        let tree = Tree::new();
        let before = tree.look();
        let mut talk = RootSide::files(tree.root()).fate(Fate::Dies(at)).start_process();
        if let Ok(report) = talk.job(good) {
            done(report);
            assert!(at > 60, "only {at} changes were seen");
            return;
        }
        assert!(!talk.exit().success());
        recovered(&tree, &format!("died at {at}"));
        tree.look().assert_same(&before, &format!("died at {at}"));
        assert_no_leftovers(&tree);
        // What was interrupted is no obstacle once it is put back.
        done(RootSide::files(tree.root()).start().job(good).unwrap());
    }
    panic!("it never ended");
}

/// Recovers where there is something to recover; no plan is made before that.
fn recovered(tree: &Tree, moment: &str) {
    let mut talk = RootSide::files(tree.root()).start();
    talk.greet().unwrap();
    match talk.recover(false) {
        Report::Error(refused) => {
            assert_eq!(refused.code, "nothing_to_recover", "{moment}");
            // It died before anything was begun, or when all was done and the receipt written.
            if !talk.history().is_empty() {
                undone(talk.undo(None, false));
            }
        }
        report => drop(undone(report)),
    }
    assert!(matches!(talk.ask(&plan()), Ok(Report::Planned { .. })), "{moment}");
}

fn at_every_change_while_undoing() {
    for at in 0..ENOUGH {
        let tree = Tree::new();
        let before = tree.look();
        done(RootSide::files(tree.root()).start().job(good).unwrap());
        let after = tree.look();
        let mut talk = RootSide::files(tree.root()).fate(Fate::Dies(at)).start_process();
        talk.greet().unwrap();
        if talk.ask(&Order::Undo { id: None, overwrite: false }).is_ok() {
            assert!(at > 30, "only {at} changes were seen");
            tree.look().assert_same(&before, "at the end");
            return;
        }
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        match talk.recover(false) {
            // It died before it began, or when all was written down.
            Report::Error(trouble) => assert_eq!(trouble.code, "nothing_to_recover", "died at {at}"),
            report => drop(undone(report)),
        }
        if tree.look() == after {
            undone(talk.undo(None, false));
        }
        tree.look().assert_same(&before, &format!("died at {at}"));
        assert_no_leftovers(&tree);
    }
    panic!("it never ended");
}

/// Twice in a row: while applying, and again while that is put back. Deaths are played here by a disk
/// that changes no more, so that there can be thousands.
fn at_every_change_while_recovering() {
    for first in (5..ENOUGH).step_by(7) {
        let mut ended = false;
        for second in 0..ENOUGH {
            let tree = Tree::new();
            let before = tree.look();
            let mut talk = RootSide::files(tree.root()).fate(Fate::Ends(first)).start();
            if matches!(talk.job(good), Ok(Report::Done { .. })) {
                return;
            }
            let mut talk = RootSide::files(tree.root()).fate(Fate::Ends(second)).start();
            talk.greet().unwrap();
            ended = !matches!(talk.recover(false), Report::Error(trouble) if trouble.code != "nothing_to_recover");
            let mut talk = RootSide::files(tree.root()).start();
            talk.greet().unwrap();
            let last = talk.recover(false);
            assert!(
                matches!(&last, Report::Undone(_))
                    || matches!(&last, Report::Error(trouble) if trouble.code == "nothing_to_recover"),
                "{last:?}"
            );
            tree.look().assert_same(&before, &format!("died at {first}, then at {second}"));
            if ended {
                break;
            }
        }
        assert!(ended, "it never ended");
    }
    panic!("it never ended");
}

fn killed_at_any_moment() {
    for round in 0..40_u64 {
        let tree = Tree::new();
        let before = tree.look();
        let mut talk = RootSide::files(tree.root()).start_process();
        talk.greet().unwrap();
        let pid = talk.pid();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_micros(round * 997 % 20_000));
            kill_process(pid, Signal::KILL)
        });
        let report = talk.ask(&plan());
        if let Ok(Report::Planned { view }) = report {
            let plan_id = view.plan_id.unwrap().parse().unwrap();
            // It may be gone already.
            let _ = talk.send(&Order::Apply { plan_id });
            let _ = talk.go_on();
        }
        killer.join().unwrap().unwrap();
        talk.exit();
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        if let Report::Error(trouble) = talk.recover(false) {
            assert_eq!(trouble.code, "nothing_to_recover");
            // It was done already, or not begun.
            talk.undo(None, false);
        }
        tree.look().assert_same(&before, &format!("round {round}"));
    }
}

/// The log's last line is torn wherever it can be: it was being written when the process died.
fn a_torn_log_is_read() {
    let log = "/var/lib/jellyfin-proxy/changes/1/log.jsonl";
    for line in 0..ENOUGH {
        for lost in [1, 2, 20, 40, 100, 400] {
            let tree = Tree::new();
            let before = tree.look();
            let mut talk = RootSide::files(tree.root()).fate(Fate::DiesInLog(line)).start_process();
            if talk.job(good).is_ok() {
                assert!(line > 10, "only {line} additions were seen");
                return;
            }
            talk.exit();
            let mut bytes = std::fs::read(tree.at(log)).unwrap();
            // What was there before was durable. An addition begins with an empty line.
            let durable = bytes.windows(2).rposition(|pair| pair == b"\n\n").map_or(0, |at| at + 1);
            bytes.truncate(bytes.len().saturating_sub(lost).max(durable));
            std::fs::write(tree.at(log), bytes).unwrap();
            let mut talk = RootSide::files(tree.root()).start();
            talk.greet().unwrap();
            assert_eq!(trouble(talk.ask(&plan()).unwrap()).code, "recover_first");
            undone(talk.recover(false));
            tree.look().assert_same(&before, &format!("{lost} bytes of addition {line} lost"));
        }
    }
    panic!("it never ended");
}

/// After an interruption nobody knows what a server was started on: it reads the old configuration
/// again, however far the change had come.
fn the_server_reads_the_old_again() {
    let mut reloads = 0;
    for at in (0..ENOUGH).step_by(5) {
        let tree = Tree::new();
        tree.file("/check-this", "", 0o644);
        let before = tree.look();
        let mut talk = RootSide::live(tree.root()).fate(Fate::Dies(at)).start_process();
        if talk.job(good).is_ok() {
            assert!(reloads > 5, "only {reloads} deaths were seen in the middle");
            return;
        }
        talk.exit();
        // Whatever had been loaded is forgotten, to see what recovery loads.
        let _ = std::fs::remove_file(tree.at("/reloaded"));
        let mut talk = RootSide::live(tree.root()).start();
        talk.greet().unwrap();
        let report = talk.recover(false);
        if matches!(&report, Report::Error(trouble) if trouble.code == "nothing_to_recover") {
            continue;
        }
        assert_eq!(undone(report).server, ServerAfter::Reloaded {});
        reloads += 1;
        std::fs::remove_file(tree.at("/reloaded")).expect("it was reloaded");
        tree.look().assert_same(&before, &format!("died at {at}"));
    }
    panic!("it never ended");
}

fn plan() -> Order {
    Order::Plan { form: Box::default(), proxy_version: None }
}
