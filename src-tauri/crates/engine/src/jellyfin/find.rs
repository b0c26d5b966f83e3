use serde::{Deserialize, Serialize};

use super::NetworkXml;
use crate::facts::{Evidence, Process};
use crate::names::{AbsPath, Upstream};

/// A Jellyfin server of this machine, as its files tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JellyfinInstall {
    /// The folder of its configuration.
    pub config_dir: AbsPath,
    /// Whether there is a network.xml yet: a new server has none, and its defaults apply.
    pub has_network_xml: bool,
    /// Where the proxy reaches it.
    pub url: Upstream,
    /// Its Base URL, empty or such as `/jellyfin`.
    pub base_path: String,
    /// Its list of known proxies, as written.
    pub known_proxies: Vec<String>,
    /// Whether its file says that it insists on HTTPS: it then redirects a proxy that it does not know.
    pub require_https: bool,
    /// Why its network.xml was not understood or not read; the defaults stand in.
    pub problem: Option<String>,
}

impl JellyfinInstall {
    /// The file with its network settings.
    pub fn network_xml(&self) -> AbsPath {
        network_xml_in(&self.config_dir)
    }
}

/// Looks for Jellyfin where its packages put it, where its running process says, and where somebody
/// named it.
pub fn find(evidence: &mut Evidence<'_>, named: Option<&AbsPath>) -> Vec<JellyfinInstall> {
    let mut folders: Vec<AbsPath> = named.into_iter().cloned().collect();
    if named.is_none() {
        folders.extend(folders_of_processes(evidence));
        folders.extend(folders_of_packages(evidence));
    }
    let mut seen = Vec::new();
    for folder in folders {
        if !seen.contains(&folder) {
            seen.push(folder);
        }
    }
    seen.into_iter().filter_map(|folder| look_in(evidence, folder, named.is_some())).collect()
}

/// Jellyfin's own order (documentation, "Configuration"): `--configdir`, else `<--datadir>/config`.
fn folders_of_processes(evidence: &Evidence<'_>) -> Vec<AbsPath> {
    let processes = evidence.host().processes().unwrap_or_default();
    processes
        .iter()
        .filter(|process| process.name.starts_with("jellyfin"))
        .filter_map(|process| {
            option(process, "--configdir", "-c")
                .or_else(|| option(process, "--datadir", "-d").map(|data| format!("{data}/config")))
        })
        .filter_map(|folder| folder.parse().ok())
        .collect()
}

fn option(process: &Process, long: &str, short: &str) -> Option<String> {
    let mut args = process.args.iter();
    while let Some(arg) = args.next() {
        if arg == long || arg == short {
            return args.next().cloned();
        }
        if let Some(value) = arg.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// Debian's package reads `JELLYFIN_CONFIG_DIR` from /etc/default/jellyfin and has /etc/jellyfin there.
fn folders_of_packages(evidence: &mut Evidence<'_>) -> Vec<AbsPath> {
    let parse = |path: &str| path.parse::<AbsPath>().ok();
    let mut folders = Vec::new();
    if let Some(text) = parse("/etc/default/jellyfin").and_then(|path| evidence.read(&path).cloned()) {
        let text = String::from_utf8_lossy(&text).into_owned();
        let named = text.lines().filter_map(|line| line.trim().strip_prefix("JELLYFIN_CONFIG_DIR="));
        folders.extend(named.filter_map(|value| parse(value.trim_matches(['"', '\'']))));
    }
    folders.extend(["/etc/jellyfin", "/var/lib/jellyfin/config"].into_iter().filter_map(parse));
    folders
}

fn look_in(evidence: &mut Evidence<'_>, folder: AbsPath, named: bool) -> Option<JellyfinInstall> {
    if evidence.look(&folder).is_none() && !named {
        return None;
    }
    let file = network_xml_in(&folder);
    let unread_before = evidence.look(&file).is_some();
    let (xml, has_network_xml, problem) = match evidence.read(&file) {
        Some(text) => match NetworkXml::parse(text) {
            Ok(xml) => (xml, true, None),
            Err(error) => (NetworkXml::defaults(), true, Some(format!("{file}: {error}"))),
        },
        None if unread_before => (NetworkXml::defaults(), true, Some(format!("{file} could not be read"))),
        None => (NetworkXml::defaults(), false, None),
    };
    Some(JellyfinInstall {
        config_dir: folder,
        has_network_xml,
        url: Upstream::local(xml.http_port),
        base_path: xml.base_path.as_ref().map(ToString::to_string).unwrap_or_default(),
        known_proxies: xml.known_proxies,
        require_https: xml.require_https,
        problem,
    })
}

fn network_xml_in(folder: &AbsPath) -> AbsPath {
    folder.join("network.xml").expect("a plain name below a plain path")
}
