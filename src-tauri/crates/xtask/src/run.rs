//! `cargo xtask run`.

use std::process::Command;

use anyhow::Result;

use crate::{debian, desktop, program, project, servers};

const PROXIES: [&str; 3] = ["nginx", "apache", "haproxy"];

/// Opens the wizard where there is a display. Elsewhere it builds the product and does its whole job in a sandbox, once
/// with each proxy; each must be observed healthy.
pub(crate) fn run() -> Result<()> {
    debian::install_tools()?;
    if desktop::has_display() {
        return desktop::open();
    }
    let layer = servers::unpacked()?;
    program::run(project::cargo().args(["build", "--release", "--package", "cli", "--package", "helper"]))?;
    let product = project::target().join("release/jellyfin-proxy");
    PROXIES.iter().try_for_each(|proxy| {
        program::run(Command::new(&product).args(["practice", "--proxy", proxy, "--layer"]).arg(&layer))
    })
}
