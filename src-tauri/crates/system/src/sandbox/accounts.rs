//! Users and groups that a layer's servers need: added to the machine's, which keep their numbers.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::error::{Failing, SetupError, SetupStep};
use super::overlay::Held;

/// Writes the sandbox's `/etc/passwd` and `/etc/group`, where a layer has one.
pub(super) fn merge(machine_etc: &Held, layers: &[Held]) -> Result<(), SetupError> {
    for name in ["passwd", "group"] {
        let target = Path::new("/etc").join(name);
        let additions: Vec<String> = layers
            .iter()
            .filter_map(|layer| fs::read_to_string(layer.path().join("etc").join(name)).ok())
            .collect();
        if additions.is_empty() {
            continue;
        }
        let machine = fs::read_to_string(machine_etc.path().join(name)).failing(SetupStep::Copy, &target)?;
        fs::write(&target, merged(&machine, &additions)).failing(SetupStep::Copy, &target)?;
        let readable = fs::Permissions::from_mode(0o644);
        fs::set_permissions(&target, readable).failing(SetupStep::Copy, &target)?;
    }
    Ok(())
}

fn merged(machine: &str, additions: &[String]) -> String {
    let mut names = BTreeSet::new();
    let entries = machine.lines().chain(additions.iter().flat_map(|text| text.lines()));
    entries
        .filter(|entry| !entry.is_empty() && names.insert(entry.split(':').next()))
        .flat_map(|entry| [entry, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_keeps_its_numbers_and_gains_what_is_missing() {
        let layer =
            "www-data:x:99:99::/:/bin/sh\nhaproxy:x:999:999::/var/lib/haproxy:/bin/false\n".to_owned();
        let machine = "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false";
        let text = merged(machine, &[layer]);
        assert_eq!(text, format!("{machine}\nhaproxy:x:999:999::/var/lib/haproxy:/bin/false\n"));
    }
}
