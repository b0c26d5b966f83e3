use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::host::ToolCall;
use crate::names::AbsPath;
use crate::proxies::registry;

/// What SELinux does on a machine, and what it allows a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selinux {
    /// Whether it forbids anything.
    pub mode: SelinuxMode,
    /// The booleans that matter to a proxy, as they are now; none in a tree, which has no kernel, and
    /// none that the machine's policy does not have.
    pub booleans: BTreeMap<String, bool>,
    /// What the policy calls each wanted port that is not one of the web's own: the types that name it,
    /// none where it is nobody's. A port that could not be asked about is not in it.
    #[serde(default)]
    pub ports: BTreeMap<u16, Vec<String>>,
}

/// Whether SELinux forbids anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelinuxMode {
    /// It is not there, or switched off.
    #[default]
    Off,
    /// It notes what it would forbid.
    Permissive,
    /// It forbids.
    Enforcing,
}

/// `1` where it forbids, `0` where it notes; not there where it is off (selinux(8)).
const ENFORCE: &str = "/sys/fs/selinux/enforce";
/// What a machine is started with (selinux_config(5)).
const CONFIG: &str = "/etc/selinux/config";
const BOOLEANS: &str = "/sys/fs/selinux/booleans";

impl Selinux {
    pub(super) fn look(evidence: &mut Evidence<'_>, wanted: &[u16]) -> Self {
        if !evidence.host().is_live() {
            let config = evidence.read(&known(CONFIG)).map(|text| String::from_utf8_lossy(text).into_owned());
            return Self {
                mode: config.map_or(SelinuxMode::Off, |text| configured(&text)),
                ..Self::default()
            };
        }
        if is_read_only(evidence) {
            return Self::default();
        }
        let mode = match evidence.host().read(&known(ENFORCE)).as_deref() {
            Ok(b"1" | b"1\n") => SelinuxMode::Enforcing,
            Ok(_) => SelinuxMode::Permissive,
            Err(_) => return Self::default(),
        };
        let names: BTreeSet<&str> = registry().iter().map(|proxy| proxy.selinux_boolean()).collect();
        let booleans = names.into_iter().filter_map(|name| {
            // The value now, and the one that is pending.
            let text = evidence.read(&Self::boolean_file(name))?;
            Some((name.to_owned(), text.first()? == &b'1'))
        });
        let booleans = booleans.collect();
        Self { mode, booleans, ports: ports(evidence, wanted) }
    }

    /// Where the kernel shows a boolean.
    pub fn boolean_file(name: &str) -> AbsPath {
        known(BOOLEANS).join(name).expect("a boolean's name is a plain word")
    }
}

/// Types that name what nobody has claimed.
const UNCLAIMED: [&str; 5] =
    ["ephemeral_port_t", "hi_reserved_port_t", "port_t", "reserved_port_t", "unreserved_port_t"];

/// Only root may ask, and it takes a second: it is asked where a port is not one of those that every policy
/// gives to the web.
fn ports(evidence: &mut Evidence<'_>, wanted: &[u16]) -> BTreeMap<u16, Vec<String>> {
    let host = evidence.host();
    let wanted: Vec<u16> = wanted.iter().copied().filter(|port| ![80, 443].contains(port)).collect();
    let semanage = host.find_program("semanage").filter(|_| host.is_privileged() && !wanted.is_empty());
    let Some(semanage) = semanage else { return BTreeMap::new() };
    match host.ask(&ToolCall::new(&semanage, &["port", "-l"])) {
        Ok(answer) if answer.code == Some(0) => {
            wanted.into_iter().map(|port| (port, types_of(port, &answer.stdout))).collect()
        }
        Ok(_) => BTreeMap::new(),
        Err(error) => {
            evidence.note(error);
            BTreeMap::new()
        }
    }
}

/// `TYPE PROTOCOL PORT, PORT-PORT`, a line for each type and protocol.
fn types_of(port: u16, listed: &str) -> Vec<String> {
    let has = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
        Some((first..=last).contains(&port))
    };
    let lines = listed.lines().map(|line| line.split([' ', ',']).filter(|word| !word.is_empty()));
    let named = lines.filter_map(|mut words| {
        let (name, protocol) = (words.next()?, words.next()?);
        let is_it =
            protocol == "tcp" && !UNCLAIMED.contains(&name) && words.any(|range| has(range) == Some(true));
        is_it.then(|| name.to_owned())
    });
    named.collect()
}

/// A container or a sandbox that shows SELinux as read-only has none of its own, and libselinux takes it
/// for off there.
fn is_read_only(evidence: &Evidence<'_>) -> bool {
    let mounts = evidence.host().read(&known("/proc/self/mounts")).unwrap_or_default();
    String::from_utf8_lossy(&mounts).lines().any(|mount| {
        let words: Vec<&str> = mount.split(' ').collect();
        matches!(words.as_slice(), [_, "/sys/fs/selinux", _, options, ..] if options.split(',').any(|option| option == "ro"))
    })
}

fn configured(text: &str) -> SelinuxMode {
    let value = text.lines().filter_map(|line| line.trim().strip_prefix("SELINUX=")).next_back();
    match value.map(str::trim) {
        Some("enforcing") => SelinuxMode::Enforcing,
        Some("permissive") => SelinuxMode::Permissive,
        _ => SelinuxMode::Off,
    }
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
