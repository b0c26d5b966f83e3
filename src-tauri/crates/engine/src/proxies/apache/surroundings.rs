use std::collections::BTreeSet;
use std::sync::Arc;

use super::detect::GIVEN;
use super::effective::{Effective, Environment, IncludedFolder, Start};
use super::launch::Launch;
use super::listen::{ListenLine, Listening};
use super::modules::{Modules, Waking};
use super::neighbour::Neighbour;
use super::{drop_in, machine_name};
use crate::facts::{HostFacts, Install};
use crate::names::Fqdn;
use crate::proxies::config_files::ConfigFiles;

/// The configuration that a site is put into, once its modules are switched on and without what was
/// written for that site before.
pub(super) struct Surroundings<'e> {
    /// As it will be.
    effective: &'e Effective,
    /// The virtual hosts beside the site's own.
    others: Vec<Neighbour<'e>>,
    /// Every `Listen` of somebody else's that is in force as it is.
    present_listens: Listening,
    /// Those that come into force with the modules.
    new_listens: Vec<ListenLine>,
    /// The name that the site is for.
    domain: Fqdn,
    /// The machine's own name, where it is known.
    machine: Option<String>,
}

impl<'e> Surroundings<'e> {
    /// Those of a site of that name, in the configuration as it is at present and as it will be with these modules.
    pub(super) fn of(
        facts: &HostFacts,
        install: &Install,
        present: &Effective,
        effective: &'e Effective,
        modules: &Modules,
        domain: &Fqdn,
    ) -> Self {
        let present_listens = Listening::foreign(present);
        let woken = match &modules.waking {
            Waking::Nothing => Listening::default(),
            Waking::Now => Listening::foreign(effective),
            Waking::NextStart(defines) => Listening::foreign(&next_start(facts, install, modules, defines)),
        };
        let known: BTreeSet<&ListenLine> = present_listens.iter().collect();
        let new_listens = woken.iter().filter(|line| !known.contains(line)).cloned().collect();
        let mut others = Neighbour::all(effective).0;
        others.retain(|other| other.vhost.written_for.as_deref() != Some(domain.as_str()));
        let machine = machine_name::full_name(facts);
        Self { effective, others, present_listens, new_listens, domain: domain.clone(), machine }
    }

    /// The configuration as it will be.
    pub(super) fn effective(&self) -> &Effective {
        self.effective
    }

    /// The folder that sites are read from; `None` where none is included.
    pub(super) fn folder(&self, install: &Install) -> Option<&IncludedFolder> {
        drop_in::site_folder(self.effective, &install.config_root, &install.main_config)
    }

    /// The virtual hosts beside the site's own, others of this product among them.
    pub(super) fn others(&self) -> &[Neighbour<'e>] {
        &self.others
    }

    /// The virtual hosts that somebody else wrote.
    pub(super) fn foreign(&self) -> impl Iterator<Item = &Neighbour<'e>> {
        self.others.iter().filter(|other| other.vhost.written_for.is_none())
    }

    /// Every `Listen` that somebody else wrote.
    pub(super) fn listens(&self) -> Listening {
        Listening::foreign(self.effective)
    }

    /// Those of them that are in force already.
    pub(super) fn present_listens(&self) -> &[ListenLine] {
        &self.present_listens
    }

    /// The others, which come into force with the modules for the site.
    pub(super) fn new_listens(&self) -> &[ListenLine] {
        &self.new_listens
    }

    /// Whether a site without a name answers to the wanted one, because it is the machine's own.
    pub(super) fn nameless_answers(&self, order_before: &[&Neighbour<'_>]) -> bool {
        let is_machines =
            self.machine.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(self.domain.as_str()));
        let is_open = self.effective.main_value("servername").is_none();
        is_machines && is_open && order_before.iter().any(|other| !other.is_named())
    }

    /// The name that the site is for.
    pub(super) fn domain(&self) -> &Fqdn {
        &self.domain
    }
}

/// The configuration as it is in the facts, with these modules loaded.
pub(super) fn read(facts: &HostFacts, install: &Install, modules: &BTreeSet<String>) -> Arc<Effective> {
    let mut files = facts;
    let start = given_start(&mut files, install, modules);
    Effective::read(&mut files, start)
}

/// The configuration as it will be once the modules are switched on.
pub(super) fn switched_on(
    facts: &HostFacts,
    install: &Install,
    present: &Effective,
    modules: &Modules,
) -> Effective {
    match &modules.waking {
        Waking::Now => read(facts, install, &modules.loaded).and_loaded(&modules.loaded),
        Waking::Nothing | Waking::NextStart(_) => present.and_loaded(&modules.loaded),
    }
}

/// The configuration as a server has it that is started with these modules and names as well.
fn next_start(
    facts: &HostFacts,
    install: &Install,
    modules: &Modules,
    defines: &BTreeSet<String>,
) -> Arc<Effective> {
    let mut files = facts;
    let mut start = given_start(&mut files, install, &modules.loaded);
    start.defines.extend(defines.iter().cloned());
    Effective::read(&mut files, start)
}

/// What is known of an install before the first line is read, with these modules loaded.
fn given_start(files: &mut dyn ConfigFiles, install: &Install, modules: &BTreeSet<String>) -> Start {
    let launch = Launch::parse(&install.arguments);
    Start {
        server_root: install.config_root.clone(),
        main_config: install.main_config.clone(),
        version: install.version,
        modules: modules.clone(),
        defines: &given(install) | &launch.defines,
        environment: Environment::beside(files, &install.main_config),
        before: launch.before,
        after: launch.after,
    }
}

/// The names that the server defines besides.
fn given(install: &Install) -> BTreeSet<String> {
    install.build.iter().filter_map(|option| option.strip_prefix(GIVEN)).map(str::to_owned).collect()
}
