//! What installing Debian's pkexec does beyond unpacking it: its script makes it run as root, whoever starts it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, Result};

use super::layer::Layer;

const PKEXEC: &str = "usr/bin/pkexec";

pub(super) fn finish(layer: &Layer) -> Result<()> {
    if !layer.has(PKEXEC) {
        return Ok(());
    }
    fs::set_permissions(layer.root().join(PKEXEC), PermissionsExt::from_mode(0o4755)).context(PKEXEC)
}
