//! Where may be written, and by which links one gets there.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

use helper::protocol::Report;

use crate::Case;
use crate::job::{self, HAPROXY, NETWORK_XML, SITE};
use crate::root_side::RootSide;
use crate::talk::{done, good, trouble, undone};
use crate::tree::Tree;

pub(crate) const CASES: &[Case] = &[
    ("places::no_way_out_of_the_managed_folders", no_way_out_of_the_managed_folders),
    ("places::links_among_managed_folders_are_followed", links_among_managed_folders_are_followed),
    ("places::folders_that_others_may_write_are_refused", folders_that_others_may_write_are_refused),
    ("places::jellyfins_own_folder_is_jellyfins", jellyfins_own_folder_is_jellyfins),
    ("places::a_hostile_jellyfin_gains_nothing", a_hostile_jellyfin_gains_nothing),
    ("places::a_replaced_file_keeps_what_it_had", a_replaced_file_keeps_what_it_had),
    ("places::var_may_lie_elsewhere", var_may_lie_elsewhere),
];

/// What becomes of one file that is written there; the machine must be as before where it is refused.
fn code_of_writing(tree: &Tree, at: &str) -> String {
    let before = tree.look();
    let plan = job::plan(vec![job::write(at, "new\n")]);
    match RootSide::planning(tree.root(), plan).start().job(good).unwrap() {
        Report::Done { .. } => "done".to_owned(),
        Report::Error(trouble) => {
            tree.look().assert_same(&before, at);
            assert!(!trouble.message.is_empty() && !trouble.next.is_empty());
            trouble.code
        }
        other => panic!("{at}: {other:?}"),
    }
}

fn no_way_out_of_the_managed_folders() {
    let hard_link = |tree: &Tree| {
        std::fs::remove_file(tree.at(HAPROXY)).unwrap();
        std::fs::hard_link(tree.at("/etc/hostname"), tree.at(HAPROXY)).unwrap();
    };
    let fifo = |tree: &Tree| {
        std::fs::remove_file(tree.at(HAPROXY)).unwrap();
        let (at, kind) = (tree.at(HAPROXY), rustix::fs::FileType::Fifo);
        rustix::fs::mknodat(rustix::fs::CWD, &at, kind, rustix::fs::Mode::RUSR, 0).unwrap();
    };
    let file_link = |target: &'static str| {
        move |tree: &Tree| {
            std::fs::remove_file(tree.at(HAPROXY)).unwrap();
            tree.link(HAPROXY, target);
        }
    };
    let folder_link = |target: &'static str| {
        move |tree: &Tree| {
            std::fs::remove_dir_all(tree.at("/etc/haproxy")).unwrap();
            tree.folder("/home/me/haproxy");
            tree.link("/etc/haproxy", target);
        }
    };
    type Row = (&'static str, &'static str, Box<dyn Fn(&Tree)>);
    let table: [Row; 12] = [
        (HAPROXY, "done", Box::new(|_| {})),
        ("/etc/passwd", "outside_managed_folders", Box::new(|_| {})),
        ("/usr/bin/nginx", "outside_managed_folders", Box::new(|tree| tree.folder("/usr/bin"))),
        (HAPROXY, "hard_linked", Box::new(hard_link)),
        (HAPROXY, "wrong_kind", Box::new(fifo)),
        (HAPROXY, "link_out_of_tree", Box::new(file_link("/etc/hostname"))),
        (HAPROXY, "link_out_of_tree", Box::new(file_link("../../../../../../etc/hostname"))),
        (HAPROXY, "link_out_of_tree", Box::new(file_link("haproxy.cfg"))),
        (HAPROXY, "link_out_of_tree", Box::new(folder_link("/home/me/haproxy"))),
        (HAPROXY, "link_out_of_tree", Box::new(folder_link("../home/me/haproxy"))),
        ("/etc/haproxy/certs", "wrong_kind", Box::new(|_| {})),
        ("/etc/haproxy/haproxy.cfg/below", "folder_missing", Box::new(|_| {})),
    ];
    for (at, code, arrange) in table {
        let tree = Tree::new();
        arrange(&tree);
        assert_eq!(code_of_writing(&tree, at), code, "{at}");
    }
}

fn links_among_managed_folders_are_followed() {
    for (link, target) in [
        ("/etc/nginx/more", "/etc/nginx/sites-available"),
        ("/etc/nginx/more", "sites-available"),
        ("/etc/nginx/more", "../../../../../../../etc/nginx/sites-available"),
    ] {
        let tree = Tree::new();
        tree.link(link, target);
        let before = tree.look();
        assert_eq!(code_of_writing(&tree, "/etc/nginx/more/default"), "done", "{target}");
        assert_eq!(tree.read("/etc/nginx/sites-available/default"), "new\n");
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        undone(talk.undo(None, false));
        tree.look().assert_same(&before, target);
    }
    // A file's own link stays a link.
    let tree = Tree::new();
    assert_eq!(code_of_writing(&tree, "/etc/nginx/sites-enabled/default"), "done");
    assert!(tree.at("/etc/nginx/sites-enabled/default").is_symlink());
    assert_eq!(tree.read("/etc/nginx/sites-available/default"), "new\n");
}

/// Owners matter only where there are root's rights to misuse.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn folders_that_others_may_write_are_refused() {
    for (folder, owner, group, mode, code) in [
        ("/etc/haproxy", 0, 0, 0o755, "done"),
        ("/etc/haproxy", 0, 0, 0o775, "done"),
        ("/etc/haproxy", 0, 4, 0o755, "done"),
        ("/etc/haproxy", 0, 4, 0o775, "folder_writable_by_others"),
        ("/etc/haproxy", 0, 0, 0o757, "folder_writable_by_others"),
        ("/etc/haproxy", 0, 0, 0o1777, "folder_writable_by_others"),
        ("/etc/haproxy", 1000, 1000, 0o755, "folder_writable_by_others"),
        ("/etc", 1000, 0, 0o755, "folder_writable_by_others"),
        ("/", 0, 0, 0o777, "folder_writable_by_others"),
    ] {
        let tree = Tree::new();
        if is_root() {
            chown(tree.at(folder), Some(owner), Some(group)).unwrap();
        }
        std::fs::set_permissions(tree.at(folder), std::fs::Permissions::from_mode(mode)).unwrap();
        let expected = if is_root() { code } else { "done" };
        assert_eq!(code_of_writing(&tree, HAPROXY), expected, "{folder} {owner}:{group} {mode:o}");
    }
}

fn jellyfins_own_folder_is_jellyfins() {
    if !is_root() {
        return;
    }
    for had_file in [true, false] {
        let tree = Tree::new();
        tree.folder("/var/lib/jellyfin/config");
        let at = "/var/lib/jellyfin/config/network.xml";
        if had_file {
            tree.file(at, "<old />\n", 0o600);
            chown(tree.at(at), Some(998), Some(997)).unwrap();
        }
        for folder in ["/var/lib/jellyfin", "/var/lib/jellyfin/config"] {
            chown(tree.at(folder), Some(998), Some(997)).unwrap();
        }
        assert_eq!(code_of_writing(&tree, at), "done");
        let stat = tree.at(at).symlink_metadata().unwrap();
        assert_eq!((stat.uid(), stat.gid()), (998, 997));
        assert_eq!(tree.mode(at), if had_file { 0o600 } else { 0o644 });
        let mut talk = RootSide::files(tree.root()).start();
        talk.greet().unwrap();
        undone(talk.undo(None, false));
        assert_eq!(tree.has(at), had_file);
        if had_file {
            let stat = tree.at(at).symlink_metadata().unwrap();
            assert_eq!((stat.uid(), stat.gid(), stat.mtime()), (998, 997, 1_500_000_000));
            assert_eq!(tree.read(at), "<old />\n");
        }
    }
}

/// Whoever is Jellyfin's user may plant what he likes in its folders.
fn a_hostile_jellyfin_gains_nothing() {
    if !is_root() {
        return;
    }
    let hostile = |tree: &Tree, path: &str| {
        rustix::fs::chownat(
            rustix::fs::CWD,
            tree.at(path),
            Some(rustix::fs::Uid::from_raw(998)),
            None,
            rustix::fs::AtFlags::SYMLINK_NOFOLLOW,
        )
        .unwrap();
    };
    let secret = |tree: &Tree| tree.file("/root/secret", "secret\n", 0o600);
    type Plant = (&'static str, &'static str, fn(&Tree));
    let plants: [Plant; 4] = [
        ("link_out_of_tree", "a link to a secret", |tree| tree.link(NETWORK_XML, "/root/secret")),
        ("link_out_of_tree", "a link to nowhere", |tree| tree.link(NETWORK_XML, "/root/not-there")),
        ("hard_linked", "a second name of a secret", |tree| {
            std::fs::hard_link(tree.at("/root/secret"), tree.at(NETWORK_XML)).unwrap();
        }),
        ("wrong_kind", "a pipe", |tree| {
            let (at, kind) = (tree.at(NETWORK_XML), rustix::fs::FileType::Fifo);
            rustix::fs::mknodat(rustix::fs::CWD, &at, kind, rustix::fs::Mode::RUSR, 0).unwrap();
        }),
    ];
    for (code, what, plant) in plants {
        let tree = Tree::new();
        secret(&tree);
        std::fs::remove_file(tree.at(NETWORK_XML)).unwrap();
        plant(&tree);
        hostile(&tree, "/etc/jellyfin");
        if code == "link_out_of_tree" {
            hostile(&tree, NETWORK_XML);
        }
        assert_eq!(code_of_writing(&tree, NETWORK_XML), code, "{what}");
        assert_eq!(tree.read("/root/secret"), "secret\n");
    }
    // A folder of his that is a link to root's.
    let tree = Tree::new();
    secret(&tree);
    tree.file("/root/network.xml", "root's\n", 0o600);
    std::fs::remove_dir_all(tree.at("/etc/jellyfin")).unwrap();
    tree.folder("/var/lib/jellyfin");
    tree.link("/var/lib/jellyfin/config", "/root");
    hostile(&tree, "/var/lib/jellyfin");
    assert_eq!(code_of_writing(&tree, "/var/lib/jellyfin/config/network.xml"), "link_out_of_tree");
    assert_eq!(tree.read("/root/network.xml"), "root's\n");
}

fn a_replaced_file_keeps_what_it_had() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let tree = Tree::new();
    let at = tree.at(HAPROXY);
    if setxattr(&at, "user.note", b"mine", XattrFlags::empty()).is_err() {
        // This file system has none.
        return;
    }
    let note = || {
        let mut value = [0; 16];
        getxattr(&at, "user.note", &mut value).map(|length| value[..length].to_vec())
    };
    assert_eq!(code_of_writing(&tree, HAPROXY), "done");
    assert_eq!((note().unwrap(), tree.mode(HAPROXY)), (b"mine".to_vec(), 0o640));
    setxattr(&at, "user.other", b"x", XattrFlags::empty()).unwrap();
    let mut talk = RootSide::files(tree.root()).start();
    talk.greet().unwrap();
    undone(talk.undo(None, false));
    assert_eq!(note().unwrap(), b"mine");
    assert!(getxattr(&at, "user.other", &mut [0; 16]).is_err(), "it was not there before");
}

/// Root may have moved /var to another disk.
fn var_may_lie_elsewhere() {
    let tree = Tree::new();
    tree.folder("/data/var");
    tree.link("/var", "data/var");
    let mut talk = RootSide::files(tree.root()).start();
    done(talk.job(good).unwrap());
    assert!(tree.has("/data/var/lib/jellyfin-proxy/changes/1"));
    undone(talk.undo(None, false));
    assert!(!tree.has(SITE));
    // Whoever else may write the journal's folder could have anything put back.
    if is_root() {
        chown(tree.at("/data/var/lib/jellyfin-proxy"), Some(998), None).unwrap();
        let mut talk = RootSide::files(tree.root()).start();
        assert_eq!(trouble(talk.begin().unwrap()).code, "folder_writable_by_others");
    }
}
