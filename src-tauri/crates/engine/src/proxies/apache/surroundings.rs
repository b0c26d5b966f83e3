use std::collections::BTreeSet;

use super::detect::GIVEN;
use super::effective::{Effective, Environment, IncludedFolder, Start};
use super::listen::ListenLine;
use super::neighbour::Neighbour;
use super::{drop_in, machine_name};
use crate::facts::{HostFacts, Install};
use crate::names::Fqdn;
use crate::plan::Refusal;
use crate::proxies::config_files::ConfigFiles;

/// The configuration that a site is put into, once its modules are switched on and without what was
/// written for that site before.
pub(super) struct Surroundings {
    /// As it will be.
    effective: Effective,
    /// As it is.
    present: Effective,
    /// The name that the site is for.
    domain: Fqdn,
    /// The machine's own name, where it is known.
    machine: Option<String>,
}

impl Surroundings {
    /// Reads it from the facts, with these modules loaded.
    pub(super) fn read(
        facts: &HostFacts,
        install: &Install,
        modules: &BTreeSet<String>,
        domain: &Fqdn,
    ) -> Self {
        let read = |modules: &BTreeSet<String>| {
            let mut files = facts;
            let start = given_start(&mut files, install, modules);
            Effective::read(&mut files, &start)
        };
        Self {
            effective: read(modules),
            present: read(&install.modules),
            domain: domain.clone(),
            machine: machine_name::full_name(facts),
        }
    }

    /// The configuration as it will be.
    pub(super) fn effective(&self) -> &Effective {
        &self.effective
    }

    /// The folder that the site's file is read from.
    ///
    /// # Errors
    /// When no folder for sites is included.
    pub(super) fn folder(&self, install: &Install) -> Result<&IncludedFolder, Refusal> {
        drop_in::site_folder(&self.effective, &install.config_root).ok_or_else(|| Refusal::NotUnderstood {
            file: install.main_config.clone(),
            line: 0,
            message: "no folder for sites is included; `IncludeOptional conf.d/*.conf` would be one"
                .to_owned(),
        })
    }

    /// The virtual hosts beside the site's own, others of this product among them.
    pub(super) fn others(&self) -> Vec<Neighbour<'_>> {
        let all = Neighbour::all(&self.effective).0.into_iter();
        all.filter(|other| other.vhost.written_for.as_deref() != Some(self.domain.as_str())).collect()
    }

    /// The virtual hosts that somebody else wrote.
    pub(super) fn foreign(&self) -> Vec<Neighbour<'_>> {
        self.others().into_iter().filter(|other| other.vhost.written_for.is_none()).collect()
    }

    /// Every `Listen` that somebody else wrote.
    pub(super) fn listens(&self) -> Vec<ListenLine> {
        foreign_listens(&self.effective)
    }

    /// Those of them that are in force already.
    pub(super) fn present_listens(&self) -> Vec<ListenLine> {
        foreign_listens(&self.present)
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

fn foreign_listens(effective: &Effective) -> Vec<ListenLine> {
    ListenLine::all(effective).0.into_iter().filter(|line| !line.managed).collect()
}

/// What is known of an install before the first line is read, with these modules loaded.
pub(super) fn given_start(
    files: &mut dyn ConfigFiles,
    install: &Install,
    modules: &BTreeSet<String>,
) -> Start {
    Start {
        server_root: install.config_root.clone(),
        main_config: install.main_config.clone(),
        version: install.version,
        modules: modules.clone(),
        defines: given(install),
        environment: Environment::beside(files, &install.main_config),
    }
}

/// The names that the server is started with.
fn given(install: &Install) -> BTreeSet<String> {
    install.build.iter().filter_map(|option| option.strip_prefix(GIVEN)).map(str::to_owned).collect()
}
