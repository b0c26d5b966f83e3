//! `LoadModule` lines, where the server's files load its modules.

use super::super::effective::{Effective, ModuleLoad};
use super::super::start_script::StartScript;
use super::need::ALL;
use super::{Modules, Waking};
use crate::facts::{Evidence, HostFacts, Install};
use crate::names::{AbsPath, Fqdn};
use crate::plan::Finding;

/// A module that a site's own file loads where nothing else does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct LoadLine {
    /// The module, without `_module`.
    pub(in super::super) module: String,
    /// Its file, as other lines of the configuration name theirs.
    pub(in super::super) file: String,
}

/// What finds modules that are not loaded.
pub(super) struct Loader<'l> {
    pub(super) facts: &'l HostFacts,
    /// The configuration as it is now.
    pub(super) present: &'l Effective,
    /// The name that the site is for.
    pub(super) domain: &'l Fqdn,
}

/// Takes into the facts which files of modules are there.
pub(super) fn look(evidence: &mut Evidence<'_>, effective: &Effective) {
    for module in ALL.iter().filter(|module| !effective.modules.contains(**module)) {
        for (path, _) in places(effective, module) {
            evidence.look(&path);
        }
    }
}

/// Where a module's file may lie, and how it is written: as a condition that does not hold names it, or
/// beside the files of others.
fn places<'e>(effective: &'e Effective, module: &'e str) -> impl Iterator<Item = (AbsPath, String)> + 'e {
    let named = effective.loads.iter().filter(move |load| load.module == module);
    let named = named.filter_map(|load| Some((load.path.clone()?, load.file.clone())));
    let mut folders: Vec<(AbsPath, &str)> = Vec::new();
    for load in effective.loads.iter().filter(|load| load.conditions.is_empty()) {
        let folder =
            load.path.as_ref().map(AbsPath::parent).zip(load.file.rsplit_once('/').map(|(folder, _)| folder));
        folders.extend(folder.filter(|folder| !folders.contains(folder)));
    }
    let beside = folders.into_iter().filter_map(move |(folder, written)| {
        let name = format!("mod_{module}.so");
        Some((folder.join(&name).ok()?, format!("{written}/{name}")))
    });
    named.chain(beside)
}

impl Loader<'_> {
    /// Whether the module's file is there.
    pub(super) fn finds(&self, module: &str) -> bool {
        self.line(module).is_some()
    }

    fn line(&self, module: &str) -> Option<LoadLine> {
        let mut places = places(self.present, module);
        let (_, file) = places.find(|(path, _)| self.facts.entry(path).is_some())?;
        Some(LoadLine { module: module.to_owned(), file })
    }

    /// Has these loaded, and goes on loading those that the site's file loads already and still needs.
    ///
    /// A reload gives a server no other arguments than it was started with, so what its start script reads
    /// has its effect at the next start only: until then the site's file loads the same modules.
    pub(super) fn load(
        &self,
        install: &Install,
        names: &[&str],
        needs: &[&str],
        findings: Vec<Finding>,
    ) -> Modules {
        let lines: Vec<LoadLine> = needs
            .iter()
            .filter_map(|need| {
                self.written_before(need).or_else(|| names.contains(need).then(|| self.line(need))?)
            })
            .collect();
        let mut loaded = install.modules.clone();
        loaded.extend(lines.iter().map(|line| line.module.clone()));
        let scripted: Vec<(&str, Option<&str>)> =
            lines.iter().map(|line| (line.module.as_str(), self.define(&line.module))).collect();
        let step = StartScript::seen(self.facts).and_then(|script| script.with(self.facts, &scripted));
        let defines = scripted.iter().filter_map(|(_, define)| define.map(str::to_owned)).collect();
        let waking = if step.is_some() { Waking::NextStart(defines) } else { Waking::Nothing };
        Modules { loaded, waking, lines, step, findings }
    }

    fn written_before(&self, module: &str) -> Option<LoadLine> {
        let ours = |load: &&ModuleLoad| {
            load.module == module && load.written_for.as_deref() == Some(self.domain.as_str())
        };
        let load = self.present.loads.iter().find(ours)?;
        Some(LoadLine { module: load.module.clone(), file: load.file.clone() })
    }

    /// The name without which somebody else's line does not load the module.
    fn define(&self, module: &str) -> Option<&str> {
        let waits = |load: &&ModuleLoad| load.module == module && load.written_for.is_none();
        let waiting = self.present.loads.iter().filter(waits);
        waiting.flat_map(|load| load.conditions.iter()).find_map(|condition| condition.define())
    }
}
