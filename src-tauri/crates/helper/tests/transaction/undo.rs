//! What was done is taken back, byte for byte; what somebody else did since is not lost.

use engine::plan::Step;
use helper::journal::ReceiptState;
use helper::protocol::{ServerAfter, StepStatus};

use crate::Case;
use crate::job::{self, HAPROXY, NETWORK_XML, NEW_HAPROXY, SITE};
use crate::root_side::RootSide;
use crate::talk::{Talk, differs, done, good, trouble, undone, way_back};
use crate::tree::{DOMAIN, Tree};

pub(crate) const CASES: &[Case] = &[
    ("undo::everything_is_done_and_taken_back", everything_is_done_and_taken_back),
    ("undo::somebody_elses_change_is_shown_and_kept", somebody_elses_change_is_shown_and_kept),
    ("undo::a_key_never_crosses_the_border", a_key_never_crosses_the_border),
    ("undo::what_others_put_beside_ours_stays", what_others_put_beside_ours_stays),
    ("undo::a_newer_change_goes_first", a_newer_change_goes_first),
    ("undo::there_may_be_nothing_to_undo", there_may_be_nothing_to_undo),
    ("undo::history_tells_what_was_done", history_tells_what_was_done),
];

fn greeted(side: RootSide) -> Talk {
    let mut talk = side.start();
    talk.greet().unwrap();
    talk
}

fn everything_is_done_and_taken_back() {
    let tree = Tree::new();
    let before = tree.look();
    let mut talk = RootSide::files(tree.root()).start();
    let receipt = done(talk.job(good).unwrap());
    assert!(receipt.steps.iter().all(|step| step.status == StepStatus::Done), "{receipt:?}");
    assert_eq!(tree.read(HAPROXY), NEW_HAPROXY);
    assert_eq!((tree.mode(HAPROXY), tree.mode(SITE), tree.mode(NETWORK_XML)), (0o640, 0o644, 0o600));
    assert_eq!(tree.at("/etc/nginx/sites-enabled/jellyfin").read_link().unwrap().to_str(), Some(SITE));
    let module = tree.at("/etc/apache2/mods-enabled/proxy.load").read_link().unwrap();
    assert_eq!(module.to_str(), Some("../mods-available/proxy.load"));
    assert!(!tree.has("/etc/nginx/sites-enabled/old"));
    assert_eq!(tree.mode("/etc/haproxy/certs/jellyfin.pem"), 0o600);
    let pem = tree.read("/etc/haproxy/certs/jellyfin.pem");
    assert!(pem.contains("-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n"), "{pem}");
    assert_eq!(tree.mode("/var/lib/jellyfin-proxy"), 0o700);
    assert_eq!(tree.mode("/var/lib/jellyfin-proxy/changes/1/intent.json"), 0o600);
    assert_no_leftovers(&tree);
    let undone = undone(talk.undo(None, false));
    assert_eq!((undone.why, undone.server), (None, ServerAfter::Untouched {}));
    assert_eq!((undone.left.len(), undone.kept.len()), (0, 0));
    let way = way_back(&talk);
    assert_eq!(way.len(), undone.restored.len(), "{way:?}");
    let told = undone.restored.iter().map(|path| way.iter().find(|(step, _)| step.ends_with(path.as_str())));
    assert!(told.flatten().all(|(_, ended)| *ended == Some(StepStatus::Done)), "{way:?}");
    assert!(way.contains(&(format!("take away {SITE}"), Some(StepStatus::Done))), "{way:?}");
    assert!(way.contains(&(format!("put back {HAPROXY}"), Some(StepStatus::Done))), "{way:?}");
    tree.look().assert_same(&before, "at the end");
}

/// Nothing of ours lies beside anything.
pub(crate) fn assert_no_leftovers(tree: &Tree) {
    let look = tree.look();
    let ours = look.paths().find(|path| path.to_string_lossy().contains("/.jellyfin"));
    assert_eq!(ours, None);
}

fn somebody_elses_change_is_shown_and_kept() {
    let tree = Tree::new();
    let before = tree.look();
    let mut talk = RootSide::files(tree.root()).start();
    done(talk.job(good).unwrap());
    let edited = NEW_HAPROXY.replace("100", "200");
    std::fs::write(tree.at(HAPROXY), &edited).unwrap();
    std::fs::remove_file(tree.at(SITE)).unwrap();
    let after = tree.look();
    let found = differs(talk.undo(None, false));
    tree.look().assert_same(&after, "nothing was changed without being told to");
    let of = |path: &str| found.differences.iter().find(|one| one.path.as_str() == path).unwrap();
    assert_eq!(found.differences.len(), 1, "what was taken away needs no putting back: {found:?}");
    assert_eq!(of(HAPROXY).summary, "its content was changed since");
    let diff = of(HAPROXY).diff.clone().unwrap();
    assert!(diff.contains("-  maxconn 100\n+  maxconn 200\n"), "{diff}");
    let undone = undone(talk.undo(None, true));
    tree.look().assert_same(&before, "at the end");
    let [kept] = undone.kept.as_slice() else { panic!("{:?}", undone.kept) };
    assert_eq!(tree.read(kept.copy.as_str()), edited);
}

fn a_key_never_crosses_the_border() {
    let tree = Tree::new();
    let mut talk = RootSide::files(tree.root()).start();
    done(talk.job(good).unwrap());
    let key = tree.read("/etc/letsencrypt/archive/m/privkey1.pem");
    for path in [HAPROXY, "/etc/haproxy/certs/jellyfin.pem"] {
        std::fs::write(tree.at(path), format!("# mine\n{key}")).unwrap();
    }
    let report = talk.undo(None, false);
    let said = serde_json::to_string(&report).unwrap();
    assert!(!said.contains("PRIVATE KEY"), "{said}");
    assert_eq!(differs(report).differences.len(), 2);
}

fn what_others_put_beside_ours_stays() {
    let tree = Tree::new();
    let mut talk = RootSide::files(tree.root()).start();
    done(talk.job(good).unwrap());
    tree.link("/etc/apache2/mods-enabled/php.load", "../mods-available/php.load");
    tree.file(&format!("/etc/jellyfin-proxy/certs/{DOMAIN}/notes"), "mine", 0o600);
    let undone = undone(talk.undo(None, false));
    assert!(tree.has("/etc/apache2/mods-enabled/php.load"));
    assert!(!tree.has("/etc/apache2/mods-enabled/proxy.load"));
    assert_eq!(tree.read(&format!("/etc/jellyfin-proxy/certs/{DOMAIN}/notes")), "mine");
    let stays = (format!("take away /etc/jellyfin-proxy/certs/{DOMAIN}"), Some(StepStatus::Skipped));
    assert!(way_back(&talk).contains(&stays));
    let left: Vec<&str> = undone.left.iter().map(engine::names::AbsPath::as_str).collect();
    let folder = format!("/etc/jellyfin-proxy/certs/{DOMAIN}");
    assert_eq!(left, [folder.as_str(), "/etc/jellyfin-proxy/certs", "/etc/jellyfin-proxy"]);
}

fn a_newer_change_goes_first() {
    let tree = Tree::new();
    let before = tree.look();
    let steps: [Vec<Step>; 3] = [
        vec![job::write(HAPROXY, "one\n")],
        vec![job::write(SITE, "of another server\n")],
        vec![job::write(HAPROXY, "two\n")],
    ];
    for steps in steps {
        done(RootSide::planning(tree.root(), job::plan(steps)).start().job(good).unwrap());
    }
    let mut talk = greeted(RootSide::files(tree.root()));
    let id = |number: &str| Some(number.parse().unwrap());
    let refused = trouble(talk.undo(id("1"), true));
    assert_eq!(refused.code, "newer_change_first");
    assert!(refused.next.ends_with("undo 3"), "{}", refused.next);
    undone(talk.undo(id("2"), false));
    assert!(!tree.has(SITE));
    undone(talk.undo(id("3"), false));
    assert_eq!(tree.read(HAPROXY), "one\n");
    undone(talk.undo(None, false));
    tree.look().assert_same(&before, "at the end");
    assert_eq!(trouble(talk.undo(id("3"), false)).code, "already_undone");
}

fn there_may_be_nothing_to_undo() {
    let tree = Tree::new();
    let before = tree.look();
    let mut talk = greeted(RootSide::files(tree.root()));
    assert_eq!(trouble(talk.undo(None, false)).code, "nothing_to_undo");
    assert_eq!(trouble(talk.recover(false)).code, "nothing_to_recover");
    assert_eq!(talk.history(), []);
    assert!(!tree.has("/var"), "asking makes no folder");
    done(RootSide::files(tree.root()).start().job(good).unwrap());
    assert_eq!(trouble(talk.undo("7".parse().ok(), false)).code, "unknown_change");
    undone(talk.undo(None, false));
    assert_eq!(trouble(talk.undo(None, false)).code, "nothing_to_undo");
    tree.look().assert_same(&before, "at the end");
}

fn history_tells_what_was_done() {
    let tree = Tree::new();
    let mut talk = RootSide::files(tree.root()).start();
    let receipt = done(talk.job(good).unwrap());
    assert_eq!(talk.history(), std::slice::from_ref(&receipt));
    assert_eq!((receipt.state, receipt.proxy.as_str()), (ReceiptState::Active, "pretend"));
    undone(talk.undo(None, false));
    let [only] = talk.history().try_into().unwrap();
    assert_eq!((only.state, only.id), (ReceiptState::Undone, receipt.id));
    assert!(only.undone_at.is_some());
    let written = tree.read("/var/lib/jellyfin-proxy/changes/1/receipt.json");
    assert_eq!(serde_json::from_str::<helper::journal::Receipt>(&written).unwrap(), only);
}
