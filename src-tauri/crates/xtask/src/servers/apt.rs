//! apt-get with folders of its own: it reads what is installed on the machine and changes nothing there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Base, sources};
use crate::{debian, program};

/// A package to be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    name: String,
    version: String,
    architecture: String,
}

impl Package {
    /// From `apt-get --simulate`: `Inst NAME [INSTALLED] (VERSION ORIGIN… [ARCHITECTURE])`.
    fn from_simulation(line: &str) -> Option<Self> {
        let (name, rest) = line.strip_prefix("Inst ")?.split_once(' ')?;
        let (details, _) = rest.split_once('(')?.1.split_once("])")?;
        let (version, _) = details.split_once(' ')?;
        let (_, architecture) = details.rsplit_once('[')?;
        Some(Self { name: name.into(), version: version.into(), architecture: architecture.into() })
    }

    pub(super) fn from_line(line: &str) -> Option<Self> {
        let [name, version, architecture] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
        Some(Self { name: name.into(), version: version.into(), architecture: architecture.into() })
    }

    pub(super) fn to_line(&self) -> String {
        format!("{} {} {}", self.name, self.version, self.architecture)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// As apt names its archives; the colon of an epoch is escaped.
    fn archive(&self) -> String {
        format!("{}_{}_{}.deb", self.name, self.version.replace(':', "%3a"), self.architecture)
    }
}

/// A private set of apt's folders.
pub(super) struct Apt {
    folder: PathBuf,
}

impl Apt {
    pub(super) fn prepare(folder: &Path, release: &str, base: Base) -> Result<Self> {
        if !program::exists("apt-get") {
            bail!("the servers come from Debian packages, and there is no apt-get on this machine");
        }
        for name in ["state/lists/partial", "cache/archives/partial", "sources.list.d"] {
            let path = folder.join(name);
            fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        }
        let apt = Self { folder: folder.to_owned() };
        apt.write_sources(release)?;
        apt.write_configuration(base)?;
        Ok(apt)
    }

    /// What would be installed, in the order of installing.
    pub(super) fn missing_packages(&self, names: &[&str]) -> Result<Vec<Package>> {
        let mut simulation = self.install(names);
        simulation.arg("--simulate");
        let text = match program::read(&mut simulation) {
            Ok(text) => text,
            // Most likely there is no index yet.
            Err(_) => {
                self.update()?;
                program::read(&mut simulation)?
            }
        };
        Ok(text.lines().filter_map(Package::from_simulation).collect())
    }

    /// Fetches the packages, as far as they were not fetched before.
    pub(super) fn download(&self, names: &[&str], packages: &[Package]) -> Result<Vec<PathBuf>> {
        println!("Fetching, to be unpacked and not installed:");
        packages.iter().for_each(|package| println!("  {}", package.to_line()));
        let mut download = self.install(names);
        download.arg("--download-only");
        if program::run(&mut download).is_err() {
            // The mirror has newer versions than the index says.
            self.update()?;
            bail_if_changed(packages, &self.missing_packages(names)?)?;
            program::run(&mut download)?;
        }
        let archives = self.folder.join("cache/archives");
        Ok(packages.iter().map(|package| archives.join(package.archive())).collect())
    }

    /// The files that say where this release's packages come from.
    pub(super) fn sources(&self) -> Result<Vec<PathBuf>> {
        let folder = self.folder.join("sources.list.d");
        let files = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        let files = files.flatten().filter(|file| file.metadata().is_ok_and(|file| file.len() > 0));
        Ok(files.map(|file| file.path()).collect())
    }

    fn install(&self, names: &[&str]) -> Command {
        let mut command = self.apt_get();
        command
            .args(["install", "--yes", "--quiet=2", "--no-install-recommends", "--no-upgrade"])
            .args(names);
        command
    }

    fn update(&self) -> Result<()> {
        program::run(self.apt_get().args(["update", "--quiet=2"]))
    }

    fn apt_get(&self) -> Command {
        let mut command = Command::new("apt-get");
        command.env("APT_CONFIG", self.configuration()).env("LC_ALL", "C");
        command
    }

    fn configuration(&self) -> PathBuf {
        self.folder.join("apt.conf")
    }

    /// The machine's way to its mirrors (proxies, timeouts) is kept; its hooks, which tend its own folders, are not.
    fn write_configuration(&self, base: Base) -> Result<()> {
        let (status, more) = match base {
            Base::Machine => (PathBuf::from(super::dpkg_status::MACHINE), ""),
            // The index of a release that is being made is valid for a week only, and a mirror may lag behind.
            Base::Nothing => (self.no_packages()?, "Acquire::Check-Valid-Until \"false\";"),
        };
        let folder = self.folder.display();
        let own = [
            "Dir::Etc::main \"/dev/null\";".to_owned(),
            "Dir::Etc::parts \"/dev/null\";".to_owned(),
            "Dir::Etc::sourcelist \"/dev/null\";".to_owned(),
            format!("Dir::Etc::sourceparts \"{folder}/sources.list.d\";"),
            format!("Dir::State \"{folder}/state\";"),
            format!("Dir::State::status \"{}\";", status.display()),
            format!("Dir::Cache \"{folder}/cache\";"),
            "Debug::NoLocking \"true\";".to_owned(),
            // The user that apt would become may not enter every folder that a checkout lies in.
            "APT::Sandbox::User \"\";".to_owned(),
            more.to_owned(),
        ];
        let own = own.into_iter().flat_map(|line| [line, "\n".to_owned()]);
        let text = [acquire()?].into_iter().chain(own).collect::<String>();
        let path = self.configuration();
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// The database of a machine on which nothing is installed.
    fn no_packages(&self) -> Result<PathBuf> {
        let path = self.folder.join("no-packages");
        fs::write(&path, "").with_context(|| path.display().to_string())?;
        Ok(path)
    }

    fn write_sources(&self, release: &str) -> Result<()> {
        let machine = debian::release()?;
        let parts = fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten();
        for source in parts.map(|entry| entry.path()).chain([PathBuf::from("/etc/apt/sources.list")]) {
            let kept = match source.extension().and_then(|extension| extension.to_str()) {
                Some("sources") => sources::paragraphs_of,
                Some("list") => sources::lines_of,
                _ => continue,
            };
            let (Ok(text), Some(name)) = (fs::read_to_string(&source), source.file_name()) else { continue };
            let path = self.folder.join("sources.list.d").join(name);
            fs::write(&path, kept(&machine, release, &text)).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

/// The machine's settings for its way to the mirrors.
pub(super) fn acquire() -> Result<String> {
    let settings = program::read(Command::new("apt-config").args(["dump", "Acquire"]))?;
    let settings = settings.lines().filter(|line| !line.starts_with("Acquire::IndexTargets"));
    Ok(settings.flat_map(|line| [line, "\n"]).collect())
}

fn bail_if_changed(before: &[Package], now: &[Package]) -> Result<()> {
    if before == now {
        return Ok(());
    }
    bail!("the mirror has newer packages than its index said; the index is fresh now: run the command again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_apt_get_would_install() {
        let new = "Inst nginx (1.22.1-9+deb12u11 Debian-Security:12/oldstable-security [amd64])";
        let upgraded = "Inst tzdata [1] (2:3-1 Debian:12.1/stable, Debian:12-updates/stable [all]) []";
        let packages = [new, upgraded].map(|line| Package::from_simulation(line).expect("understood"));
        assert_eq!(packages[0].archive(), "nginx_1.22.1-9+deb12u11_amd64.deb");
        assert_eq!(packages[1].archive(), "tzdata_2%3a3-1_all.deb");
        assert_eq!(Package::from_simulation("Conf nginx (1.22.1-9 Debian:12 [amd64])"), None);
        assert_eq!(Package::from_line(&packages[0].to_line()).as_ref(), Some(&packages[0]));
    }
}
