//! A plain user on the terminal: his side runs as himself, and only the root side through sudo.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use engine::proxies::ProxyKind;
use tests::{Case, DOMAIN, Ended, Lab, PlainUser, product};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("sudo::sets_up_and_undoes", || sets_up_and_undoes(ProxyKind::words()[0])),
        Case::new("sudo::is_refused", || is_refused(ProxyKind::words()[0])),
        Case::new("sudo::is_not_there", || is_not_there(ProxyKind::words()[0])),
    ]
}

fn sets_up_and_undoes(proxy: &str) {
    allow();
    let lab = Lab::with(proxy);
    let user = PlainUser::new();
    let done = setup(&user, proxy).expect(0).json();
    assert_eq!(done["check"]["verdict"], "healthy", "{done:#}");
    let receipts = user.product(["history", "--json"]).expect(0).json();
    assert_eq!(receipts["changes"].as_array().map(Vec::len), Some(1), "{receipts:#}");
    user.product(["undo", "--yes"]).expect(0);
    lab.assert_as_before();
}

/// sudo is there, and does not know him: without a terminal it cannot even ask.
fn is_refused(proxy: &str) {
    let lab = Lab::with(proxy);
    let user = PlainUser::new();
    let refused = setup(&user, proxy).expect(3).json();
    assert_eq!(refused["error"]["code"], "root_not_given", "{refused:#}");
    let refused = user.product(["undo", "--yes"]).expect(3);
    assert!(refused.stderr.contains("[root_not_given]"), "{refused:?}");
    lab.assert_as_before();
    assert_nothing_done();
}

fn is_not_there(proxy: &str) {
    let lab = Lab::with(proxy);
    fs::remove_file("/usr/bin/sudo").unwrap();
    let refused = setup(&PlainUser::new(), proxy).expect(3).json();
    assert_eq!(refused["error"]["code"], "sudo_missing", "{refused:#}");
    lab.assert_as_before();
    assert_nothing_done();
}

fn setup(user: &PlainUser, proxy: &str) -> Ended {
    user.product(["setup", "--yes", "--json", "--proxy", proxy, "--domain", DOMAIN, "--local-ca"])
}

/// A rule as an administrator writes it; sudo takes no file that others may read or write.
fn allow() {
    let rule = "/etc/sudoers.d/plain-user";
    fs::write(rule, "nobody ALL=(root) NOPASSWD: ALL\n").unwrap();
    fs::set_permissions(rule, fs::Permissions::from_mode(0o440)).unwrap();
}

fn assert_nothing_done() {
    let history = product(["history", "--json"]).expect(0).json();
    assert_eq!(history["changes"].as_array().map(Vec::len), Some(0), "{history:#}");
    assert!(!Path::new("/var/lib/jellyfin-proxy/changes").exists());
}
