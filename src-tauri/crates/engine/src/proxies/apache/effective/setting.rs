use std::sync::Arc;

use crate::names::AbsPath;

/// A directive that is in force, with variables put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct Setting {
    /// Its name in lower case.
    pub(in crate::proxies::apache) name: String,
    /// Its arguments.
    pub(in crate::proxies::apache) args: Vec<String>,
    /// The file it stands in.
    pub(in crate::proxies::apache) file: Arc<AbsPath>,
    /// Its line, counted from 1.
    pub(in crate::proxies::apache) line: usize,
    /// Whether it stands in a section such as `<Location>`, and holds for a part only.
    pub(in crate::proxies::apache) nested: bool,
    /// The name that this product wrote it for; `None` for what somebody else wrote.
    pub(in crate::proxies::apache) written_for: Option<String>,
}

impl Setting {
    /// Its first argument.
    pub(in crate::proxies::apache) fn first(&self) -> Option<&str> {
        self.args.first().map(String::as_str)
    }
}

/// A `<VirtualHost>` that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct VirtualHost {
    /// Its addresses as they are written: `*:443`, `192.0.2.1:80`, `[::1]:80`, `_default_:443`.
    pub(in crate::proxies::apache) addresses: Vec<String>,
    /// The file it stands in; for one that a macro holds, the file with the `Use` that brings it.
    pub(in crate::proxies::apache) file: Arc<AbsPath>,
    /// The line it begins at, counted from 1.
    pub(in crate::proxies::apache) line: usize,
    /// The last line of its beginning, where that is joined from several.
    pub(in crate::proxies::apache) last: usize,
    /// Whether a macro brings it, so that it does not stand in the file itself.
    pub(in crate::proxies::apache) from_macro: bool,
    /// What is set in it.
    pub(in crate::proxies::apache) settings: Vec<Setting>,
    /// The name that this product wrote it for; `None` for what somebody else wrote.
    pub(in crate::proxies::apache) written_for: Option<String>,
}

impl VirtualHost {
    /// The directives of a name that hold for all of it.
    pub(in crate::proxies::apache) fn of(&self, name: &str) -> impl DoubleEndedIterator<Item = &Setting> {
        self.settings.iter().filter(move |setting| !setting.nested && setting.name == name)
    }

    /// The last value of such a directive: its first word.
    pub(in crate::proxies::apache) fn value(&self, name: &str) -> Option<&str> {
        self.of(name).next_back()?.first()
    }
}

/// A `LoadModule`, in force or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct ModuleLoad {
    /// The module, without `_module` at its end.
    pub(in crate::proxies::apache) module: String,
    /// Its file as it is written.
    pub(in crate::proxies::apache) file: String,
    /// Its file where the server looks for it; `None` for what is no plain path.
    pub(in crate::proxies::apache) path: Option<AbsPath>,
    /// The conditions that do not hold, outermost first; none for one that is in force.
    pub(in crate::proxies::apache) conditions: Arc<[Condition]>,
    /// The name that this product wrote it for; `None` for what somebody else wrote.
    pub(in crate::proxies::apache) written_for: Option<String>,
}

/// A `Listen`, in force or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proxies::apache) struct PlacedListen {
    /// Its port.
    pub(in crate::proxies::apache) port: u16,
    /// The conditions around it, outermost first.
    pub(in crate::proxies::apache) conditions: Arc<[Condition]>,
    /// Whether all of them hold.
    pub(in crate::proxies::apache) holds: bool,
    /// The name that this product wrote it for; `None` for what somebody else wrote.
    pub(in crate::proxies::apache) written_for: Option<String>,
}

/// A section that holds or does not when the server starts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::proxies::apache) struct Condition {
    /// Its name as it is written.
    pub(in crate::proxies::apache) name: &'static str,
    /// What it asks for.
    pub(in crate::proxies::apache) argument: Arc<str>,
}

impl Condition {
    /// The condition of a section, its name in lower case; `None` for one that no start changes.
    pub(in crate::proxies::apache) fn of(section: &str, argument: &str) -> Option<Self> {
        let name =
            ["IfDefine", "IfFile", "IfModule"].into_iter().find(|name| name.eq_ignore_ascii_case(section))?;
        Some(Self { name, argument: argument.into() })
    }

    /// The name that has to be given for it to hold.
    pub(in crate::proxies::apache) fn define(&self) -> Option<&str> {
        (self.name == "IfDefine" && !self.argument.starts_with('!')).then_some(&*self.argument)
    }
}
