use std::sync::Arc;

use super::command_line::CommandLine;
use super::detect::NAME;
use super::syntax::{ConfigFile, Environment, Section, SectionKind};
use super::unit::Unit;
use crate::facts::{HostFacts, Install};
use crate::names::{AbsPath, Fqdn};
use crate::proxies::config_files::{ConfigFiles, NoBytes, Reader, whole};

/// Everything that the server reads, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Configuration {
    /// The files.
    pub(super) files: Vec<ConfigFile>,
    /// Those that are there and may not be read.
    pub(super) hidden: Vec<AbsPath>,
    /// Those that are there and cannot be read, and why.
    pub(super) unusable: Vec<(AbsPath, String)>,
}

/// What a server is started with that its configuration depends on.
#[derive(PartialEq, Eq)]
struct StartedWith {
    paths: Vec<AbsPath>,
    environment: Environment,
}

impl Reader for StartedWith {
    type Reading = Configuration;

    fn read(&self, files: &mut dyn ConfigFiles) -> Configuration {
        Configuration::read(files, &self.paths, &mut self.environment.clone())
    }

    fn taken_from(&self, other: &Self, reading: &Arc<Configuration>) -> Option<Arc<Configuration>> {
        (self == other).then(|| reading.clone())
    }
}

/// What the sections that a server reads next begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inherited {
    /// The name of the defaults section that has to be named after `from`, because others name it:
    /// to use one both ways draws a warning (2.5 and later, 2.6 even prints it as an alert).
    pub(super) named: Option<String>,
    /// Whether the proxies log anywhere: a log format without a log draws a warning.
    pub(super) logs: bool,
    /// Whether they add the visitor's address by themselves (`option forwardfor`).
    pub(super) forwardfor: bool,
}

impl Configuration {
    /// The one that was surveyed of an installed server, from the facts.
    pub(super) fn of(facts: &HostFacts, install: &Install) -> Arc<Self> {
        let mut paths = CommandLine::of(install).config_paths();
        if paths.is_empty() {
            paths.push(install.main_config.clone());
        }
        let mut files = facts;
        let mut environment = Unit::read(&mut files, NAME).environment;
        environment.version = Some(install.version);
        environment.openssl = install.openssl;
        environment.features = install.build.clone();
        Self::load(&mut files, paths, environment)
    }

    /// Reads the files in the order of the command line, as a server does that is started in this environment; what is
    /// not there is passed over.
    pub(super) fn load(
        files: &mut dyn ConfigFiles,
        paths: Vec<AbsPath>,
        environment: Environment,
    ) -> Arc<Self> {
        whole(files, StartedWith { paths, environment })
    }

    fn read(files: &mut dyn ConfigFiles, paths: &[AbsPath], environment: &mut Environment) -> Self {
        let mut configuration = Self::default();
        for path in paths {
            let before = configuration.files.len();
            let fault = configuration.add(files, path, environment);
            for inside in in_folder(path, files.names(path)) {
                if let Some(NoBytes::Unusable(reason)) = configuration.add(files, &inside, environment) {
                    configuration.unusable.push((inside, reason));
                }
            }
            match fault {
                Some(NoBytes::Hidden) if configuration.files.len() == before => {
                    configuration.hidden.push(path.clone());
                }
                Some(NoBytes::Unusable(reason)) if !files.is_folder(path) && files.is_there(path) => {
                    configuration.unusable.push((path.clone(), reason));
                }
                _ => {}
            }
        }
        configuration
    }

    fn add(
        &mut self,
        files: &mut dyn ConfigFiles,
        path: &AbsPath,
        environment: &mut Environment,
    ) -> Option<NoBytes> {
        match files.bytes(path) {
            Ok(bytes) => self.files.push(ConfigFile::parse(path, &bytes, environment)),
            Err(fault) => return Some(fault),
        }
        None
    }

    /// Every section, in the order in which the server meets them.
    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        self.files.iter().flat_map(ConfigFile::sections).collect()
    }

    /// What a section of a site of ours begins with that stands, or will stand, at that byte of a file.
    /// What the site has there now does not count.
    pub(super) fn inherited_at(&self, (file, at): &(AbsPath, usize), domain: &Fqdn) -> Inherited {
        let mut others = self.sections();
        others.retain(|section| {
            let block = section.file.block_at(section.start());
            block.is_none_or(|block| block.domain != domain.as_str())
        });
        let is_after = |section: &Section<'_>| section.file.path == *file && section.start() >= *at;
        let end = others.iter().position(is_after).or_else(|| {
            let index = self.files.iter().position(|known| known.path == *file)?;
            let later = &self.files[index + 1..];
            others.iter().position(|section| later.iter().any(|known| known.path == section.file.path))
        });
        let before = &others[..end.unwrap_or(others.len())];
        let Some(at) = before.iter().rposition(|section| section.kind == SectionKind::Defaults) else {
            return Inherited { named: None, logs: false, forwardfor: false };
        };
        let referenced = |name: &&str| others.iter().any(|section| section.from() == Some(*name));
        Inherited {
            named: before[at].name().filter(referenced).map(str::to_owned),
            logs: logs(&before[..=at]),
            forwardfor: forwards(&before[..=at]),
        }
    }

    /// Whether a key in a file of its own is looked for beside its certificate: so it is from 2.2 on,
    /// unless `ssl-load-extra-files` leaves keys out.
    pub(super) fn loads_key_files(&self) -> bool {
        let sections = self.sections();
        let globals = sections.iter().filter(|section| section.kind == SectionKind::Global);
        let last = globals.flat_map(|section| section.lines_of("ssl-load-extra-files")).last();
        last.is_none_or(|line| line.texts()[1..].iter().any(|word| matches!(*word, "all" | "key")))
    }

    /// The value of a keyword in the global sections; the last one counts.
    pub(super) fn global(&self, keyword: &str) -> Option<String> {
        let sections = self.sections();
        let globals = sections.iter().filter(|section| section.kind == SectionKind::Global);
        globals.flat_map(|section| section.lines_of(keyword)).last().map(|line| line.word(1).to_owned())
    }
}

/// Whether the last of these sections, a defaults section, has a log that leads somewhere.
fn logs(sections: &[Section<'_>]) -> bool {
    let mut logging = false;
    let defaults = ancestry(sections).into_iter().rev().filter_map(<[_]>::split_last);
    for (defaults, before) in defaults {
        for line in defaults.keywords() {
            match line.texts()[..] {
                ["log", "global", ..] => logging |= globally_logs(before),
                ["log", ..] => logging = true,
                ["no", "log", ..] => logging = false,
                _ => {}
            }
        }
    }
    logging
}

/// Whether the last of these sections, a defaults section, has `option forwardfor`, which nothing takes
/// back.
fn forwards(sections: &[Section<'_>]) -> bool {
    let mut defaults = ancestry(sections).into_iter().filter_map(<[_]>::last);
    defaults.any(|section| section.lines_of("option").any(|line| line.word(1) == "forwardfor"))
}

/// The sections up to this last one, up to the one that it names after `from`, and so on.
fn ancestry<'s, 'f>(sections: &'s [Section<'f>]) -> Vec<&'s [Section<'f>]> {
    std::iter::successors(Some(sections), |sections| parent(sections)).collect()
}

/// The sections up to the one that the last of these names after `from`.
fn parent<'s, 'f>(sections: &'s [Section<'f>]) -> Option<&'s [Section<'f>]> {
    let (defaults, before) = sections.split_last()?;
    let name = defaults.from()?;
    let named = |section: &Section<'_>| section.kind == SectionKind::Defaults && section.name() == Some(name);
    before.iter().rposition(named).map(|at| &before[..=at])
}

fn globally_logs(sections: &[Section<'_>]) -> bool {
    let mut globals = sections.iter().filter(|section| section.kind == SectionKind::Global);
    globals.any(|section| section.lines_of("log").next().is_some())
}

/// Of a folder the server reads `*.cfg`, hidden ones left out, in the order of their bytes.
fn in_folder(folder: &AbsPath, mut names: Vec<String>) -> Vec<AbsPath> {
    names.retain(|name| name.ends_with(".cfg") && !name.starts_with('.'));
    names.sort();
    names.iter().filter_map(|name| folder.join(name).ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::facts::Content;

    impl ConfigFiles for BTreeMap<&str, &str> {
        fn bytes(&mut self, path: &AbsPath) -> Result<Content, NoBytes> {
            let text = self.get(path.as_str()).ok_or(NoBytes::Unusable("not there".to_owned()))?;
            Ok((*text).to_owned().into())
        }

        fn names(&mut self, folder: &AbsPath) -> Vec<String> {
            let names = self.keys().filter_map(|at| at.strip_prefix(folder.as_str())?.strip_prefix('/'));
            names.map(str::to_owned).collect()
        }
    }

    fn load(files: &[(&str, &str)], paths: &[&str]) -> Arc<Configuration> {
        let paths: Vec<AbsPath> = paths.iter().map(|path| path.parse().unwrap()).collect();
        let mut files: BTreeMap<&str, &str> = files.iter().copied().collect();
        Configuration::load(&mut files, paths, Environment::default())
    }

    #[test]
    fn folders_are_read_in_byte_order() {
        let files = [
            ("/etc/h.cfg", "global\n"),
            ("/etc/d/b.cfg", "listen b\n"),
            ("/etc/d/a.cfg", "listen a\n"),
            ("/etc/d/B.cfg", "listen B\n"),
            ("/etc/d/.c.cfg", "listen c\n"),
            ("/etc/d/d.cfg.bak", "listen d\n"),
        ];
        let configuration = load(&files, &["/etc/h.cfg", "/etc/d", "/etc/none"]);
        let names: Vec<_> = configuration.sections().iter().filter_map(Section::name).collect();
        assert_eq!(names, ["B", "a", "b"]);
    }

    #[test]
    fn what_is_inherited_goes_by_place() {
        let domain = "ours.example.com".parse().unwrap();
        let global = "global\n log /dev/log local0\n";
        for (text, named, logs) in [
            ("", None, false),
            ("defaults\n mode http\n", None, false),
            ("global\ndefaults\n log global\n", None, false),
            ("global\n log /dev/log local0\ndefaults\n log global\n", None, true),
            ("defaults\n log 127.0.0.1 local0\n no log\n", None, false),
            ("defaults a\n log stdout raw\ndefaults b from a\n", None, true),
            ("defaults a\n log stdout raw\ndefaults b\n", None, false),
            ("defaults a\n log stdout raw\nfrontend x from a\n", Some("a"), true),
            ("defaults a\nfrontend x from a\ndefaults b\n", None, false),
        ] {
            let configuration = load(&[("/h.cfg", text)], &["/h.cfg"]);
            let at = configuration.inherited_at(&("/h.cfg".parse().unwrap(), text.len()), &domain);
            assert_eq!((at.named.as_deref(), at.logs), (named, logs), "{text}");
        }
        let ours = crate::text::Mark::wrap(&domain, "listen ours from a\n");
        let later = format!("defaults a\n log global\n{ours}defaults late\n");
        let configuration = load(&[("/g.cfg", global), ("/h.cfg", &later)], &["/g.cfg", "/h.cfg"]);
        let start = later.find("# jellyfin").unwrap();
        let inherited = configuration.inherited_at(&("/h.cfg".parse().unwrap(), start), &domain);
        assert_eq!(inherited, Inherited { named: None, logs: true, forwardfor: false });
    }

    #[test]
    fn key_files_can_be_switched_off() {
        for (global, loads) in [
            ("", true),
            ("global\n ssl-load-extra-files ocsp sctl\n", false),
            ("global\n ssl-load-extra-files none\n", false),
            ("global\n ssl-load-extra-files key\n", true),
        ] {
            assert_eq!(load(&[("/h.cfg", global)], &["/h.cfg"]).loads_key_files(), loads, "{global}");
        }
    }
}
