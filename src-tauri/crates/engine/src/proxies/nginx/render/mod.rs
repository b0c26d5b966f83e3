//! The configuration of a site, in the spelling of a version.

mod dialect;
mod passing;
mod tls;

pub(super) use dialect::Dialect;

use crate::names::AbsPath;
use crate::plan::Refusal;
use crate::proxies::WantedSite;

/// Everything that stands in a site's file.
///
/// # Errors
/// When a path cannot be written in nginx's language.
pub(super) fn site(dialect: &Dialect, site: &WantedSite, logs: &AbsPath) -> Result<String, Refusal> {
    let mut blocks = vec![passing::shared(site)];
    match &site.tls {
        None => blocks.push(server(dialect, site, "", "", logs)),
        Some(tls) => {
            blocks.push(redirect(site, logs));
            let settings = tls::settings(dialect, site, tls)?;
            let flags = if dialect.http2 && !dialect.http2_directive { " ssl http2" } else { " ssl" };
            blocks.push(server(dialect, site, flags, &settings, logs));
        }
    }
    Ok(blocks.join("\n"))
}

/// Plain HTTP leads to HTTPS, save for the challenges of certificate renewal.
fn redirect(site: &WantedSite, logs: &AbsPath) -> String {
    let host = &site.domain;
    let target = match site.tls.as_ref().map(|tls| tls.port.get()) {
        Some(443) | None => format!("https://{host}"),
        Some(port) => format!("https://{host}:{port}"),
    };
    format!(
        "server {{
{listens}    server_name {host};
{log}{acme}
    location / {{
        return 301 {target}$request_uri;
    }}
}}
",
        listens = listens(site.http_port.get(), "", site.ipv6),
        log = access_log(site, logs),
        acme = acme(site),
    )
}

fn server(dialect: &Dialect, site: &WantedSite, flags: &str, tls: &str, logs: &AbsPath) -> String {
    let port = site.tls.as_ref().map_or(site.http_port, |tls| tls.port).get();
    let acme = if site.tls.is_none() { acme(site) } else { String::new() };
    format!(
        "server {{
{listens}    server_name {host};
{tls}{log}{limits}{gzip}{acme}{locations}}}
",
        listens = listens(port, flags, site.ipv6),
        host = site.domain,
        log = access_log(site, logs),
        limits = passing::limits(),
        gzip = passing::gzip(),
        locations = passing::locations(dialect, site),
    )
}

fn listens(port: u16, flags: &str, ipv6: bool) -> String {
    let v6 = if ipv6 { format!("    listen [::]:{port}{flags};\n") } else { String::new() };
    format!("    listen {port}{flags};\n{v6}")
}

/// The path without its query: API keys travel in queries.
fn access_log(site: &WantedSite, logs: &AbsPath) -> String {
    format!("    access_log {logs}/jellyfin-{}-access.log jellyfin_{};\n", site.domain, site.slug)
}

fn acme(site: &WantedSite) -> String {
    format!(
        "
    # Certificate renewal (HTTP-01) is answered over plain HTTP.
    location ^~ /.well-known/acme-challenge/ {{
        root {};
        default_type text/plain;
    }}
",
        site.acme_root
    )
}
