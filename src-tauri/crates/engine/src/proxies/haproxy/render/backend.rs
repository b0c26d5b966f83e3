//! What is said to Jellyfin, and how it is watched.

use super::frontend::UNLOGGED;
use super::{HSTS, OwnBackends, Page, SiteText, Writer};
use crate::names::UpstreamHost;
use crate::proxies::{AWAY_PAGE, COMPRESSED_TYPES};

/// Where certbot listens for the length of a renewal (`--http-01-port`): HAProxy serves no files.
pub(in crate::proxies::haproxy) const ACME_PORT: u16 = 8888;

pub(super) fn write(writer: &mut Writer, text: &SiteText<'_>, own: &OwnBackends) {
    own.inherited.section(writer, "backend", &text.names.acme());
    writer.line(&["timeout", "connect", "5s"]);
    writer.line(&["timeout", "server", "30s"]);
    writer.comment("certbot certonly --standalone --http-01-port 8888");
    writer.line(&["server", "certbot", &format!("127.0.0.1:{ACME_PORT}")]);
    // Last, so that lines of a hand-written backend that are carried over go on with it.
    own.inherited.section(writer, "backend", &text.names.backend());
    writer.line(&["timeout", "connect", "5s"]);
    writer.comment("A conversion can take a while to begin.");
    writer.line(&["timeout", "server", "1h"]);
    writer.comment("WebSockets.");
    writer.line(&["timeout", "tunnel", "24h"]);
    if text.site.max_connections.is_some() {
        writer.line(&["timeout", "queue", "60s"]);
    }
    writer.line(&["option", "http-keep-alive"]);
    // Live streams arrive in small pieces, of which 3.0 and later otherwise hold one back until the
    // next comes (measured: 125 ms at 16 kB/s).
    writer.comment("Every piece of a stream goes on at once.");
    writer.line(&["option", "http-no-delay"]);
    writer.line(&["http-reuse", "safe"]);
    if text.dialect.gzip {
        writer.comment("Jellyfin does not compress for visitors who come by HTTPS.");
        writer.line(&["compression", "algo", "gzip"]);
        writer.line(&[&["compression", "type"], COMPRESSED_TYPES.as_slice()].concat());
    }
    requests(writer, text, own);
    headers(writer, text, own);
    away(writer, text);
    health(writer, text);
}

/// What does not go on to Jellyfin.
fn requests(writer: &mut Writer, text: &SiteText<'_>, own: &OwnBackends) {
    let when: Option<&[&str]> = match (own.silent.http, own.silent.https) {
        (true, true) => Some(&[]),
        (true, false) if text.site.tls.is_none() => Some(&[]),
        (true, false) => Some(&["if", "!{", "ssl_fc", "}"]),
        (false, true) => Some(&["if", "{", "ssl_fc", "}"]),
        (false, false) => None,
    };
    if let Some(when) = when {
        writer.comment(UNLOGGED);
        writer.line(&[&["http-request", "set-log-level", "silent"], when].concat());
    }
    let deny: &[&str] = if text.dialect.replies { &["deny", "deny_status", "404"] } else { &["deny"] };
    let refuse = [&["http-request"], deny].concat();
    if own.takes_others {
        let domain = text.site.domain.as_str();
        writer.line(&["acl", &text.names.host(), "hdr(host),field(1,:)", "-i", domain]);
        writer.line(&[refuse.as_slice(), &["unless", &text.names.host()]].concat());
    }
    if text.site.tls.is_some() {
        let to = ["http-request", "redirect", "prefix", &text.origin(), "code", "301"];
        writer.line(&[to.as_slice(), &["if", "!{", "ssl_fc", "}"]].concat());
    }
    if text.site.base_path.is_root() {
        return;
    }
    writer.comment("The bare prefix becomes the root, and the root leads below the prefix.");
    let base = text.site.base_path.prefix();
    let (url, below) = (text.site.url(), format!("{base}/"));
    writer.line(&["http-request", "set-path", "/", "if", "{", "path", base, "}"]);
    let to = ["http-request", "redirect", "prefix", &url, "code", "302"];
    writer.line(&[to.as_slice(), &["if", "{", "path", "/", "}"]].concat());
    writer.line(&[refuse.as_slice(), &["unless", "{", "path_beg", &below, "}"]].concat());
}

/// Fields that Jellyfin of some version believes, or a visitor could be taken for somebody else by. `Host`
/// goes on as it came, so `X-Forwarded-Host` would only repeat it.
const SAID_OF_HIMSELF: [&str; 5] =
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Protocol", "X-Real-IP", "Forwarded"];

/// What Jellyfin is told of the visitor. What the visitor said of himself is dropped. A field that is set
/// costs HAProxy five times what a field costs that is dropped (1,900 and 400 instructions, 2.6.12), so
/// only those are set that Jellyfin reads, and the port.
fn headers(writer: &mut Writer, text: &SiteText<'_>, own: &OwnBackends) {
    let (scheme, port) = match &text.site.tls {
        Some(tls) => ("https", tls.port),
        None => ("http", text.site.http_port),
    };
    writer.comment("Who the visitor is; what he says of himself is dropped.");
    for name in SAID_OF_HIMSELF {
        writer.line(&["http-request", "del-header", name]);
    }
    if own.forwardfor {
        // What a frontend adds goes by the backend's name for it, and spares some visitors where it has
        // an `except` (observed on 2.6.12): it goes elsewhere, and every visitor's address is set here.
        writer.line(&["option", "forwardfor", "header", "X-Real-IP"]);
        writer.line(&["http-request", "set-header", "X-Forwarded-For", "%[src]"]);
    } else {
        writer.line(&["option", "forwardfor"]);
    }
    for (name, value) in [("X-Forwarded-Proto", scheme), ("X-Forwarded-Port", &port.to_string())] {
        writer.line(&["http-request", "set-header", name, value]);
    }
    if text.site.hsts && text.site.tls.is_some() {
        writer.line(&["http-response", "set-header", "Strict-Transport-Security", HSTS]);
    }
}

/// The page for browsers while nobody answers. Jellyfin's own errors are answers and pass.
fn away(writer: &mut Writer, text: &SiteText<'_>) {
    writer.comment("Shown while Jellyfin is away; it reloads itself.");
    if !text.dialect.replies {
        for (status, page) in [("503", Page::Away), ("403", Page::NotFound)] {
            writer.line(&["errorfile", status, text.page(page).as_str()]);
        }
        return;
    }
    let page = ["content-type", "text/html; charset=utf-8", "string", AWAY_PAGE];
    let headers = ["hdr", "Retry-After", "5", "hdr", "Cache-Control", "no-store"];
    let hsts: &[&str] = if text.site.hsts && text.site.tls.is_some() {
        &["hdr", "Strict-Transport-Security", HSTS]
    } else {
        &[]
    };
    writer.line(&[["http-error", "status", "503"].as_slice(), &page, &headers, hsts].concat());
}

/// By status and not by the word `Healthy`: a Jellyfin that migrates for hours answers 200 `Degraded`,
/// and its own page then says how far it is (observed on 10.11.11).
fn health(writer: &mut Writer, text: &SiteText<'_>) {
    let path = format!("{}/health", text.site.base_path);
    let domain = text.site.domain.as_str();
    if text.dialect.replies {
        writer.line(&["option", "httpchk"]);
        let send = ["http-check", "send", "meth", "GET", "uri", &path];
        writer.line(&[send.as_slice(), &["ver", "HTTP/1.1", "hdr", "Host", domain]].concat());
    } else {
        writer.line(&["option", "httpchk", "GET", &path, &format!("HTTP/1.1\r\nHost: {domain}")]);
    }
    writer.line(&["http-check", "expect", "status", "200"]);
    // A busy Jellyfin is given time; without this a check has to end within a second after a failure.
    writer.line(&["timeout", "check", "10s"]);
    let pace = ["inter", "5s", "fastinter", "1s", "downinter", "1s", "rise", "1", "fall", "3"];
    writer.line(&[&["default-server"], pace.as_slice()].concat());
    let authority = text.site.upstream.authority();
    let mut server = vec!["server", "jellyfin", &authority, "check"];
    // A name that cannot be looked up must not keep everything else from starting.
    if matches!(text.site.upstream.host(), UpstreamHost::Name(_)) {
        server.extend(["init-addr", "last,libc,none"]);
    }
    let most = text.site.max_connections.map(|most| most.to_string());
    if let Some(most) = &most {
        server.extend(["maxconn", most]);
    }
    writer.line(&server);
}
