//! A site that was set up lives on whatever becomes of the package.

use std::path::{Path, PathBuf};

use helper::client::{Client, Patience, RootBy};
use tests::{Case, DOMAIN, Lab, package};

use crate::debian::{HELPER, UNIT, begin, install, older, product, run, take_away, version};
use crate::installed;

const JOURNAL: &str = "/var/lib/jellyfin-proxy";

pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("package::site_survives_upgrade_and_removal", outlives).in_clean_debian()]
}

fn outlives() {
    begin();
    let newer = package(".deb");
    install(&[older(&newer).as_path(), Path::new("nginx")]);
    assert_eq!(version(), "0.0.1");
    let lab = Lab::with("nginx");
    product(["setup", "--yes", "--json", "--proxy", "nginx", "--domain", DOMAIN, "--local-ca"]).expect(0);
    assert_serves(&lab);

    let mut root_side = upgrade(&newer);
    assert_serves(&lab);
    let configuration = Lab::configuration();

    let words = take_away("remove").stdout;
    assert!(words.contains("What was set up stays and works."), "{words}");
    assert!(words.contains("jellyfin-proxy undo"), "{words}");
    assert_is_gone();
    assert!(root_side.is_there(), "a removal ends nothing that is being done");
    drop(root_side);
    run("nginx", ["-t"]).expect(0);
    assert_serves(&lab);
    let words = take_away("purge").stdout;
    assert!(words.contains(JOURNAL), "{words}");
    assert_is_gone();
    assert_serves(&lab);
    let differences = configuration.differences(&Lab::configuration());
    let of_the_unit = |path: &PathBuf| path.to_string_lossy().contains("systemd");
    assert!(differences.iter().all(of_the_unit), "{differences:?}");

    install(&[newer]);
    product(["undo", "--yes"]).expect(0);
    assert!(!Path::new("/etc/jellyfin-proxy").exists());
    run("nginx", ["-t"]).expect(0);
    assert!(lab.differences().iter().all(of_the_unit), "{:?}", lab.differences());
}

/// While a root side of before still waits for its front, and with the unit disabled by the administrator. One of the
/// new package comes back.
fn upgrade(newer: &Path) -> Client {
    let start = || Client::start(Path::new(HELPER), None, RootBy::Already, Patience::default(), &|| false);
    let mut of_before = start().expect("it is installed");
    run("systemctl", ["disable", UNIT]).expect(0);
    install(&[newer]);
    assert_ne!(version(), "0.0.1");
    assert!(of_before.is_there(), "it was ended in the middle of its work");
    drop(of_before);
    let state = run("systemctl", ["is-enabled", UNIT]);
    assert_eq!(state.stdout.trim(), "disabled", "{state:?}");
    let history = product(["history", "--json"]).expect(0);
    assert!(history.stdout.contains(DOMAIN), "{history:?}");
    start().expect("it is installed")
}

#[track_caller]
fn assert_serves(lab: &Lab) {
    assert_eq!(lab.visitor().get("/System/Info/Public").status, 200);
}

/// Only what the site needs, and what it can be undone by, is still there.
#[track_caller]
fn assert_is_gone() {
    let kept = ["/etc/nginx", "/var/log/nginx", "/etc/jellyfin", "/etc/jellyfin-proxy", JOURNAL];
    let mut left = installed::named();
    left.retain(|path| !kept.iter().any(|kept| path.starts_with(kept)));
    // dpkg itself remembers what a removed package would have to do when it is purged.
    left.retain(|path| !path.starts_with("/var/lib/dpkg/info"));
    assert_eq!(left, Vec::<PathBuf>::new());
}
