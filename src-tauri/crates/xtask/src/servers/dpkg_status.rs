//! The package database as it would be with the unpacked packages installed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Base;
use super::layer::Layer;
use crate::program;

/// The machine's own.
pub(super) const MACHINE: &str = "/var/lib/dpkg/status";

/// Puts the database of what the packages are laid over, with the packages added, into the layer.
pub(super) fn add(layer: &Layer, base: Base, archives: &[PathBuf]) -> Result<()> {
    let machine = match base {
        Base::Machine => fs::read_to_string(MACHINE).context(MACHINE)?,
        Base::Nothing => String::new(),
    };
    let added = archives.iter().map(|archive| control(archive)).collect::<Result<Vec<_>>>()?;
    layer.folder("var/lib/dpkg")?;
    layer.write("var/lib/dpkg/status", &merged(&machine, &added))
}

fn control(archive: &Path) -> Result<String> {
    program::read(Command::new("dpkg-deb").arg("--field").arg(archive))
}

/// Each addition replaces what the machine has of that package for that architecture.
fn merged(machine: &str, added: &[String]) -> String {
    let replaced = added.iter().map(|control| identity(control)).collect::<BTreeSet<_>>();
    let kept = machine.split("\n\n").map(str::trim_end).filter(|entry| !entry.is_empty());
    let kept = kept.filter(|entry| !replaced.contains(&identity(entry))).map(str::to_owned);
    kept.chain(added.iter().map(|control| installed(control)))
        .flat_map(|entry| [entry, "\n\n".into()])
        .collect()
}

fn identity(entry: &str) -> (Option<&str>, Option<&str>) {
    let field = |name: &str| entry.lines().find_map(|line| line.strip_prefix(name));
    (field("Package: "), field("Architecture: "))
}

fn installed(control: &str) -> String {
    let (package, rest) = control.trim_end().split_once('\n').unwrap_or((control.trim_end(), ""));
    format!("{package}\nStatus: install ok installed\n{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_are_installed_and_replace_older_versions() {
        let machine = "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n\
            Package: base-files\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12\n\n";
        let added = ["Package: libc6\nVersion: 2\nArchitecture: amd64\n".to_owned()];
        assert_eq!(
            merged(machine, &added),
            "Package: base-files\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12\n\n\
             Package: libc6\nStatus: install ok installed\nVersion: 2\nArchitecture: amd64\n\n"
        );
    }
}
