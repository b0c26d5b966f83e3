//! The sites of a machine that serves many, as different people would have written them.

use std::fmt::Write;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::server::Server;
use crate::tool;

/// Every so manieth site is served over TLS.
const TLS_SHARE: usize = 4;
/// How many certificates those share: each is a file of its own.
const CERTIFICATES: usize = 4;
/// Where they lie; HAProxy takes the whole folder.
const CERTIFICATE_FOLDER: &str = "/etc/ssl/shared";
const HAPROXY: &str = "/etc/haproxy/haproxy.cfg";
/// Of Apache's, what the sites make use of.
const MODULES: [&str; 3] = ["ssl", "proxy", "proxy_http"];

/// Writes that many sites where an administrator would: a file each for nginx and Apache, and for HAProxy a backend
/// each in its one file, with a rule in the frontend.
pub(super) fn lay(server: Server, count: usize, complete_pem: &Path) -> Result<()> {
    fs::create_dir_all(CERTIFICATE_FOLDER).context(CERTIFICATE_FOLDER)?;
    for index in 0..CERTIFICATES {
        fs::copy(complete_pem, certificate(index)).context(CERTIFICATE_FOLDER)?;
    }
    match server {
        Server::Nginx => files("/etc/nginx/sites-enabled", "", count, nginx),
        Server::Apache => {
            tool::run(&[&["/usr/sbin/a2enmod", "--quiet"], &MODULES[..]].concat())?;
            files("/etc/apache2/sites-enabled", ".conf", count, apache)
        }
        Server::Haproxy => {
            let mut file = OpenOptions::new().append(true).open(HAPROXY).context(HAPROXY)?;
            file.write_all(haproxy(count).as_bytes()).context(HAPROXY)
        }
        Server::Caddy => bail!("jellyfin-proxy does not read Caddy's configuration"),
    }
}

fn files(folder: &str, ending: &str, count: usize, text: fn(usize) -> String) -> Result<()> {
    (0..count).try_for_each(|site| {
        let path = format!("{folder}/site-{site:05}{ending}");
        fs::write(&path, text(site)).context(path)
    })
}

fn nginx(site: usize) -> String {
    let listen = match certificate_of(site) {
        Some(pem) => format!(
            "listen 443 ssl;\n    listen [::]:443 ssl;\n    ssl_certificate {pem};\n    ssl_certificate_key {pem};"
        ),
        None => "listen 80;\n    listen [::]:80;".to_owned(),
    };
    fill(include_str!("../../configurations/scale/nginx.conf"), site).replace("{listen}", &listen)
}

fn apache(site: usize) -> String {
    let (listen, tls) = match certificate_of(site) {
        Some(pem) => ("443", format!("SSLEngine on\n    SSLCertificateFile {pem}")),
        None => ("80", "SSLEngine off".to_owned()),
    };
    let text = fill(include_str!("../../configurations/scale/apache.conf"), site);
    text.replace("{listen}", listen).replace("{tls}", &tls)
}

fn haproxy(count: usize) -> String {
    let mut text = format!("\nfrontend web\n    bind :80\n    bind :443 ssl crt {CERTIFICATE_FOLDER}/\n");
    for site in 0..count {
        let (name, backend) = (name(site), backend(site));
        let _ = writeln!(text, "    acl is_{backend} hdr(host) -i {name} www.{name}");
        let _ = writeln!(text, "    use_backend {backend} if is_{backend}");
    }
    let _ = writeln!(text, "    default_backend {}", backend(0));
    for site in 0..count {
        text.push_str(&fill(include_str!("../../configurations/scale/haproxy.cfg"), site));
    }
    text
}

fn fill(text: &str, site: usize) -> String {
    let port = (9000 + site % 100).to_string();
    text.replace("{name}", &name(site)).replace("{backend}", &backend(site)).replace("{port}", &port)
}

fn name(site: usize) -> String {
    format!("site-{site}.customer-{}.example", site % 97)
}

fn backend(site: usize) -> String {
    format!("site_{site}")
}

fn certificate_of(site: usize) -> Option<String> {
    site.is_multiple_of(TLS_SHARE).then(|| certificate(site / TLS_SHARE % CERTIFICATES))
}

fn certificate(index: usize) -> String {
    format!("{CERTIFICATE_FOLDER}/{index}.pem")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_fill_in() {
        for text in [nginx(0), nginx(1), apache(0), apache(1), haproxy(2)] {
            let left = ["{name}", "{listen}", "{tls}", "{port}", "{backend}"];
            assert!(!left.iter().any(|word| text.contains(word)), "{text}");
        }
        assert_ne!(nginx(4), nginx(8), "they share several certificates");
    }
}
