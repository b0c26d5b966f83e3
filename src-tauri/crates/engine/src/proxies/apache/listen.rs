use super::effective::{Effective, Setting};
use crate::names::AbsPath;

/// A `Listen` that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListenLine {
    /// The address as it is written; `None` for all.
    pub(super) address: Option<String>,
    /// The port.
    pub(super) port: u16,
    /// Whether TLS is spoken there by default: `https` is named, or it is 443 and nothing is.
    pub(super) https: bool,
    /// The file it stands in.
    pub(super) file: AbsPath,
    /// Its line.
    pub(super) line: usize,
    /// Whether this product wrote it.
    pub(super) managed: bool,
}

impl ListenLine {
    /// Every `Listen`, and those that are not understood.
    pub(super) fn all(effective: &Effective) -> (Vec<Self>, Vec<&Setting>) {
        let mut lines = Vec::new();
        let mut strange = Vec::new();
        for setting in effective.main.iter().filter(|setting| setting.name == "listen") {
            match Self::of(setting) {
                Some(line) => lines.push(line),
                None => strange.push(setting),
            }
        }
        (lines, strange)
    }

    fn of(setting: &Setting) -> Option<Self> {
        let mut words = setting.args.iter();
        let (address, port) = match words.next()?.rsplit_once(':') {
            Some((address, port)) => (Some(address), port),
            None => (None, setting.first()?),
        };
        let port: u16 = port.parse().ok()?;
        // `options=…` (2.4.65) may stand in the protocol's place.
        let protocol = words.find(|word| !word.starts_with("options="));
        let is_all = |address: &&str| ["*", "[::]"].contains(address);
        Some(Self {
            address: address.filter(|address| !is_all(address)).map(str::to_owned),
            port,
            https: protocol.map_or(port == 443, |protocol| protocol.eq_ignore_ascii_case("https")),
            file: AbsPath::clone(&setting.file),
            line: setting.line,
            managed: setting.written_for.is_some(),
        })
    }
}
