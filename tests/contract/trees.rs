//! Every machine of `tests/fixtures/hosts`: understood, planned for, set up, and as it was after undo.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use serde_json::Value;
use tests::{HostTree, PlainUser, Snapshot, sentences};

use crate::host_tree::{Copy, copy_for};
use crate::{saved_facts, trial};

/// A promise that holds on every tree.
type Promise = fn(&HostTree);

const PROMISES: [(&str, Promise); 5] = [
    ("is_understood", is_understood),
    ("is_planned_for", is_planned_for),
    ("is_set_up_and_undone", is_set_up_and_undone),
    ("is_recovered", is_recovered),
    ("is_planned_for_from_saved_facts", saved_facts::give_the_same_plan),
];

pub(crate) fn trials() -> Vec<Trial> {
    let trees = HostTree::all();
    assert!(!trees.is_empty(), "there is no tree in tests/fixtures/hosts");
    let named =
        trees.into_iter().flat_map(|tree| PROMISES.map(|(name, promise)| (tree.clone(), name, promise)));
    let trials = named
        .map(|(tree, name, promise)| trial(format!("trees::{}_{name}", tree.name), move || promise(&tree)));
    trials.chain([trial("trees::each_golden_has_its_machine", each_golden_has_its_machine)]).collect()
}

fn each_golden_has_its_machine() {
    let names: Vec<String> = HostTree::all().into_iter().map(|tree| tree.name).collect();
    let goldens =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/snapshots")).unwrap();
    let goldens = goldens.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_left = |golden: &String| {
        let name = golden.rsplit("__").next().and_then(|rest| rest.split('.').next()).unwrap_or_default();
        !names.iter().any(|own| own == name)
    };
    let left: Vec<String> = goldens.filter(is_left).collect();
    assert!(left.is_empty(), "of machines that are gone: {left:?}");
}

/// What `detect` says of it.
fn is_understood(tree: &HostTree) {
    let user = PlainUser::new();
    let copy = copy_for(tree, &user);
    let before = copy.snapshot();
    let version = tree.proxy_version();
    let command: Vec<&str> =
        ["detect", "--json"].into_iter().chain(version.iter().map(String::as_str)).collect();
    let document = copy.product(&command).expect(0).json();
    let golden = serde_json::to_string_pretty(&document["installs"]).unwrap();
    insta::assert_snapshot!(format!("{}.detect", tree.name), golden);
    assert_eq!(before.differences(&copy.snapshot()), Vec::<PathBuf>::new(), "only looking changed something");
}

/// What `plan` says, in its sentences; or why it is refused.
fn is_planned_for(tree: &HostTree) {
    let user = PlainUser::new();
    let copy = copy_for(tree, &user);
    let before = copy.snapshot();
    let document = copy.product_for_site(&["plan", "--json"]).json();
    insta::assert_snapshot!(format!("{}.plan", tree.name), sentences(&document));
    let again = copy.product_for_site(&["plan", "--json"]).json();
    assert_eq!(again, document, "the same machine has the same plan");
    assert_eq!(
        before.differences(&copy.snapshot()),
        Vec::<PathBuf>::new(),
        "only planning changed something"
    );
}

/// Set up, there is nothing left to do and nothing was touched that the plan does not name; undone,
/// every byte, mode, owner, time and link is as it was.
fn is_set_up_and_undone(tree: &HostTree) {
    let user = PlainUser::new();
    let copy = copy_for(tree, &user);
    let before = copy.snapshot();
    let plan = copy.product_for_site(&["plan", "--json"]).json();
    if !plan["refusal"].is_null() {
        let refused = copy.product_for_site(&["setup", "--yes", "--json"]).expect(3).json();
        assert_eq!(refused["refusal"]["code"], plan["refusal"]["code"], "{refused:#}");
        assert_eq!(
            before.differences(&copy.snapshot()),
            Vec::<PathBuf>::new(),
            "a refusal changed something"
        );
        return;
    }
    let files = edited(&plan, &copy);
    copy.product_for_site(&["setup", "--yes", "--json"]).expect(0);
    if !tree.arguments().iter().any(|argument| argument == "--adopt") {
        files.iter().for_each(|(path, text)| assert_keeps_lines(path, text));
    }
    let changed = before.differences(&copy.snapshot());
    assert!(!changed.is_empty(), "a plan with steps changed nothing");
    let unnamed: Vec<&PathBuf> = changed.iter().filter(|path| !is_named(path, &plan, &copy)).collect();
    assert!(unnamed.is_empty(), "changed, and no step names it: {unnamed:?}");

    let set_up = copy.snapshot();
    let again = copy.product_for_site(&["plan", "--json"]).expect(0).json();
    assert_eq!(again["steps"], Value::Array(Vec::new()), "{again:#}");
    copy.product_for_site(&["setup", "--yes", "--json"]).expect(0);
    assert_eq!(
        set_up.differences(&copy.snapshot()),
        Vec::<PathBuf>::new(),
        "the second time changed something"
    );

    undo(&copy, &before);
}

/// A power cut just before the end leaves everything changed and nothing closed: no further change is
/// begun, and `recover` puts it all back.
fn is_recovered(tree: &HostTree) {
    let user = PlainUser::new();
    let copy = copy_for(tree, &user);
    let before = copy.snapshot();
    if copy.product_for_site(&["setup", "--yes", "--json"]).code() == 3 {
        return;
    }
    std::fs::remove_file(copy.place("/var/lib/jellyfin-proxy/changes/1/receipt.json")).unwrap();
    let refused = copy.product_for_site(&["setup", "--yes", "--json"]).expect(6).json();
    assert_eq!(refused["error"]["code"], "recover_first", "{refused:#}");
    copy.product(&["recover", "--json"]).expect(0);
    assert_eq!(before.differences(&copy.snapshot()), Vec::<PathBuf>::new(), "these are not as they were");
}

/// The files of somebody else's that the plan writes to, with what is in them.
fn edited(plan: &Value, copy: &Copy<'_>) -> Vec<(PathBuf, String)> {
    let steps = plan["steps"].as_array().unwrap().iter();
    let paths = steps.filter(|step| step["kind"] == "write_file").filter_map(|step| step["path"].as_str());
    let files = paths.map(|path| copy.place(path)).filter(|path| path.exists());
    files.map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// Lines may be added, and one may go on where it ended, or where what it quotes did; those that were there
/// stay, in their order.
fn assert_keeps_lines(path: &Path, before: &str) {
    let now = std::fs::read_to_string(path).unwrap();
    let mut now = now.lines();
    let goes_on = |line: &str, kept: &str| {
        let open = line.strip_suffix('"').filter(|_| kept.ends_with('"')).unwrap_or(line);
        !open.is_empty() && kept.starts_with(open)
    };
    for line in before.lines() {
        assert!(
            now.any(|kept| kept == line || goes_on(line, kept)),
            "{} lost or moved this line: {line}",
            path.display()
        );
    }
}

fn undo(copy: &Copy<'_>, before: &Snapshot) {
    let history = copy.product(&["history", "--json"]).expect(0).json();
    assert_eq!(history["changes"].as_array().map(Vec::len), Some(1), "{history:#}");
    copy.product(&["undo", "--yes", "--json"]).expect(0);
    assert_eq!(before.differences(&copy.snapshot()), Vec::<PathBuf>::new(), "these are not as they were");
    let nothing = copy.product(&["undo", "--yes", "--json"]).expect(3).json();
    assert_eq!(nothing["error"]["code"], "nothing_to_undo", "{nothing:#}");
    let nothing = copy.product(&["recover", "--json"]).expect(3).json();
    assert_eq!(nothing["error"]["code"], "nothing_to_recover", "{nothing:#}");
}

/// Whether a step is about that path, or about what lies in it.
fn is_named(path: &Path, plan: &Value, copy: &Copy<'_>) -> bool {
    let steps = plan["steps"].as_array().unwrap();
    let links = steps.iter().flat_map(|step| step["links"].as_array().into_iter().flatten());
    let named = steps.iter().map(|step| &step["path"]).chain(links);
    named.filter_map(Value::as_str).any(|named| path.starts_with(copy.place(named)))
}
