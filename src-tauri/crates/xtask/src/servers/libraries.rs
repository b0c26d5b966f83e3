//! Servers of another release beside this machine's programs. Each needs the C library and all others of its own
//! release, and shells and Perl need this machine's: so those lie in a folder of their own, and the programs that
//! were unpacked, which are otherwise untouched, name that folder's loader and look for libraries there first.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::apt::Package;
use super::layer::Layer;
use crate::program;

/// Packages that are laid over the machine; of the others the servers need libraries only.
const LAID_OVER: [&str; 6] = ["nginx", "libnginx-mod-", "apache2", "haproxy", "base-files", "openssl"];

/// Fills a layer with a release's packages.
pub(super) fn unpack_beside(
    layer: &Layer,
    release: &str,
    packages: &[Package],
    archives: &[PathBuf],
) -> Result<()> {
    let own = format!("usr/lib/{release}");
    let beside = Layer::create(&layer.root().join(&own))?;
    for (package, archive) in packages.iter().zip(archives) {
        if LAID_OVER.iter().any(|name| package.name().starts_with(name)) {
            layer.unpack(archive)?;
        } else {
            beside.unpack(archive)?;
        }
    }
    // This machine's names libraries to look users up with that the other release has not.
    layer.copy(&format!("{own}/usr/share/libc-bin/nsswitch.conf"), "etc/nsswitch.conf")?;
    for place in ["usr/share", "usr/bin", "usr/sbin", "var"] {
        let place = beside.root().join(place);
        fs::remove_dir_all(&place).with_context(|| place.display().to_string())?;
    }
    for folder in ["usr/bin", "usr/sbin"] {
        for program in programs(&layer.root().join(folder))? {
            direct(&program, &Path::new("/").join(&own), beside.root())?;
        }
    }
    Ok(())
}

/// The compiled programs of a folder, without scripts and links.
fn programs(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    Ok(files.map(|entry| entry.path()).filter(|path| is_compiled(path)).collect())
}

fn is_compiled(path: &Path) -> bool {
    let mut magic = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == *b"\x7fELF"
}

/// Has a program use the loader and the libraries that will be seen at `there` and lie at `here` now.
fn direct(program: &Path, there: &Path, here: &Path) -> Result<()> {
    let loader = program::read(Command::new("patchelf").arg("--print-interpreter").arg(program))?;
    let loader = Path::new(loader.trim()).file_name().context("a loader without a name")?;
    let mut folders = fs::read_dir(here.join("usr/lib")).context("usr/lib")?.flatten();
    let libraries = folders.find(|folder| folder.path().join(loader).exists());
    let libraries = libraries.with_context(|| format!("{} is not unpacked", loader.display()))?;
    let libraries = there.join("usr/lib").join(libraries.file_name());
    let mut patch = Command::new("patchelf");
    patch.arg("--set-interpreter").arg(libraries.join(loader));
    // The old form of the entry: what libraries and modules need in turn is looked for there too.
    patch.arg("--force-rpath").arg("--set-rpath").arg(libraries).arg(program);
    program::run(&mut patch)
}
