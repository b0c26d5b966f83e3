//! What installing Debian's ufw and iptables does beyond unpacking them.

use anyhow::Result;

use super::layer::Layer;

/// The rules that ufw begins with, and what switches it on.
const UFW: [&str; 9] = [
    "after.init",
    "after.rules",
    "after6.rules",
    "before.init",
    "before.rules",
    "before6.rules",
    "ufw.conf",
    "user.rules",
    "user6.rules",
];

/// What Debian's alternatives lead to the programs for nftables.
const IPTABLES: [&str; 6] =
    ["iptables", "iptables-restore", "iptables-save", "ip6tables", "ip6tables-restore", "ip6tables-save"];

pub(super) fn finish(layer: &Layer) -> Result<()> {
    if layer.has("usr/share/ufw/ufw.conf") {
        UFW.iter()
            .try_for_each(|name| layer.copy(&format!("usr/share/ufw/{name}"), &format!("etc/ufw/{name}")))?;
    }
    if layer.has("usr/sbin/xtables-nft-multi") {
        IPTABLES.iter().try_for_each(|name| layer.link(&format!("usr/sbin/{name}"), "xtables-nft-multi"))?;
    }
    Ok(())
}
