//! Laying a configuration into the sandbox, where an administrator would put it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;

use anyhow::{Context, Result};

use crate::server::Server;
use crate::site::VIDEO_BYTES;
use crate::tool;

/// Puts the text where this server reads it, beside what its package brought, and switches on Apache's modules.
pub(crate) fn lay(server: Server, text: &str, modules: &[&str]) -> Result<()> {
    match server {
        Server::Nginx => {
            let site = "/etc/nginx/sites-available/jellyfin";
            fs::write(site, text).context(site)?;
            symlink(site, "/etc/nginx/sites-enabled/jellyfin").context("sites-enabled")?;
            lay_video()
        }
        Server::Apache => {
            let site = "/etc/apache2/sites-available/jellyfin.conf";
            fs::write(site, text).context(site)?;
            tool::run(&[&["/usr/sbin/a2enmod", "--quiet"], modules].concat())?;
            tool::run(&["/usr/sbin/a2ensite", "--quiet", "jellyfin"]).map(drop)
        }
        Server::Haproxy => {
            let main = "/etc/haproxy/haproxy.cfg";
            let mut file = OpenOptions::new().append(true).open(main).context(main)?;
            file.write_all(format!("\n{text}").as_bytes()).context(main)
        }
        Server::Caddy => {
            let main = "/etc/caddy/Caddyfile";
            fs::write(main, text).context(main)
        }
    }
}

/// The file behind the site that is no proxy: of memory, and of holes, as its bytes do not matter.
fn lay_video() -> Result<()> {
    let path = "/dev/shm/video";
    let file = fs::File::create(path).context(path)?;
    file.set_len(VIDEO_BYTES).context(path)
}
