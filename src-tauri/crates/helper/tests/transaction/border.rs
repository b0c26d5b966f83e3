//! What may cross the border, and in which order.

use std::time::Duration;

use helper::protocol::{Order, Report, VERSION, write_frame};
use helper::session::Ending;

use crate::Case;
use crate::job::{self, HAPROXY, NEW_HAPROXY};
use crate::root_side::RootSide;
use crate::talk::{Talk, done, good, trouble, undone};
use crate::tree::Tree;

pub(crate) const CASES: &[Case] = &[
    ("border::only_this_protocol_is_spoken", only_this_protocol_is_spoken),
    ("border::another_version_is_told_so", another_version_is_told_so),
    ("border::a_front_may_leave_between_two_orders", a_front_may_leave_between_two_orders),
    ("border::only_the_plan_that_was_shown_is_carried_out", only_the_plan_that_was_shown_is_carried_out),
    ("border::a_plan_is_void_once_the_machine_has_changed", a_plan_is_void_once_the_machine_has_changed),
    ("border::an_empty_plan_is_nothing_to_do", an_empty_plan_is_nothing_to_do),
    ("border::two_runs_never_meet", two_runs_never_meet),
    ("border::a_late_answer_ends_nothing", a_late_answer_ends_nothing),
];

/// A message as it is on the wire.
fn frame(json: &str) -> Vec<u8> {
    [&u32::try_from(json.len()).unwrap().to_be_bytes()[..], json.as_bytes()].concat()
}

fn only_this_protocol_is_spoken() {
    let greeting = || {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, &Order::Hello { version: VERSION }).unwrap();
        bytes
    };
    let over_a_mebibyte = frame(&format!(r#"{{"order":"quit"{}}}"#, " ".repeat(1 << 20)));
    let then = |more: Vec<u8>| [greeting(), more].concat();
    for (said, bytes) in [
        ("no greeting", frame(r#"{"order":"quit"}"#)),
        ("garbage", vec![0, 0, 0, 4, 0xff, 0xfe, 0, 1]),
        ("a shell's words", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("garbage after the greeting", then(vec![0, 0, 0, 2, b'{', b'{'])),
        ("an unknown field", then(frame(r#"{"order":"history","path":"/etc/shadow"}"#))),
        ("an unknown order", then(frame(r#"{"order":"run","call":"sh"}"#))),
        ("a plan from the front", then(frame(r#"{"order":"apply","plan":{"steps":[]}}"#))),
        ("too long", then(over_a_mebibyte)),
        ("a second greeting", then(greeting())),
    ] {
        let tree = Tree::new();
        let before = tree.look();
        let mut talk = RootSide::files(tree.root()).start();
        talk.send_bytes(&bytes);
        let mut last = talk.receive().unwrap();
        if matches!(last, Report::Hello { .. }) {
            last = talk.receive().unwrap();
        }
        assert_eq!(trouble(last).code, "not_understood", "{said}");
        assert!(talk.receive().is_err(), "{said}: nothing more is answered");
        assert_eq!(talk.ending(), Ending::NotUnderstood, "{said}");
        tree.look().assert_same(&before, said);
    }
}

fn another_version_is_told_so() {
    let tree = Tree::new();
    let mut talk = RootSide::files(tree.root()).start();
    let refused = trouble(talk.ask(&Order::Hello { version: VERSION + 1 }).unwrap());
    assert_eq!(refused.code, "version_mismatch");
    assert!(talk.receive().is_err());
}

fn a_front_may_leave_between_two_orders() {
    let tree = Tree::new();
    let greeted = || {
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        talk
    };
    assert_eq!(greeted().ending(), Ending::Quit);
    let mut talk = greeted();
    talk.send(&Order::Quit {}).unwrap();
    assert_eq!(talk.ending(), Ending::Quit);
    assert_eq!(RootSide::files(tree.root()).start().ending(), Ending::Quit);
}

fn only_the_plan_that_was_shown_is_carried_out() {
    let tree = Tree::new();
    let before = tree.look();
    let mut talk = RootSide::files(tree.root()).start();
    talk.greet().unwrap();
    let shown = job::every_file_step().id;
    let apply = |id: &str| Order::Apply { plan_id: id.parse().unwrap() };
    assert_eq!(trouble(talk.ask(&apply(shown.as_str())).unwrap()).code, "unknown_plan", "none was shown");
    let plan = Order::Plan { form: Box::default(), proxy_version: None };
    assert!(matches!(talk.ask(&plan).unwrap(), Report::Planned { .. }));
    assert_eq!(trouble(talk.ask(&apply("0123456789abcdef")).unwrap()).code, "unknown_plan");
    tree.look().assert_same(&before, "nothing was done");
    talk.send(&apply(shown.as_str())).unwrap();
    done(talk.go_on().unwrap());
    assert_eq!(trouble(talk.ask(&apply(shown.as_str())).unwrap()).code, "unknown_plan", "it was done");
}

fn a_plan_is_void_once_the_machine_has_changed() {
    let absent = |path| engine::plan::Precondition::Absent { path: job::path(path) };
    let link_is = |target: &str| engine::plan::Precondition::LinkIs {
        path: job::path("/etc/nginx/sites-enabled/old"),
        target: target.into(),
    };
    let old = "global\n  maxconn 100\n";
    for (precondition, holds) in [
        (job::file_is(HAPROXY, old), true),
        (job::file_is(HAPROXY, "other\n"), false),
        (job::file_is("/etc/haproxy/gone", old), false),
        (absent("/etc/haproxy/new.cfg"), true),
        (absent(HAPROXY), false),
        (absent("/etc/nginx/sites-enabled/old"), false),
        (link_is("/etc/nginx/sites-available/old"), true),
        (link_is("/etc/nginx/sites-available/other"), false),
    ] {
        let tree = Tree::new();
        let mut plan = job::plan(vec![job::write(HAPROXY, NEW_HAPROXY)]);
        plan.preconditions.push(precondition.clone());
        let report = RootSide::planning(tree.root(), plan).start().job(good).unwrap();
        if holds {
            done(report);
        } else {
            assert_eq!(trouble(report).code, "changed_since_planned", "{precondition:?}");
            assert_eq!(tree.read(HAPROXY), old);
        }
    }
}

fn an_empty_plan_is_nothing_to_do() {
    let tree = Tree::new();
    let report = RootSide::planning(tree.root(), job::plan(Vec::new())).start().job(good).unwrap();
    assert_eq!(trouble(report).code, "nothing_to_do");
    assert!(!tree.has("/var"));
}

fn two_runs_never_meet() {
    let tree = Tree::new();
    let before = tree.look();
    tree.file("/check-this", "", 0o644);
    let mut first = RootSide::live(tree.root()).start_process();
    assert!(matches!(first.begin().unwrap(), Report::YourTurn { .. }));
    let mut second: Talk = RootSide::live(tree.root()).start_process();
    second.greet().unwrap();
    let plan = Order::Plan { form: Box::default(), proxy_version: None };
    for order in [
        plan.clone(),
        Order::Undo { id: None, overwrite: true },
        Order::Recover { overwrite: true },
        Order::History {},
    ] {
        assert_eq!(trouble(second.ask(&order).unwrap()).code, "busy", "{order:?}");
    }
    first.send(&Order::Abandon {}).unwrap();
    assert_eq!(undone(first.go_on().unwrap()).why.unwrap().code, "abandoned");
    assert!(matches!(second.ask(&plan).unwrap(), Report::Planned { .. }), "the lock was let go");
    std::fs::remove_file(tree.at("/check-this")).unwrap();
    std::fs::remove_file(tree.at("/reloaded")).unwrap();
    tree.look().assert_same(&before, "at the end");
}

fn a_late_answer_ends_nothing() {
    let tree = Tree::new();
    tree.file("/check-this", "", 0o644);
    let mut talk = RootSide::live(tree.root()).deadline(Duration::from_millis(50)).start();
    assert!(matches!(talk.begin().unwrap(), Report::YourTurn { .. }));
    assert_eq!(undone(talk.go_on().unwrap()).why.unwrap().code, "not_confirmed_in_time");
    talk.send(&Order::Seen { good: true, code: None }).unwrap();
    talk.send(&Order::Abandon {}).unwrap();
    assert_eq!(talk.history().len(), 1);
}
