use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Evidence;
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
    pub(super) fn look(evidence: &mut Evidence<'_>) -> Self {
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
        Self { mode, booleans: booleans.collect() }
    }

    /// Where the kernel shows a boolean.
    pub fn boolean_file(name: &str) -> AbsPath {
        known(BOOLEANS).join(name).expect("a boolean's name is a plain word")
    }
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
