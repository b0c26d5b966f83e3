//! What answers which path.

use super::server::{add_header, hsts};
use super::writer::Writer;
use super::{OwnNames, SiteText};
use crate::proxies::AWAY_PAGE;
use crate::proxies::nginx::adopt::kept;

/// Certificate renewals, over plain HTTP and out of the redirect.
pub(super) fn acme(server: &mut Writer, text: &SiteText<'_>) {
    if text.kept.has_renewals(text.tls.is_some()) {
        return;
    }
    server.part("location", &["^~", "/.well-known/acme-challenge/"], |location| {
        location.line("root", &[text.acme_root.as_str()]);
        location.line("default_type", &["text/plain"]);
    });
}

/// Everything else over plain HTTP goes to the same address over HTTPS.
pub(super) fn to_https(server: &mut Writer, text: &SiteText<'_>) {
    server.part("location", &["/"], |location| {
        location.line("return", &["301", &format!("{}$request_uri", origin(text))]);
    });
}

/// Jellyfin below its base path, which is passed on as it stands.
pub(super) fn jellyfin(server: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    let base = text.site.base_path.prefix();
    if !text.site.base_path.is_root() {
        let to = format!("{}{base}/$is_args$args", origin(text));
        for outside in ["/", base] {
            server.part("location", &["=", outside], |location| location.line("return", &["302", &to]));
        }
        server.part("location", &["/"], |location| location.line("return", &["404"]));
    }
    server.part("location", &[&format!("{base}/")], |location| {
        location.line("proxy_pass", &[&format!("http://{}", names.entry())]);
        location.gap();
        headers(location, names);
        location.gap();
        passage(location, text);
        location.line("error_page", &["502", "504", "=", &names.away()]);
        location.kept(kept::LOCATION, &text.kept.location);
        if text.site.hsts && text.tls.is_some() && text.kept.has_header_fields() {
            hsts(location, text);
        }
    });
}

/// What Jellyfin is told of the visitor. What the visitor said of himself is dropped.
fn headers(location: &mut Writer, names: &OwnNames) {
    location.line("proxy_http_version", &["1.1"]);
    for (name, value) in [
        ("Upgrade", "$http_upgrade"),
        ("Connection", &names.connection()),
        ("Host", &names.host()),
        ("X-Real-IP", "$remote_addr"),
        ("X-Forwarded-For", "$remote_addr"),
        ("X-Forwarded-Proto", "$scheme"),
        ("X-Forwarded-Protocol", "$scheme"),
        ("X-Forwarded-Host", &names.host()),
        ("X-Forwarded-Port", "$server_port"),
        ("Forwarded", ""),
    ] {
        location.line("proxy_set_header", &[name, value]);
    }
    location.line("proxy_redirect", &["off"]);
}

/// How bytes pass: at once, in large pieces, and for hours if need be.
fn passage(location: &mut Writer, text: &SiteText<'_>) {
    location.line("proxy_connect_timeout", &["5s"]);
    location.comment("A sleeping television keeps its WebSocket for hours.");
    location.line("proxy_read_timeout", &["3600s"]);
    location.line("proxy_send_timeout", &["3600s"]);
    if text.dialect.request_buffering {
        location.line("proxy_request_buffering", &["off"]);
    }
    location.comment("No delay and nothing on disk; large buffers spare the processor.");
    location.line("proxy_buffering", &["off"]);
    location.line("proxy_buffer_size", &["64k"]);
    location.line("proxy_buffers", &["8", "64k"]);
    location.line("proxy_busy_buffers_size", &["128k"]);
}

/// The page for browsers while Jellyfin does not answer. An upload that Jellyfin breaks off looks the
/// same to nginx and keeps its error.
pub(super) fn away(server: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    server.part("location", &[&names.away()], |location| {
        location.block("if", &["($request_method", "!~", "^(GET|HEAD)$)"], |other| {
            other.line("return", &["502"]);
        });
        location.line("default_type", &["text/html; charset=utf-8"]);
        add_header(location, text, "Retry-After", "5");
        add_header(location, text, "Cache-Control", "no-store");
        if text.site.hsts && text.tls.is_some() {
            hsts(location, text);
        }
        location.line("return", &["503", AWAY_PAGE]);
    });
}

/// The site's address without its path; with several names that of the visitor.
fn origin(text: &SiteText<'_>) -> String {
    let url = text.site.url();
    let origin = url.strip_suffix(text.site.base_path.prefix()).unwrap_or(&url);
    let name = text.site.domain.as_str();
    if text.kept.names.is_empty() { origin.to_owned() } else { origin.replacen(name, "$host", 1) }
}
