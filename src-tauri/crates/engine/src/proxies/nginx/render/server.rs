//! The server blocks: one for plain HTTP, and one for HTTPS where there is TLS.

use super::locations;
use super::writer::Writer;
use super::{AccessLog, ListenText, OwnNames, SiteText, TlsText};
use crate::proxies::COMPRESSED_TYPES;
use crate::proxies::nginx::adopt::kept;
use crate::proxies::nginx::dialect::Http2;

/// Two years (Mozilla's guideline 6.0), without subdomains and preload: those are others' to decide.
pub(super) const HSTS: &str = "max-age=63072000";

pub(super) fn write(writer: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    let Some(tls) = &text.tls else {
        writer.part("server", &[], |server| {
            head(server, text, names, &text.http, false);
            body(server, text, names);
        });
        return;
    };
    writer.part("server", &[], |server| {
        head(server, text, names, &text.http, false);
        server.kept(kept::REDIRECT, &text.kept.redirect);
        locations::acme(server, text);
        locations::to_https(server, text);
    });
    writer.part("server", &[], |server| {
        head(server, text, names, &tls.listen, true);
        tls_lines(server, text, tls, names);
        body(server, text, names);
    });
}

fn head(server: &mut Writer, text: &SiteText<'_>, own: &OwnNames, listens: &[ListenText], tls: bool) {
    for listen in listens {
        let options = [(tls, "ssl"), (listen.http2, "http2"), (listen.default, "default_server")];
        let options = options.into_iter().filter(|(wanted, _)| *wanted).map(|(_, option)| option);
        server.line("listen", &std::iter::once(listen.place.as_str()).chain(options).collect::<Vec<_>>());
    }
    if tls && text.dialect.http2 == Http2::Directive {
        server.line("http2", &["on"]);
    }
    let names = std::iter::once(text.site.domain.as_str()).chain(text.kept.names.iter().map(String::as_str));
    server.line("server_name", &names.collect::<Vec<_>>());
    match &text.access_log {
        AccessLog::File(path) => server.line("access_log", &[path.as_str(), own.entry()]),
        AccessLog::Off => server.line("access_log", &["off"]),
        AccessLog::Kept => {}
    }
}

/// What TLS is spoken: Mozilla's intermediate profile.
fn tls_lines(server: &mut Writer, text: &SiteText<'_>, tls: &TlsText, names: &OwnNames) {
    let (cert, key) = &tls.files;
    let dialect = text.dialect;
    server.gap();
    server.line("ssl_certificate", &[cert.as_str()]);
    server.line("ssl_certificate_key", &[key.as_str()]);
    server.line("ssl_protocols", dialect.protocols);
    server.line("ssl_ciphers", &[dialect.ciphers]);
    if let Some(curves) = dialect.curves {
        server.line("ssl_ecdh_curve", &[curves]);
    }
    server.line("ssl_prefer_server_ciphers", &["off"]);
    server.line("ssl_session_cache", &[&format!("shared:{}:10m", names.entry())]);
    server.line("ssl_session_timeout", &["1d"]);
    if dialect.tickets_off {
        server.line("ssl_session_tickets", &["off"]);
    }
    if text.site.hsts {
        hsts(server, text);
    }
}

/// Where a location adds headers of its own, those of its server are lost to it.
pub(super) fn hsts(writer: &mut Writer, text: &SiteText<'_>) {
    add_header(writer, text, "Strict-Transport-Security", HSTS);
}

pub(super) fn add_header(writer: &mut Writer, text: &SiteText<'_>, name: &str, value: &str) {
    let always: &[&str] = if text.dialect.always { &["always"] } else { &[] };
    let args: Vec<&str> = [name, value].into_iter().chain(always.iter().copied()).collect();
    writer.line("add_header", &args);
}

/// What the server that leads to Jellyfin does, whether over HTTPS or not.
fn body(server: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    server.gap();
    server.line("keepalive_requests", &["10000"]);
    server.comment("Jellyfin has a limit of its own for uploads.");
    server.line("client_max_body_size", &["0"]);
    server.line("client_body_timeout", &["300s"]);
    server.line("send_timeout", &["300s"]);
    server.comment("Jellyfin leaves this to the proxy once it knows of it.");
    server.line("gzip", &["on"]);
    server.line("gzip_proxied", &["any"]);
    server.line("gzip_vary", &["on"]);
    server.line("gzip_min_length", &["1024"]);
    server.line("gzip_types", &COMPRESSED_TYPES);
    server.kept(kept::SERVER, &text.kept.server);
    if text.tls.is_none() {
        locations::acme(server, text);
    }
    locations::jellyfin(server, text, names);
    locations::away(server, text, names);
}
