//! The front's steps: whatever it says but "good", and whatever becomes of it, everything is undone.

use std::time::Duration;

use helper::protocol::{Order, Report, StepStatus, Turn};
use helper::session::Ending;
use rustix::process::{Signal, kill_process};

use crate::Case;
use crate::root_side::RootSide;
use crate::talk::{Talk, good, trouble, undone};
use crate::tree::Tree;
use crate::undo::assert_no_leftovers;

pub(crate) const CASES: &[Case] = &[
    ("turns::what_is_not_good_is_undone", what_is_not_good_is_undone),
    ("turns::called_off_in_each_turn", called_off_in_each_turn),
    ("turns::a_front_that_dies_in_each_turn", a_front_that_dies_in_each_turn),
    ("turns::nonsense_in_each_turn", nonsense_in_each_turn),
    ("turns::nobody_answers_in_time", nobody_answers_in_time),
    ("turns::a_signal_in_each_turn", a_signal_in_each_turn),
    ("turns::called_off_between_two_steps", called_off_between_two_steps),
    ("turns::what_is_in_the_way_keeps_nothing_else_from_going_back", what_is_in_the_way),
];

/// The plan of [`RootSide::live`] has three: look, restart Jellyfin, look again.
const TURNS: usize = 3;

/// A machine that runs, and a conversation that has come to the n-th turn.
fn at_turn(turn: usize, start: impl FnOnce(RootSide) -> Talk) -> (Tree, Talk) {
    let tree = Tree::new();
    tree.file("/check-this", "", 0o644);
    tree.link("/reloaded", "again");
    let mut talk = start(RootSide::live(tree.root()));
    let mut report = talk.begin().unwrap();
    for _ in 0..turn {
        let Report::YourTurn { turn, .. } = &report else { panic!("{report:?}") };
        talk.send(&good(turn)).unwrap();
        report = talk.go_on().unwrap();
    }
    assert!(matches!(report, Report::YourTurn { .. }), "{report:?}");
    (tree, talk)
}

/// The machine as it was before, but for the time of the link that each reload makes anew.
fn assert_as_before(tree: &Tree, moment: &str) {
    let fresh = Tree::new();
    assert_no_leftovers(tree);
    for path in ["/etc/haproxy/haproxy.cfg", "/etc/jellyfin/network.xml"] {
        assert_eq!(tree.read(path), fresh.read(path), "{moment}");
        assert_eq!(tree.mode(path), fresh.mode(path), "{moment}");
    }
    assert!(!tree.has("/etc/apache2/mods-enabled/proxy.load"), "{moment}");
    let mut talk = RootSide::live(tree.root()).start();
    talk.greet().unwrap();
    let states: Vec<_> = talk.history().into_iter().map(|receipt| receipt.state).collect();
    assert_eq!(states, [helper::journal::ReceiptState::Undone], "{moment}");
}

fn what_is_not_good_is_undone() {
    for turn in 0..TURNS {
        let (tree, mut talk) = at_turn(turn, RootSide::start);
        talk.send(&Order::Seen { good: false, code: Some("tls_name".to_owned()) }).unwrap();
        let undone = undone(talk.go_on().unwrap());
        assert_eq!(undone.why.unwrap().code, "tls_name");
        // Whoever has read the new network.xml must read the old one again.
        assert_eq!(undone.restart_jellyfin.is_some(), turn > 0, "turn {turn}");
        let failed = undone.steps.iter().find(|step| step.status == StepStatus::Failed).unwrap();
        assert_eq!(failed.step, [4, 6, 7][turn]);
        assert_as_before(&tree, &format!("turn {turn}"));
    }
}

fn called_off_in_each_turn() {
    for turn in 0..TURNS {
        let (tree, mut talk) = at_turn(turn, RootSide::start);
        talk.send(&Order::Abandon {}).unwrap();
        assert_eq!(undone(talk.go_on().unwrap()).why.unwrap().code, "abandoned");
        assert_as_before(&tree, &format!("turn {turn}"));
        assert_eq!(talk.history().len(), 1, "the session goes on");
    }
}

fn a_front_that_dies_in_each_turn() {
    for turn in 0..TURNS {
        let (tree, talk) = at_turn(turn, RootSide::start_process);
        assert!(talk.exit().success());
        assert_as_before(&tree, &format!("turn {turn}"));
    }
}

fn nonsense_in_each_turn() {
    let oversized = [0xff; 8].to_vec();
    let garbage = b"\0\0\0\x05hello".to_vec();
    let second_apply = {
        let json = br#"{"order":"apply","plan_id":"0123456789abcdef"}"#;
        [&(json.len() as u32).to_be_bytes()[..], json].concat()
    };
    for turn in 0..TURNS {
        for bytes in [&oversized, &garbage, &second_apply] {
            let (tree, mut talk) = at_turn(turn, RootSide::start);
            talk.send_bytes(bytes);
            assert_eq!(undone(talk.go_on().unwrap()).why.unwrap().code, "not_understood");
            assert_eq!(talk.ending(), Ending::NotUnderstood);
            assert_as_before(&tree, &format!("turn {turn}"));
        }
    }
}

fn nobody_answers_in_time() {
    for turn in 0..TURNS {
        let (tree, mut talk) = at_turn(turn, |side| side.deadline(Duration::from_millis(300)).start());
        let why = undone(talk.go_on().unwrap()).why.unwrap();
        assert_eq!(why.code, "not_confirmed_in_time");
        assert_as_before(&tree, &format!("turn {turn}"));
    }
}

fn a_signal_in_each_turn() {
    for (turn, signal) in (0..TURNS).zip([Signal::INT, Signal::TERM, Signal::HUP]) {
        let (tree, mut talk) = at_turn(turn, RootSide::start_process);
        kill_process(talk.pid(), signal).unwrap();
        assert_eq!(undone(talk.go_on().unwrap()).why.unwrap().code, "interrupted");
        assert_eq!(talk.exit().code(), Some(128 + signal.as_raw()));
        assert_as_before(&tree, &format!("turn {turn}"));
    }
}

/// The call comes together with the answer to the last turn: the change is not closed.
fn called_off_between_two_steps() {
    let (tree, mut talk) = at_turn(TURNS - 1, RootSide::start);
    let mut both = Vec::new();
    for order in [good(&Turn::Observe { what: engine::plan::Observation::Healthy }), Order::Abandon {}] {
        helper::protocol::write_frame(&mut both, &order).unwrap();
    }
    talk.send_bytes(&both);
    match talk.go_on().unwrap() {
        Report::Undone(undone) => {
            assert_eq!(undone.why.unwrap().code, "abandoned");
            assert_as_before(&tree, "between two steps");
        }
        // The reader was a moment later than the writer of the receipt.
        Report::Done { .. } => {
            undone(talk.undo(None, false));
            assert_as_before(&tree, "undone after");
        }
        other => panic!("{other:?}"),
    }
}

/// Somebody moves a folder away meanwhile: what can be put back is, the rest waits for `recover`.
fn what_is_in_the_way() {
    let (tree, mut talk) = at_turn(TURNS - 1, RootSide::start);
    let (folder, away) = (tree.at("/etc/haproxy"), tree.at("/etc/moved"));
    std::fs::rename(&folder, &away).unwrap();
    std::os::unix::fs::symlink("/home", &folder).unwrap();
    talk.send(&Order::Abandon {}).unwrap();
    let trouble = trouble(talk.go_on().unwrap());
    assert_eq!(trouble.code, "undo_incomplete");
    assert!(trouble.message.contains("called off") && trouble.message.contains("/etc/haproxy"));
    assert_eq!(tree.read("/etc/jellyfin/network.xml"), Tree::new().read("/etc/jellyfin/network.xml"));
    assert!(!tree.has("/etc/apache2/mods-enabled/proxy.load"));
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    undone(talk.recover(false));
    assert_as_before(&tree, "recovered");
}
