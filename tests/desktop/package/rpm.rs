//! What the .rpm holds, as rpm reads it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use tests::{Case, package};

use crate::debian::run;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::outside("package::rpm_says_what_it_is", says_what_it_is),
        Case::outside("package::rpm_lands_in_an_empty_folder", lands),
    ]
}

fn says_what_it_is() {
    let requires = query("--requires");
    for needed in ["polkit\n", "libwebkit2gtk-4.1.so.0()(64bit)\n", "libgtk-3.so.0()(64bit)\n"] {
        assert!(requires.contains(needed), "{needed}: {requires}");
    }
    let scripts = query("--scripts");
    assert!(scripts.contains("if [ $1 = 1 ]; then systemctl enable"), "{scripts}");
    assert!(scripts.contains("jellyfin-proxy undo"), "{scripts}");
    let files = query("--list");
    for file in [
        "/usr/bin/jellyfin-proxy\n",
        "/usr/bin/jellyfin-proxy-wizard\n",
        "/usr/lib/jellyfin-proxy/helper\n",
        "/usr/lib/systemd/system/jellyfin-proxy-recover.service\n",
        "/usr/share/polkit-1/actions/org.jellyfinproxy.wizard.policy\n",
        "/usr/share/zsh/site-functions/_jellyfin-proxy\n",
    ] {
        assert!(files.contains(file), "{file}: {files}");
    }
    assert!(!files.contains("vendor-completions") && !files.contains(".build-id"), "{files}");
}

/// Without the scripts, which need a machine.
fn lands() {
    let root = tempfile::tempdir().unwrap();
    let package = package(".rpm");
    let arguments = ["--install", "--nodeps", "--noscripts", "--ignorearch", "--root"].map(OsStr::new);
    let place = [root.path().as_os_str(), package.as_os_str()];
    run("rpm", arguments.into_iter().chain(place)).expect(0);
    for file in query("--list").lines() {
        let there = root.path().join(file.trim_start_matches('/'));
        assert!(there.symlink_metadata().is_ok(), "{file}");
    }
    let program = root.path().join("usr/bin/jellyfin-proxy");
    let told = run(program.to_str().unwrap(), ["--version"]).expect(0).stdout;
    assert!(told.contains(env!("CARGO_PKG_VERSION")), "{told}");
}

fn query(what: &str) -> String {
    let package: PathBuf = package(".rpm");
    let package: &Path = &package;
    run("rpm", [OsStr::new("--query"), OsStr::new("--package"), OsStr::new(what), package.as_os_str()])
        .expect(0)
        .stdout
}
