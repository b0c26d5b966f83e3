use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ServiceManager, Site};
use crate::names::{AbsPath, Version};
use crate::proxies::ProxyKind;

/// A proxy that is installed: what its binary, its package and its files say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Install {
    /// Which proxy.
    pub proxy: ProxyKind,
    /// Its version: features and spellings go by it.
    pub version: Version,
    /// The server's program.
    pub binary: AbsPath,
    /// The folder of its configuration.
    pub config_root: AbsPath,
    /// The file that everything else is included from.
    pub main_config: AbsPath,
    /// The OpenSSL it was built with, where it says.
    pub openssl: Option<Version>,
    /// What it was built with (configure arguments, features), as it says itself.
    pub build: BTreeSet<String>,
    /// Modules that are loaded; empty for a server that has none to load.
    pub modules: BTreeSet<String>,
    /// Where a site of its own goes.
    pub drop_in: DropIn,
    /// The folder its default site serves: certificate renewals put their challenges there.
    pub web_root: AbsPath,
    /// The service that runs it, where a service manager does.
    pub service: Option<Service>,
    /// Whether a process of it runs.
    pub running: bool,
    /// The arguments that its process runs with, or its service starts it with, program first; empty
    /// where neither is known, or where the server takes nothing from them that a plan needs.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// What the server itself says of its present configuration.
    pub config_check: ConfigCheck,
    /// The sites already there.
    pub sites: Vec<Site>,
    /// What was not understood: each with its place, none skipped silently.
    pub problems: Vec<Problem>,
}

impl Install {
    /// Whether the version is at least this one.
    pub fn since(&self, major: u32, minor: u32, patch: u32) -> bool {
        self.version >= Version::new(major, minor, patch)
    }

    /// Whether the OpenSSL it was built with is known to be at least this one.
    pub fn openssl_since(&self, major: u32, minor: u32, patch: u32) -> bool {
        self.openssl.is_some_and(|version| version >= Version::new(major, minor, patch))
    }
}

/// Where a site of its own goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropIn {
    /// Debian: written to one folder and linked from the other.
    Linked {
        /// `sites-available`.
        available: AbsPath,
        /// `sites-enabled`.
        enabled: AbsPath,
    },
    /// Every `*.conf` of a folder is read (`conf.d`).
    Folder(AbsPath),
    /// There is one file, and what is new goes into it between markers.
    MainFile,
}

/// A service of the machine's service manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// `nginx`, `apache2` …
    pub unit: String,
    /// Whether the service manager says that it runs.
    pub active: bool,
    /// Which one that is.
    #[serde(default)]
    pub manager: ServiceManager,
}

/// What a server's own check says of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum ConfigCheck {
    /// It was not asked: no root, or a tree whose programs are never run.
    NotAsked,
    /// It takes the configuration; these are its warnings (all three servers end with 0 on mistakes
    /// that matter, so they count).
    Passed {
        /// Its warnings, a line each.
        warnings: Vec<String>,
    },
    /// It refuses the configuration; these are its words.
    Failed {
        /// Its errors, a line each.
        errors: Vec<String>,
    },
}

/// Something in a configuration that was not understood or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word for it.
    pub code: String,
    /// The file.
    pub file: AbsPath,
    /// Its line, counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is the matter.
    pub message: String,
}

/// In characters.
const LONGEST_MESSAGE: usize = 400;

impl Problem {
    /// Something at a line of a file; line 0 for the file as a whole. A message can quote what stands there,
    /// which may be a line of megabytes: a person is shown the beginning.
    pub fn at(code: &str, file: &AbsPath, line: usize, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Self { code: code.to_owned(), file: file.clone(), line, message }
    }
}
