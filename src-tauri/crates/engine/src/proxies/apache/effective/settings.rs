use std::collections::BTreeMap;
use std::ops::Deref;

use super::Setting;

/// The directives outside of every virtual host, in order. Each virtual host may ask for some of them, and there may be
/// thousands of either: they are found by name.
#[derive(Debug, Default)]
pub(in crate::proxies::apache) struct Settings {
    lines: Vec<Setting>,
    named: BTreeMap<String, Vec<usize>>,
}

impl Settings {
    pub(super) fn push(&mut self, setting: Setting) {
        match self.named.get_mut(&setting.name) {
            Some(places) => places.push(self.lines.len()),
            None => drop(self.named.insert(setting.name.clone(), vec![self.lines.len()])),
        }
        self.lines.push(setting);
    }

    /// Those of a name that hold for all of the server.
    pub(in crate::proxies::apache) fn of(&self, name: &str) -> impl DoubleEndedIterator<Item = &Setting> {
        let places = self.named.get(name).into_iter().flatten();
        places.map(|&at| &self.lines[at]).filter(|setting| !setting.nested)
    }
}

impl Deref for Settings {
    type Target = [Setting];

    fn deref(&self) -> &[Setting] {
        &self.lines
    }
}
