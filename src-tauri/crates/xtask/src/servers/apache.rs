//! What installing Debian's apache2 does beyond unpacking it: its own tools enable its defaults.

use std::process::Command;

use anyhow::Result;

use super::layer::{Layer, LogOwner};
use crate::program;

/// As the package's own script does on a fresh installation (observed on 2.4.71).
const MODULES: [&str; 17] = [
    "mpm_event",
    "authz_host",
    "auth_basic",
    "access_compat",
    "authn_file",
    "authz_user",
    "alias",
    "dir",
    "autoindex",
    "env",
    "mime",
    "negotiation",
    "setenvif",
    "filter",
    "deflate",
    "status",
    "reqtimeout",
];
const CONFIGURATIONS: [&str; 5] =
    ["charset", "localized-error-pages", "other-vhosts-access-log", "security", "serve-cgi-bin"];
const SITE: &str = "000-default";

pub(super) fn finish(layer: &Layer) -> Result<()> {
    if !layer.has("usr/sbin/a2enmod") {
        return Ok(());
    }
    // `-m` notes that a package enabled it, not the administrator; the script enables the site without it.
    program::run(tool(layer, "a2enmod").arg("-m").args(MODULES))?;
    program::run(tool(layer, "a2enconf").arg("-m").args(CONFIGURATIONS))?;
    program::run(tool(layer, "a2ensite").arg(SITE))?;
    for name in ["access.log", "error.log", "other_vhosts_access.log"] {
        layer.log(&format!("var/log/apache2/{name}"), LogOwner::Root)?;
    }
    layer.folder("var/www/html")?;
    layer.copy("usr/share/apache2/default-site/index.html", "var/www/html/index.html")?;
    layer.enable_unit("apache2.service")
}

fn tool(layer: &Layer, name: &str) -> Command {
    let mut tool = Command::new(layer.root().join("usr/sbin").join(name));
    tool.arg("-q");
    tool.env("APACHE_CONFDIR", layer.root().join("etc/apache2"));
    tool.env("APACHE_STATE_DIRECTORY", layer.root().join("var/lib/apache2"));
    tool
}
