use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was found on this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct ComputerView {
    /// Whether it is being looked at now.
    pub looking: bool,
    /// The distribution's name.
    pub system: String,
    /// The proxies that are installed.
    pub proxies: Vec<FoundProxy>,
    /// Who holds the ports of the web.
    pub ports: Vec<PortHolder>,
    /// The sites that this product manages.
    pub managed: Vec<FoundSite>,
    /// What could not be read, a sentence each in English.
    pub unread: Vec<String>,
    /// What installs a proxy here, where none is installed.
    pub install_command: Option<String>,
}

/// A proxy that is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct FoundProxy {
    /// Its word: `nginx`.
    pub word: String,
    /// Its name for people: `Apache`.
    pub title: String,
    /// `1.22.1`.
    pub version: String,
    /// Whether it runs.
    pub running: bool,
    /// How many sites it serves.
    pub sites: usize,
    /// What is not understood of its configuration, in English with file and line.
    pub problems: Vec<String>,
}

/// Who holds a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct PortHolder {
    /// 80 or 443.
    pub port: u16,
    /// The program; `None` where only root can tell, and an empty holder is `free`.
    pub holder: Option<String>,
    /// Whether nobody holds it.
    pub free: bool,
}

/// A site that this product manages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "wizard.ts")]
pub struct FoundSite {
    /// Its name.
    pub name: String,
    /// The address that visitors type.
    pub url: String,
    /// The proxy's name for people.
    pub proxy: String,
    /// The file that it stands in.
    pub file: String,
    /// Days until its certificate ends; `None` without one, or where it may not be read.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// Whether its certificate should have been renewed by now.
    pub ends_soon: bool,
}
