//! What installing Debian's haproxy does beyond unpacking it, and what its unit does at each start.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, Result};

use super::layer::Layer;

pub(super) fn finish(layer: &Layer) -> Result<()> {
    if !layer.has("usr/sbin/haproxy") {
        return Ok(());
    }
    let passwd = fs::read_to_string("/etc/passwd").context("/etc/passwd")?;
    let group = fs::read_to_string("/etc/group").context("/etc/group")?;
    let number = free_system_number(&[&passwd, &group]).context("no free number for a system user")?;
    layer
        .write("etc/passwd", &format!("haproxy:x:{number}:{number}::/var/lib/haproxy:/usr/sbin/nologin\n"))?;
    layer.write("etc/group", &format!("haproxy:x:{number}:\n"))?;
    // Its control socket stands here (tmpfiles.d/haproxy.conf).
    let sockets = "run/haproxy";
    layer.folder(sockets)?;
    let group_owned = fs::Permissions::from_mode(0o2775);
    fs::set_permissions(layer.root().join(sockets), group_owned).context(sockets)?;
    layer.enable_unit("haproxy.service")
}

/// The lowest number that neither a user nor a group has, from those that `adduser --system` gives.
fn free_system_number(databases: &[&str]) -> Option<u32> {
    let entries = databases.iter().flat_map(|text| text.lines());
    let taken = entries.filter_map(|entry| entry.split(':').nth(2)?.parse().ok()).collect::<BTreeSet<u32>>();
    (100..1000).find(|number| !taken.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_free_when_no_user_and_no_group_has_it() {
        let passwd = "root:x:0:0::/root:/bin/sh\n_apt:x:100:65534::/:/bin/false";
        assert_eq!(free_system_number(&[passwd, "root:x:0:\nssh:x:101:"]), Some(102));
    }
}
