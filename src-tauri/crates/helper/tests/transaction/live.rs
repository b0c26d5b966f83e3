//! A machine that runs: tools, the server's own check, the reload.

use engine::host::ToolCall;
use engine::plan::{Enable, EnableKind, Plan, Step};
use helper::protocol::ServerAfter;

use crate::Case;
use crate::job::{self, HAPROXY, NETWORK_XML, path};
use crate::root_side::RootSide;
use crate::talk::{done, good, undone, way_back};
use crate::tree::Tree;

pub(crate) const CASES: &[Case] = &[
    ("live::the_whole_job_and_back", the_whole_job_and_back),
    ("live::a_failed_check_is_undone_with_the_servers_words", a_failed_check_is_undone),
    ("live::only_new_warnings_are_told", only_new_warnings_are_told),
    ("live::a_stopped_server_is_left_alone_by_undo", a_stopped_server_is_left_alone_by_undo),
    ("live::undo_does_not_reload_a_broken_configuration", undo_does_not_reload_a_broken_configuration),
    ("live::tools_that_fail_are_undone", tools_that_fail_are_undone),
    ("live::programs_of_others_are_not_run", programs_of_others_are_not_run),
    ("live::no_server_is_touched_in_a_tree", no_server_is_touched_in_a_tree),
];

/// A machine whose server takes its configuration with these words.
fn running(words: &str) -> Tree {
    let tree = Tree::new();
    tree.file("/check-this", words, 0o644);
    tree
}

fn the_whole_job_and_back() {
    let tree = running("");
    let before = tree.look();
    let mut talk = RootSide::live(tree.root()).start();
    let receipt = done(talk.job(good).unwrap());
    assert_eq!(receipt.steps.len(), 8);
    assert!(tree.has("/reloaded") && tree.has("/etc/apache2/mods-enabled/proxy.load"));
    assert!(tree.read(NETWORK_XML).contains("KnownProxies"));
    std::fs::remove_file(tree.at("/reloaded")).unwrap();
    let undone = undone(talk.undo(None, false));
    assert_eq!(undone.server, ServerAfter::Reloaded {});
    assert_eq!(
        way_back(&talk).last(),
        Some(&("restart Jellyfin with its old settings".to_owned(), None)),
        "it is left to the front"
    );
    assert_eq!(
        undone.restart_jellyfin.map(|upstream| upstream.to_string()).as_deref(),
        Some("http://127.0.0.1:8096")
    );
    std::fs::remove_file(tree.at("/reloaded")).expect("the old configuration was loaded");
    tree.look().assert_same(&before, "after undo");
}

fn a_failed_check_is_undone() {
    let tree = Tree::new();
    let before = tree.look();
    let mut talk = RootSide::live(tree.root()).start();
    let undone = undone(talk.job(good).unwrap());
    let why = undone.why.unwrap();
    assert_eq!(why.code, "config_check_failed");
    assert_eq!(way_back(&talk).len(), undone.restored.len(), "each file, and no server");
    assert!(why.message.contains("No such file"), "the server's own words: {}", why.message);
    assert_eq!((undone.server, undone.restart_jellyfin), (ServerAfter::Untouched {}, None));
    assert!(!tree.has("/reloaded"));
    tree.look().assert_same(&before, "after the failed check");
}

fn only_new_warnings_are_told() {
    let tree = running("old: a duplicate name\nnew: another one\n");
    let side = RootSide::live(tree.root()).knows_warning("old: a duplicate name");
    assert_eq!(done(side.start().job(good).unwrap()).warnings, ["new: another one"]);
}

fn with_proxy(mut plan: Plan, word: &str) -> Plan {
    plan.proxy = word.parse().unwrap();
    plan
}

fn a_stopped_server_is_left_alone_by_undo() {
    let tree = running("");
    let before = tree.look();
    // No nginx runs in the tree.
    let plan = with_proxy(job::live(tree.root()), "nginx");
    let mut talk = RootSide::planning_live(tree.root(), plan).start();
    done(talk.job(good).unwrap());
    std::fs::remove_file(tree.at("/reloaded")).unwrap();
    assert_eq!(undone(talk.undo(None, false)).server, ServerAfter::NotRunning {});
    tree.look().assert_same(&before, "after undo");
}

fn undo_does_not_reload_a_broken_configuration() {
    let tree = running("");
    let mut talk = RootSide::live(tree.root()).start();
    done(talk.job(good).unwrap());
    std::fs::remove_file(tree.at("/reloaded")).unwrap();
    std::fs::remove_file(tree.at("/check-this")).unwrap();
    match undone(talk.undo(None, false)).server {
        ServerAfter::ReloadFailed { trouble } => assert!(trouble.message.contains("No such file")),
        other => panic!("{other:?}"),
    }
    assert!(!tree.has("/reloaded"));
    assert_eq!(tree.read(HAPROXY), Tree::new().read(HAPROXY));
}

fn tools_that_fail_are_undone() {
    let on = |call: ToolCall| {
        job::plan(vec![
            job::write(HAPROXY, "new\n"),
            Step::Enable(Enable {
                what: EnableKind::Module,
                names: vec!["proxy".parse().unwrap()],
                call,
                folders: vec![path("/etc/apache2/mods-enabled")],
                links: vec![(
                    path("/etc/apache2/mods-enabled/proxy.load"),
                    path("/etc/apache2/mods-available/proxy.load"),
                )],
            }),
        ])
    };
    for (program, argument, code, said) in [
        ("/usr/bin/false", "", "tool_failed", "exit code 1"),
        ("/usr/bin/ln", "--no-such-option", "tool_failed", "no-such-option"),
        ("/usr/bin/cat", "/dev/null", "not_enabled", "mods-enabled/proxy.load"),
        ("/usr/bin/missing/cat", "", "program_not_trusted", "cat"),
        ("/usr/bin/touch", "", "program_not_listed", "touch"),
        ("/bin/sh", "-c", "program_not_listed", "sh"),
    ] {
        let tree = Tree::new();
        let before = tree.look();
        let plan = on(ToolCall::new(&path(program), &[argument]));
        let undone = undone(RootSide::planning_live(tree.root(), plan).start().job(good).unwrap());
        let why = undone.why.unwrap();
        assert_eq!(why.code, code, "{program}: {}", why.message);
        assert!(why.message.contains(said), "{program}: {}", why.message);
        tree.look().assert_same(&before, program);
    }
}

/// Only root's own programs are run as root. Without root there is nothing to gain.
fn programs_of_others_are_not_run() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    for (mode, owner, folder_owner) in [(0o755, 1000, 0), (0o757, 0, 0), (0o755, 0, 1000)] {
        let tree = running("");
        tree.folder("/opt/tools");
        std::fs::copy("/usr/bin/cat", tree.at("/opt/tools/cat")).unwrap();
        use std::os::unix::fs::{PermissionsExt, chown};
        std::fs::set_permissions(tree.at("/opt/tools/cat"), std::fs::Permissions::from_mode(mode)).unwrap();
        chown(tree.at("/opt/tools/cat"), Some(owner), Some(owner)).unwrap();
        chown(tree.at("/opt/tools"), Some(folder_owner), Some(folder_owner)).unwrap();
        let cat = tree.at("/opt/tools/cat");
        let call = ToolCall::new(&path(cat.to_str().unwrap()), &["/dev/null"]);
        let proxy = engine::proxies::ProxyKind::of(&crate::pretend::PROXY);
        let plan = job::plan(vec![job::write(HAPROXY, "new\n"), Step::CheckConfig { call, proxy }]);
        let undone = undone(RootSide::planning_live(tree.root(), plan).start().job(good).unwrap());
        assert_eq!(undone.why.unwrap().code, "program_not_trusted", "{mode:o} {owner} {folder_owner}");
    }
}

fn no_server_is_touched_in_a_tree() {
    let tree = running("");
    let before = tree.look();
    let plan = job::live(tree.root());
    let undone = undone(RootSide::planning(tree.root(), plan).start().job(good).unwrap());
    assert_eq!(undone.why.unwrap().code, "no_server_in_tree");
    tree.look().assert_same(&before, "nothing was run");
}
