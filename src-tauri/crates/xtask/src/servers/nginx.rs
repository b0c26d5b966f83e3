//! What installing Debian's nginx does beyond unpacking it.

use std::fs;

use anyhow::{Context, Result};

use super::layer::{Layer, LogOwner};

pub(super) fn finish(layer: &Layer) -> Result<()> {
    if !layer.has("etc/nginx/sites-available/default") {
        return Ok(());
    }
    layer.folder("etc/nginx/sites-enabled")?;
    layer.link("etc/nginx/sites-enabled/default", "/etc/nginx/sites-available/default")?;
    for name in ["access.log", "error.log"] {
        layer.log(&format!("var/log/nginx/{name}"), LogOwner::WwwData)?;
    }
    layer.folder("var/www/html")?;
    layer.copy("usr/share/nginx/html/index.html", "var/www/html/index.nginx-debian.html")?;
    enable_modules(layer)?;
    layer.enable_unit("nginx.service")
}

/// Packages of dynamic modules switch them on; the number makes what needs the stream module come after it.
fn enable_modules(layer: &Layer) -> Result<()> {
    let available = "usr/share/nginx/modules-available";
    if !layer.has(available) {
        return Ok(());
    }
    for module in fs::read_dir(layer.root().join(available)).context(available)? {
        let name = module.context(available)?.file_name().display().to_string();
        let number = if name.starts_with("mod-stream-") { 70 } else { 50 };
        layer.link(&format!("etc/nginx/modules-enabled/{number}-{name}"), &format!("/{available}/{name}"))?;
    }
    Ok(())
}
