//! The configuration as the server takes it: includes followed, conditions decided, variables and macros
//! put in, in the order in which it is read.

mod condition;
mod idle;
mod include;
mod kept;
mod limits;
mod macros;
mod setting;
mod start;
mod variables;
mod walk;

pub(super) use include::plain;
pub(super) use setting::{Condition, IdleListen, ModuleLoad, Setting, VirtualHost};
pub(super) use start::{Environment, Start};

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::config_files::ConfigFiles;
use crate::facts::Problem;
use crate::names::AbsPath;

/// What the server has of a configuration once all of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Effective {
    /// What stands outside of every virtual host.
    pub(super) main: Vec<Setting>,
    /// The virtual hosts, in the order in which they are read: the first of an address answers for
    /// unknown names.
    pub(super) vhosts: Vec<VirtualHost>,
    /// The modules, without `_module` at their end.
    pub(super) modules: BTreeSet<String>,
    /// Every `LoadModule`, those in conditions that do not hold as well.
    pub(super) loads: Vec<ModuleLoad>,
    /// The ports that only another start would have listened on.
    pub(super) idle_listens: Vec<IdleListen>,
    /// What `Define` defined, with the place where it did so first.
    pub(super) defined: BTreeSet<String>,
    /// The folder that relative paths begin at in the end.
    pub(super) server_root: Option<AbsPath>,
    /// The files that were read, each once.
    pub(super) files: BTreeSet<Arc<AbsPath>>,
    /// The folders of which every file that fits a pattern is read.
    pub(super) folders: Vec<IncludedFolder>,
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

impl Effective {
    /// Reads a configuration, beginning with its main file.
    pub(super) fn read(files: &mut dyn ConfigFiles, start: &Start) -> Self {
        walk::Walk::new(files, start).run()
    }

    /// The last value of a directive outside of every virtual host, as somebody else wrote it: its
    /// first word.
    pub(super) fn main_value(&self, name: &str) -> Option<&str> {
        let is_it =
            |setting: &&Setting| !setting.nested && setting.name == name && setting.written_for.is_none();
        self.main.iter().rev().find(is_it)?.first()
    }

    /// A path as the server takes it: relative to its root. `None` for what is no plain path.
    pub(super) fn path(&self, text: &str) -> Option<AbsPath> {
        if text.starts_with('/') {
            return text.parse().ok();
        }
        include::plain(&format!("{}/{text}", self.server_root.as_ref()?)).parse().ok()
    }
}
