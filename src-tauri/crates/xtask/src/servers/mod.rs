//! The three servers, unpacked from Debian's packages into a layer that looks like a fresh installation. Of this
//! machine's release, a server that is installed is not unpacked: it is used as it is. Servers of another release run
//! beside the machine's programs with the libraries of their own release.

mod apache;
mod apt;
mod clean;
mod dpkg_status;
mod firewalls;
mod haproxy;
mod layer;
mod libraries;
mod nginx;
mod polkit;
mod sources;
mod stamp;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{debian, program, project};
use apt::{Apt, Package};
pub(crate) use clean::clean_debian;
use layer::Layer;
use stamp::Stamp;

/// Those that the product sets up.
const PROXIES: [&str; 3] = ["nginx", "apache2", "haproxy"];
/// With what a plain user asks for root by, where the machine has none.
const SERVERS: [&str; 4] = ["nginx", "apache2", "haproxy", "sudo"];
/// With what says which release it is, how OpenSSL and the C library are set up, and the library itself, which every
/// package takes for granted.
const OTHER_RELEASE: [&str; 7] =
    ["nginx", "apache2", "haproxy", "base-files", "openssl", "libc-bin", "libc6"];
/// A rival, and the program that makes a key as most sites have it.
const BENCH: [&str; 2] = ["caddy", "openssl"];
/// The firewalls that the product opens, and the bus that one of them is asked over.
const FIREWALLS: [&str; 3] = ["ufw", "firewalld", "dbus"];
/// With what a plain user asks for root on a desktop, the bus that it is asked over, and a program that asks.
const POLKIT: [&str; 4] = ["polkitd", "pkexec", "dbus", "libglib2.0-bin"];

/// Modules that Debian has in packages of their own.
const MODULES: [&str; 1] = ["libnginx-mod-stream"];

/// What a layer is made to be laid over, as far as packages go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    /// This machine: what it has is not unpacked again.
    Machine,
    /// No packages: those of another release need all that they name.
    Nothing,
}

/// Which layer is wanted.
struct Wanted<'a> {
    release: &'a str,
    base: Base,
    /// Its folder's name.
    name: &'a str,
    packages: &'a [&'a str],
}

/// The folder with the unpacked servers of this machine's release, made or renewed if need be.
pub(crate) fn unpacked() -> Result<PathBuf> {
    let release = &debian::release()?;
    Wanted { release, base: Base::Machine, name: "root", packages: &SERVERS }.layer()
}

/// The same for any release that the machine's mirror has.
pub(crate) fn unpacked_of(release: &str) -> Result<PathBuf> {
    if release == debian::release()? {
        return unpacked();
    }
    Wanted { release, base: Base::Nothing, name: "root", packages: &OTHER_RELEASE }.layer()
}

/// The folder with what only the bench needs beside them: apart, so that no test waits for it.
pub(crate) fn unpacked_for_bench() -> Result<PathBuf> {
    let release = &debian::release()?;
    Wanted { release, base: Base::Machine, name: "bench", packages: &BENCH }.layer()
}

/// The folder with firewalls: apart, so that a machine of the tests has none unless it is to have one.
pub(crate) fn unpacked_firewalls() -> Result<PathBuf> {
    let release = &debian::release()?;
    Wanted { release, base: Base::Machine, name: "firewalls", packages: &FIREWALLS }.layer()
}

/// The folder with modules of servers: apart, so that a machine of the tests has none unless it is to have them.
pub(crate) fn unpacked_modules() -> Result<PathBuf> {
    let release = &debian::release()?;
    Wanted { release, base: Base::Machine, name: "modules", packages: &MODULES }.layer()
}

/// The folder with polkit: apart, so that a machine of the tests has none unless it is to have one.
pub(crate) fn unpacked_polkit() -> Result<PathBuf> {
    let release = &debian::release()?;
    Wanted { release, base: Base::Machine, name: "polkit", packages: &POLKIT }.layer()
}

/// The servers in a layer with their versions, as its package database has them.
pub(crate) fn versions(layer: &Path) -> Result<String> {
    let mut query = Command::new("dpkg-query");
    query.arg("--admindir").arg(layer.join("var/lib/dpkg"));
    let lines =
        program::read(query.args(["--showformat", "${Package} ${Version}\n", "--show"]).args(PROXIES))?;
    Ok(lines.lines().collect::<Vec<_>>().join(", "))
}

impl Wanted<'_> {
    fn layer(&self) -> Result<PathBuf> {
        let folder = project::target().join("servers").join(self.release);
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let lock = File::create(folder.join("lock")).context("the lock of the unpacked servers")?;
        lock.lock().context("waiting for another run that unpacks the servers")?;

        let root = folder.join(self.name);
        let stamp_file = folder.join(format!("{}.stamp", self.name));
        let installed = stamp::installed_packages(self.base)?;
        let stamp = Stamp::read(&stamp_file);
        if stamp.as_ref().is_some_and(|stamp| stamp.installed == installed) && root.is_dir() {
            return Ok(root);
        }
        let apt = Apt::prepare(&folder.join("apt"), self.release, self.base)?;
        let packages = apt.missing_packages(self.packages)?;
        if stamp.is_none_or(|stamp| stamp.packages != packages) || !root.is_dir() {
            self.unpack(&packages, &apt.download(self.packages, &packages)?, &root)?;
        }
        Stamp { installed, packages }.write(&stamp_file)?;
        Ok(root)
    }

    /// Builds the layer beside its place, so that an interrupted run never leaves half of one there.
    fn unpack(&self, packages: &[Package], archives: &[PathBuf], root: &Path) -> Result<()> {
        let unfinished = &root.with_extension("new");
        let layer = Layer::create(unfinished)?;
        match self.base {
            Base::Machine => archives.iter().try_for_each(|archive| layer.unpack(archive))?,
            Base::Nothing => libraries::unpack_beside(&layer, self.release, packages, archives)?,
        }
        dpkg_status::add(&layer, self.base, archives)?;
        apache::finish(&layer)?;
        nginx::finish(&layer)?;
        haproxy::finish(&layer)?;
        firewalls::finish(&layer)?;
        polkit::finish(&layer)?;
        if root.exists() {
            fs::remove_dir_all(root).with_context(|| root.display().to_string())?;
        }
        fs::rename(unfinished, root).with_context(|| root.display().to_string())?;
        println!("Unpacked {} packages into {}", archives.len(), root.display());
        Ok(())
    }
}
