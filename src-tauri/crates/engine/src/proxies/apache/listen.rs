use std::collections::BTreeSet;
use std::ops::Deref;

use super::effective::{Effective, Setting};
use crate::names::AbsPath;

/// A `Listen` that is in force.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// Everything that a server listens on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Listening {
    lines: Vec<ListenLine>,
    https: BTreeSet<u16>,
}

impl Listening {
    /// Every `Listen`, and those that are not understood.
    pub(super) fn all(effective: &Effective) -> (Self, Vec<&Setting>) {
        let mut lines = Vec::new();
        let mut strange = Vec::new();
        for setting in effective.main.iter().filter(|setting| setting.name == "listen") {
            match ListenLine::of(setting) {
                Some(line) => lines.push(line),
                None => strange.push(setting),
            }
        }
        (lines.into_iter().collect(), strange)
    }

    /// What somebody else than this product wrote.
    pub(super) fn foreign(effective: &Effective) -> Self {
        Self::all(effective).0.lines.into_iter().filter(|line| !line.managed).collect()
    }

    /// The ports, each once, in the order in which they are named.
    pub(super) fn ports(&self) -> Vec<u16> {
        let mut seen = BTreeSet::new();
        self.lines.iter().map(|line| line.port).filter(|port| seen.insert(*port)).collect()
    }

    /// Whether TLS is spoken on a port by default.
    pub(super) fn is_https(&self, port: u16) -> bool {
        self.https.contains(&port)
    }
}

impl FromIterator<ListenLine> for Listening {
    fn from_iter<I: IntoIterator<Item = ListenLine>>(lines: I) -> Self {
        let lines: Vec<ListenLine> = lines.into_iter().collect();
        let https = lines.iter().filter(|line| line.https).map(|line| line.port).collect();
        Self { lines, https }
    }
}

impl Deref for Listening {
    type Target = [ListenLine];

    fn deref(&self) -> &[ListenLine] {
        &self.lines
    }
}

impl ListenLine {
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
