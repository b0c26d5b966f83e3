//! How requests are passed on to Jellyfin.

use super::Dialect;
use super::tls::hsts;
use crate::proxies::{AWAY_PAGE, COMPRESSED_TYPES, WantedSite};

/// What stands outside the server blocks: names of the site's own, so that sites never clash.
pub(super) fn shared(site: &WantedSite) -> String {
    let slug = &site.slug;
    format!(
        "# WebSockets are passed on as such; other requests share kept connections to Jellyfin.
map $http_upgrade $jellyfin_{slug}_connection {{
    default upgrade;
    ''      '';
}}

upstream jellyfin_{slug} {{
    server {upstream};
    keepalive 32;
}}

# The path without its query: API keys travel in queries.
log_format jellyfin_{slug} '$remote_addr - $remote_user [$time_local] \"$request_method $uri $server_protocol\" '
                           '$status $body_bytes_sent \"$http_user_agent\"';
",
        upstream = site.upstream.authority(),
    )
}

/// Uploads are limited by Jellyfin itself; a sleeping television is no reason to hang up.
pub(super) fn limits() -> String {
    "
    keepalive_requests 10000;
    client_max_body_size 0;
    client_body_timeout 300s;
    send_timeout 300s;
"
    .to_owned()
}

/// Jellyfin stops compressing its API answers once it knows that the visitor came by HTTPS.
pub(super) fn gzip() -> String {
    format!(
        "
    gzip on;
    gzip_proxied any;
    gzip_vary on;
    gzip_min_length 1024;
    gzip_types {};
",
        COMPRESSED_TYPES.join(" ")
    )
}

pub(super) fn locations(dialect: &Dialect, site: &WantedSite) -> String {
    let base = site.base_path.prefix();
    let lead = if site.base_path.is_root() {
        String::new()
    } else {
        let url = site.url();
        format!(
            "
    location = / {{
        return 302 {url}/;
    }}
    location = {base} {{
        return 301 {url}/$is_args$args;
    }}
    location / {{
        return 404;
    }}
"
        )
    };
    format!("{lead}{}{}", proxied(dialect, site), away(site))
}

fn proxied(dialect: &Dialect, site: &WantedSite) -> String {
    let slug = &site.slug;
    let uploads = if dialect.unbuffered_uploads { "        proxy_request_buffering off;\n" } else { "" };
    format!(
        "
    location {base}/ {{
        proxy_pass http://jellyfin_{slug};
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $jellyfin_{slug}_connection;
        proxy_set_header Host $host;
        # What a visitor claims of himself is replaced by what is seen of him.
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Protocol $scheme;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Port $server_port;
        proxy_set_header Forwarded \"\";
        proxy_redirect off;
        proxy_connect_timeout 5s;
        proxy_read_timeout 3600s;
        proxy_send_timeout 3600s;
        # Films go through as they come: nothing waits, nothing is written to disk.
{uploads}        proxy_buffering off;
        proxy_buffer_size 64k;
        proxy_buffers 8 64k;
        proxy_busy_buffers_size 128k;
        error_page 502 504 = @jellyfin_{slug}_away;
    }}
",
        base = site.base_path.prefix(),
    )
}

/// A page that looks again by itself. An upload that Jellyfin refused also ends as a broken
/// connection, and is no sign of its being away.
fn away(site: &WantedSite) -> String {
    let hsts = hsts(site).map(|line| format!("        {line}\n")).unwrap_or_default();
    format!(
        "
    location @jellyfin_{slug}_away {{
        internal;
        default_type 'text/html; charset=utf-8';
        add_header Retry-After 5 always;
        add_header Cache-Control no-store always;
{hsts}        if ($request_method !~ ^(GET|HEAD)$) {{
            return 502;
        }}
        return 503 '{AWAY_PAGE}';
    }}
",
        slug = site.slug,
    )
}
