//! What the package has put on the machine.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use desktop_tests::Polkit;
use tests::package;
use walkdir::WalkDir;

use crate::debian::{HELPER, NAME, PROGRAM, UNIT, product, run, version};

const PROGRAMS: [&str; 3] = [PROGRAM, "/usr/bin/jellyfin-proxy-wizard", HELPER];

/// Sees that what is there can be used with nothing but what came with it.
pub(crate) fn assert_whole() {
    run("dpkg", ["--verify", NAME]).expect(0);
    assert_eq!(run("dpkg", ["--audit"]).expect(0).stdout, "");
    files().iter().for_each(|file| assert_mode(file));
    for program in PROGRAMS {
        let libraries = run("ldd", [program]).expect(0).stdout;
        assert!(!libraries.contains("not found"), "{program}: {libraries}");
    }
    let told = product(["--version"]).expect(0).stdout;
    assert!(told.trim().ends_with(&version()), "{told}");
    assert_eq!(run("systemctl", ["is-enabled", UNIT]).expect(0).stdout.trim(), "enabled");
    let seen = product(["detect", "--json"]).expect(0).json();
    assert!(seen.is_object(), "{seen:#}");
}

/// Has the programs that will read what is there read it.
pub(crate) fn assert_understood() {
    run("desktop-file-validate", ["/usr/share/applications/org.jellyfinproxy.wizard.desktop"]).expect(0);
    let about = "/usr/share/metainfo/org.jellyfinproxy.wizard.metainfo.xml";
    run("appstreamcli", ["validate", "--no-net", "--explain", about]).expect(0);
    let pages = files().into_iter().filter(|file| file.starts_with("/usr/share/man"));
    let pages: Vec<PathBuf> = pages.filter(|file| file.is_file()).collect();
    assert!(pages.len() > 2, "{pages:?}");
    for page in pages {
        let name = page.file_name().unwrap().to_str().unwrap().trim_end_matches(".1.gz").to_owned();
        let shown = run("man", ["--warnings", "--pager=cat", &name]).expect(0);
        assert!(shown.stdout.contains("NAME") && shown.stderr.is_empty(), "{shown:?}");
    }
    let bash = "/usr/share/bash-completion/completions/jellyfin-proxy";
    let completes = run("bash", ["-c", &format!(". {bash} && complete -p jellyfin-proxy")]).expect(0);
    assert!(completes.stdout.contains("jellyfin-proxy"), "{completes:?}");
    for (file, words) in [
        ("/usr/share/zsh/vendor-completions/_jellyfin-proxy", "#compdef jellyfin-proxy"),
        ("/usr/share/fish/vendor_completions.d/jellyfin-proxy.fish", "complete -c jellyfin-proxy"),
    ] {
        assert!(fs::read_to_string(file).unwrap().contains(words), "{file}");
    }
    let _polkit = Polkit::started(None);
    let action = ["--verbose", "--action-id", "org.jellyfinproxy.wizard.change"];
    let action = run("pkaction", action).expect(0).stdout;
    assert!(action.contains("auth_admin") && action.contains(HELPER), "{action}");
}

/// Everything on this machine that has the product's name, but for pages that were read: man keeps those.
pub(crate) fn named() -> Vec<PathBuf> {
    let places = ["/etc", "/usr", "/var"].map(WalkDir::new).into_iter().flatten().flatten();
    let places = places.map(walkdir::DirEntry::into_path);
    let packages = package(".deb");
    let is_named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.contains("jellyfin") && !path.starts_with("/var/cache/man") && !packages.starts_with(path)
    };
    places.filter(is_named).collect()
}

/// All that dpkg counts as the package's.
fn files() -> Vec<PathBuf> {
    let list = run("dpkg", ["--listfiles", NAME]).expect(0).stdout;
    list.lines().map(PathBuf::from).collect()
}

fn assert_mode(path: &Path) {
    let metadata = path.symlink_metadata().unwrap();
    let is_program = PROGRAMS.iter().any(|program| path == Path::new(program));
    let wanted = if metadata.is_dir() || is_program { 0o755 } else { 0o644 };
    let mode = metadata.permissions().mode() & 0o7777;
    assert_eq!((mode, metadata.uid(), metadata.gid()), (wanted, 0, 0), "{}: {mode:o}", path.display());
}
