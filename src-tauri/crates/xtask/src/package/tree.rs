use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::profile::Profile;
use super::{MAINTAINER, NAME, VERSION, latest_commit, write};
use crate::{program, project};

/// The files of a package, as they lie on a machine.
pub(super) struct Tree {
    root: PathBuf,
}

/// The programs, where they are installed.
pub(super) const PROGRAMS: [(&str, &str); 3] = [
    ("jellyfin-proxy-wizard", "usr/bin/jellyfin-proxy-wizard"),
    ("jellyfin-proxy", "usr/bin/jellyfin-proxy"),
    ("jellyfin-proxy-helper", "usr/lib/jellyfin-proxy/helper"),
];

/// From the sources.
const FILES: [(&str, &str); 12] = [
    ("packaging/org.jellyfinproxy.wizard.desktop", "usr/share/applications/org.jellyfinproxy.wizard.desktop"),
    (
        "packaging/org.jellyfinproxy.wizard.metainfo.xml",
        "usr/share/metainfo/org.jellyfinproxy.wizard.metainfo.xml",
    ),
    (
        "packaging/polkit/org.jellyfinproxy.wizard.policy",
        "usr/share/polkit-1/actions/org.jellyfinproxy.wizard.policy",
    ),
    (
        "packaging/systemd/jellyfin-proxy-recover.service",
        "usr/lib/systemd/system/jellyfin-proxy-recover.service",
    ),
    ("packaging/apparmor/jellyfin-proxy", "usr/share/jellyfin-proxy/apparmor/jellyfin-proxy"),
    ("packaging/jellyfin-proxy-wizard.1", "usr/share/man/man1/jellyfin-proxy-wizard.1"),
    ("packaging/debian/copyright", "usr/share/doc/jellyfin-proxy-wizard/copyright"),
    ("icons/32x32.png", "usr/share/icons/hicolor/32x32/apps/jellyfin-proxy-wizard.png"),
    ("icons/128x128.png", "usr/share/icons/hicolor/128x128/apps/jellyfin-proxy-wizard.png"),
    ("icons/128x128@2x.png", "usr/share/icons/hicolor/256x256/apps/jellyfin-proxy-wizard.png"),
    ("icons/icon.png", "usr/share/icons/hicolor/512x512/apps/jellyfin-proxy-wizard.png"),
    ("icons/icon.svg", "usr/share/icons/hicolor/scalable/apps/jellyfin-proxy-wizard.svg"),
];

impl Tree {
    /// Lays it out below this folder, in which nothing is yet.
    pub(super) fn lay_out(folder: &Path, profile: Profile) -> Result<Self> {
        let tree = Self { root: folder.join("root") };
        for (name, place) in PROGRAMS {
            tree.copy(&profile.programs().join(name), place, 0o755)?;
            tree.strip(place)?;
        }
        for (source, place) in FILES {
            tree.copy(&project::root().join(source), place, 0o644)?;
        }
        tree.page()?;
        tree.manuals(&folder.join("manuals"), profile)?;
        tree.compress("usr/share/man", &["man1"])?;
        tree.changelog()?;
        Ok(tree)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// What it takes on a disk, in bytes.
    pub(super) fn size(&self) -> Result<u64> {
        Ok(self.files()?.iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum())
    }

    /// Every file, in order.
    pub(super) fn files(&self) -> Result<Vec<PathBuf>> {
        files_below(&self.root)
    }

    fn copy(&self, source: &Path, place: &str, mode: u32) -> Result<()> {
        let target = self.root.join(place);
        let folder = target.parent().context("a file lies in a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::copy(source, &target).with_context(|| source.display().to_string())?;
        fs::set_permissions(&target, PermissionsExt::from_mode(mode))?;
        Ok(())
    }

    /// Takes away what only a debugger reads, where the build left it.
    fn strip(&self, place: &str) -> Result<()> {
        program::run(Command::new("strip").arg("--strip-all").arg(self.root.join(place)))
    }

    /// What `jellyfin-proxy serve` shows.
    fn page(&self) -> Result<()> {
        let dist = project::root().join("ui/dist");
        for path in files_below(&dist)? {
            let inside = path.strip_prefix(&dist)?.display();
            self.copy(&path, &format!("usr/share/jellyfin-proxy/ui/{inside}"), 0o644)?;
        }
        Ok(())
    }

    /// The command line's manual pages and completions, which it writes itself.
    fn manuals(&self, folder: &Path, profile: Profile) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        program::run(Command::new(profile.programs().join("examples/manuals")).arg(folder))?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let place = match name.as_str() {
                "jellyfin-proxy.bash" => "usr/share/bash-completion/completions/jellyfin-proxy".to_owned(),
                "_jellyfin-proxy" => "usr/share/zsh/vendor-completions/_jellyfin-proxy".to_owned(),
                "jellyfin-proxy.fish" => "usr/share/fish/vendor_completions.d/jellyfin-proxy.fish".to_owned(),
                _ => format!("usr/share/man/man1/{name}"),
            };
            self.copy(&path, &place, 0o644)?;
        }
        Ok(())
    }

    /// What changed for users, and a changelog as Debian's tools read it, which leads there.
    fn changelog(&self) -> Result<()> {
        let folder = format!("usr/share/doc/{NAME}");
        self.copy(&project::root().join("CHANGELOG.md"), &format!("{folder}/NEWS"), 0o644)?;
        let date = latest_commit("%cD")?;
        let text = format!(
            "{NAME} ({VERSION}) unstable; urgency=medium\n\n  * What changed is told in NEWS.gz.\n\n -- {MAINTAINER}  {date}\n"
        );
        let draft = self.root.with_file_name("changelog");
        write(&draft, &text)?;
        self.copy(&draft, &format!("{folder}/changelog"), 0o644)?;
        self.compress(&folder, &["NEWS", "changelog"])
    }

    fn compress(&self, folder: &str, names: &[&str]) -> Result<()> {
        let mut gzip = Command::new("gzip");
        gzip.current_dir(self.root.join(folder)).args(["--best", "--no-name", "--recursive"]).args(names);
        program::run(&mut gzip)
    }
}

/// Every file below a folder, in order.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
