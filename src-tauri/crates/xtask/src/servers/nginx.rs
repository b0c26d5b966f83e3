//! What installing Debian's nginx does beyond unpacking it.

use anyhow::Result;

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
    layer.enable_unit("nginx.service")
}
