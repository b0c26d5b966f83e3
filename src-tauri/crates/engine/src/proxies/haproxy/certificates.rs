//! The certificates that a `bind` line shows.

use std::collections::BTreeMap;

use super::bind::{Bind, Shown};
use super::configuration::Configuration;
use super::syntax::Line;
use crate::facts::Evidence;
use crate::host::EntryKind;
use crate::names::AbsPath;
use crate::proxies::TlsMaterial;

/// Endings of files in a folder of certificates that are no certificates themselves.
const COMPANIONS: [&str; 4] = [".key", ".issuer", ".ocsp", ".sctl"];

/// Where certificates are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CertificatePlaces {
    /// `crt-base`: where relative paths begin.
    base: Option<AbsPath>,
    /// What `crt-store` sections (3.0 and later) give names to: `@store/alias`.
    named: BTreeMap<String, TlsMaterial>,
}

impl CertificatePlaces {
    /// Those of a configuration.
    pub(super) fn of(configuration: &Configuration) -> Self {
        let base = configuration.global("crt-base").and_then(|path| path.parse().ok());
        let mut places = Self { base, named: BTreeMap::new() };
        for section in configuration.sections().iter().filter(|section| section.word() == "crt-store") {
            let folder = |keyword: &str| {
                let line = section.lines_of(keyword).last();
                line.and_then(|line| line.word(1).parse().ok()).or_else(|| places.base.clone())
            };
            let (crt_base, key_base) = (folder("crt-base"), folder("key-base"));
            let named = section.lines_of("load").filter_map(|line| {
                let (name, material) = stored(line, crt_base.as_ref(), key_base.as_ref())?;
                Some((format!("@{}/{name}", section.name().unwrap_or_default()), material))
            });
            let named: Vec<_> = named.collect();
            places.named.extend(named);
        }
        places
    }

    /// A path as a `bind` line or a list names it.
    pub(super) fn path(&self, written: &str) -> Option<AbsPath> {
        placed(written, self.base.as_ref())
    }

    /// What a line shows, in its order. What is there is looked at, and no key is read.
    pub(super) fn shown(&self, bind: &Bind<'_>, evidence: &mut Evidence<'_>) -> Vec<TlsMaterial> {
        let mut shown = Vec::new();
        for (how, _, written) in &bind.certificates {
            match (self.named.get(*written), how) {
                (Some(material), _) => shown.push(material.clone()),
                (None, Shown::Crt) => {
                    shown.extend(self.path(written).into_iter().flat_map(|path| in_place(&path, evidence)));
                }
                (None, Shown::List) => shown.extend(self.listed(written, evidence)),
            }
        }
        shown
    }

    /// The entries of a list: a path, options in brackets, names.
    fn listed(&self, written: &str, evidence: &mut Evidence<'_>) -> Vec<TlsMaterial> {
        let Some(bytes) = self.path(written).and_then(|path| evidence.read(&path)) else { return Vec::new() };
        let text = String::from_utf8_lossy(bytes).into_owned();
        let entries = super::rules::listed(&text).filter_map(|entry| entry.split_whitespace().next());
        let mut shown = Vec::new();
        for entry in entries {
            match self.named.get(entry) {
                Some(material) => shown.push(material.clone()),
                None => shown.extend(self.path(entry).map(|path| at(&path, evidence))),
            }
        }
        shown
    }
}

/// A file, or each certificate in a folder in the order in which the server takes them.
fn in_place(path: &AbsPath, evidence: &mut Evidence<'_>) -> Vec<TlsMaterial> {
    let host = evidence.host();
    let is_folder = |path: &AbsPath| {
        let entry = host.resolve(path).and_then(|real| host.entry(&real));
        matches!(entry, Ok(Some(entry)) if entry.kind == EntryKind::Folder)
    };
    if !is_folder(path) {
        return vec![at(path, evidence)];
    }
    evidence.look(path);
    let names = evidence.list(path);
    let files: Vec<AbsPath> = names.iter().filter_map(|name| path.join(name).ok()).collect();
    for file in &files {
        evidence.look(file);
    }
    let is_companion = |file: &AbsPath| COMPANIONS.iter().any(|ending| file.as_str().ends_with(ending));
    let hidden = |file: &AbsPath| file.file_name().starts_with('.');
    files.iter().filter(|file| !is_companion(file) && !hidden(file)).map(|file| at(file, evidence)).collect()
}

/// A certificate file; its key lies beside it where there is such a file (2.2 and later).
fn at(path: &AbsPath, evidence: &mut Evidence<'_>) -> TlsMaterial {
    evidence.look(path);
    let key = format!("{path}.key").parse::<AbsPath>().ok().filter(|key| evidence.look(key).is_some());
    match key {
        Some(key) => TlsMaterial::Pair { cert: path.clone(), key },
        None => TlsMaterial::Combined(path.clone()),
    }
}

fn placed(written: &str, base: Option<&AbsPath>) -> Option<AbsPath> {
    match written.strip_prefix('/') {
        Some(_) => written.parse().ok(),
        None => base?.join(written).ok(),
    }
}

/// `load crt FILE [key FILE] [alias NAME] …`: without an alias it goes by its file's name.
fn stored(
    line: &Line,
    crt_base: Option<&AbsPath>,
    key_base: Option<&AbsPath>,
) -> Option<(String, TlsMaterial)> {
    let words = line.texts();
    let value = |keyword: &str| {
        let at = words.iter().position(|word| *word == keyword)?;
        words.get(at + 1).copied()
    };
    let crt = value("crt")?;
    let cert = placed(crt, crt_base)?;
    let material = match value("key").and_then(|key| placed(key, key_base)) {
        Some(key) => TlsMaterial::Pair { cert, key },
        None => TlsMaterial::Combined(cert),
    };
    Some((value("alias").unwrap_or(crt).to_owned(), material))
}
