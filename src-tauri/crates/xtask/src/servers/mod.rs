//! The three servers, unpacked from this Debian's packages into a layer that looks like a fresh installation. A server
//! that is installed on the machine is not unpacked: it is used as it is.

mod apache;
mod apt;
mod dpkg_status;
mod haproxy;
mod layer;
mod nginx;
mod sources;
mod stamp;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{debian, project};
use apt::Apt;
use layer::Layer;
use stamp::Stamp;

/// With what a plain user asks for root by, where the machine has none.
const SERVERS: [&str; 4] = ["nginx", "apache2", "haproxy", "sudo"];
/// A rival, and the program that makes a key as most sites have it.
const BENCH: [&str; 2] = ["caddy", "openssl"];

/// The folder with the unpacked servers, made or renewed if need be.
pub(crate) fn unpacked() -> Result<PathBuf> {
    layer("root", "stamp", &SERVERS)
}

/// The folder with what only the bench needs beside them: apart, so that no test waits for it.
pub(crate) fn unpacked_for_bench() -> Result<PathBuf> {
    layer("bench", "bench.stamp", &BENCH)
}

fn layer(name: &str, stamp_name: &str, wanted: &[&str]) -> Result<PathBuf> {
    let release = debian::release()?;
    let folder = project::target().join("servers").join(&release);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let lock = File::create(folder.join("lock")).context("the lock of the unpacked servers")?;
    lock.lock().context("waiting for another run that unpacks the servers")?;

    let root = folder.join(name);
    let stamp_file = folder.join(stamp_name);
    let installed = stamp::installed_packages()?;
    let stamp = Stamp::read(&stamp_file);
    if stamp.as_ref().is_some_and(|stamp| stamp.installed == installed) && root.is_dir() {
        return Ok(root);
    }
    let apt = Apt::prepare(&folder.join("apt"), &release)?;
    let packages = apt.missing_packages(wanted)?;
    if stamp.is_none_or(|stamp| stamp.packages != packages) || !root.is_dir() {
        unpack(&apt.download(wanted, &packages)?, &root.with_extension("new"), &root)?;
    }
    Stamp { installed, packages }.write(&stamp_file)?;
    Ok(root)
}

/// Builds the layer beside its place, so that an interrupted run never leaves half of one there.
fn unpack(archives: &[PathBuf], unfinished: &Path, root: &Path) -> Result<()> {
    let layer = Layer::create(unfinished)?;
    archives.iter().try_for_each(|archive| layer.unpack(archive))?;
    dpkg_status::add(&layer, archives)?;
    apache::finish(&layer)?;
    nginx::finish(&layer)?;
    haproxy::finish(&layer)?;
    if root.exists() {
        fs::remove_dir_all(root).with_context(|| root.display().to_string())?;
    }
    fs::rename(unfinished, root).with_context(|| root.display().to_string())?;
    println!("Unpacked {} packages into {}", archives.len(), root.display());
    Ok(())
}
