//! The configuration as the server takes it: includes followed, conditions decided, variables and macros
//! put in, in the order in which it is read.

mod condition;
mod idle;
mod include;
mod kept;
mod limits;
mod macros;
mod place;
mod setting;
mod settings;
mod start;
mod variables;
mod versions;
mod walk;

pub(super) use include::plain;
pub(super) use setting::{Condition, ModuleLoad, PlacedListen, Setting, VirtualHost};
pub(super) use settings::Settings;
pub(super) use start::{Environment, Start};

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use super::super::config_files::{ConfigFiles, whole};
use crate::facts::Problem;
use crate::names::AbsPath;

/// What the server has of a configuration once all of it is read: what is in force, and the modules.
#[derive(Debug, Clone)]
pub(super) struct Effective {
    /// The modules, without `_module` at their end.
    pub(super) modules: BTreeSet<String>,
    in_force: Arc<InForce>,
}

/// What the files of a configuration come to.
#[derive(Debug, Default)]
pub(super) struct InForce {
    /// What stands outside of every virtual host.
    pub(super) main: Settings,
    /// The virtual hosts, in the order in which they are read: the first of an address answers for
    /// unknown names.
    pub(super) vhosts: Vec<VirtualHost>,
    /// Every `LoadModule`, those in conditions that do not hold as well.
    pub(super) loads: Vec<ModuleLoad>,
    /// Every `Listen`, those in conditions that do not hold as well.
    pub(super) listens: Vec<PlacedListen>,
    /// What `Define` defined, with the place where it did so first.
    pub(super) defined: BTreeSet<String>,
    /// The folder that relative paths begin at in the end.
    pub(super) server_root: Option<AbsPath>,
    /// The files that were read, each once.
    pub(super) files: BTreeSet<Arc<AbsPath>>,
    /// The folders of which every file that fits a pattern is read.
    pub(super) folders: Vec<IncludedFolder>,
    /// The modules that a condition asked for while they were not loaded: what is in force changes with these only.
    missed: BTreeSet<String>,
    /// What was not understood, and could matter.
    pub(super) problems: Vec<Problem>,
}

/// A folder whose files are read by pattern, outside of every virtual host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IncludedFolder {
    /// The folder.
    pub(super) folder: AbsPath,
    /// What the names of its files have to fit.
    pub(super) pattern: String,
    /// How many virtual hosts were read before it.
    pub(super) after: usize,
}

impl Deref for Effective {
    type Target = InForce;

    fn deref(&self) -> &InForce {
        &self.in_force
    }
}

impl Effective {
    /// Reads a configuration, beginning with its main file.
    pub(super) fn read(files: &mut dyn ConfigFiles, start: Start) -> Arc<Self> {
        whole(files, start)
    }

    /// The same, had the server these modules from the beginning, besides its own; `None` where that changes what is in
    /// force.
    fn with_modules(&self, modules: &BTreeSet<String>) -> Option<Self> {
        self.missed.is_disjoint(modules).then(|| self.and_loaded(modules))
    }

    /// The same with these modules loaded as well, after everything was read.
    pub(super) fn and_loaded(&self, modules: &BTreeSet<String>) -> Self {
        Self { modules: &self.modules | modules, in_force: self.in_force.clone() }
    }

    /// The last value of a directive outside of every virtual host, as somebody else wrote it: its
    /// first word.
    pub(super) fn main_value(&self, name: &str) -> Option<&str> {
        self.main.of(name).rfind(|setting| setting.written_for.is_none())?.first()
    }

    /// A path as the server takes it: relative to its root. `None` for what is no plain path.
    pub(super) fn path(&self, text: &str) -> Option<AbsPath> {
        if text.starts_with('/') {
            return text.parse().ok();
        }
        include::plain(&format!("{}/{text}", self.server_root.as_ref()?)).parse().ok()
    }
}
