//! Where visitors come in, and which of their requests go on to Jellyfin.

use super::{OwnNames, Page, SiteText, Writer};

/// The fields of `option httplog` with the path for the request line, whose query carries api keys.
const LOG_FORMAT: &str = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc \
%ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs \"%HM %HP %HV\"";

pub(super) fn write(writer: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    text.section(writer, "frontend", names.frontend());
    binds(writer, text);
    writer.line(&["maxconn", "2000"]);
    writer.comment("A paused television says nothing for a long time.");
    writer.line(&["timeout", "client", "1h"]);
    writer.line(&["timeout", "client-fin", "30s"]);
    writer.line(&["timeout", "http-request", "30s"]);
    writer.line(&["timeout", "http-keep-alive", "60s"]);
    writer.line(&["option", "http-keep-alive"]);
    // Without a log, a format for it draws a warning.
    if text.inherited.logs {
        writer.comment("As option httplog, with the path only: api keys travel in the query.");
        writer.line(&["log-format", LOG_FORMAT]);
    }
    if !text.dialect.replies {
        let page = text.page(Page::NotFound);
        writer.line(&["errorfile", "403", page.as_str()]);
    }
    conditions(writer, text, names);
    requests(writer, text, names);
}

fn binds(writer: &mut Writer, text: &SiteText<'_>) {
    let addresses: &[(&str, &[&str])] =
        if text.site.ipv6 { &[("*", &[]), ("::", &["v6only"])] } else { &[("*", &[])] };
    for (address, options) in addresses {
        let place = format!("{address}:{}", text.site.http_port);
        writer.line(&[&["bind", &place], *options].concat());
    }
    let (Some(tls), Some(certificate)) = (&text.site.tls, &text.certificate) else { return };
    for (address, options) in addresses {
        let place = format!("{address}:{}", tls.port);
        let tls = ["ssl", "crt", certificate.as_str()];
        writer.line(&[&["bind", &place], *options, &tls, &text.dialect.tls].concat());
    }
}

fn conditions(writer: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    writer.comment("The name, with or without a port behind it.");
    let domain = text.site.domain.as_str();
    writer.line(&["acl", &names.host(), "hdr(host),field(1,:)", "-i", domain]);
    writer.line(&["acl", &names.acme(), "path_beg", "/.well-known/acme-challenge/"]);
    if !text.site.base_path.is_root() {
        let below = format!("{}/", text.site.base_path);
        writer.line(&["acl", &names.below(), "path_beg", &below]);
    }
}

fn requests(writer: &mut Writer, text: &SiteText<'_>, names: &OwnNames) {
    let (host, acme, below) = (names.host(), names.acme(), names.below());
    let not_acme = format!("!{acme}");
    let url = text.site.url();
    let base = text.site.base_path.prefix();
    let deny: &[&str] = if text.dialect.replies { &["deny", "deny_status", "404"] } else { &["deny"] };
    let refuse = [&["http-request"], deny].concat();
    writer.line(&[refuse.as_slice(), &["unless", &host]].concat());
    if text.site.tls.is_some() {
        let origin = url.strip_suffix(base).unwrap_or(&url);
        let to = ["http-request", "redirect", "prefix", origin, "code", "301"];
        writer.line(&[to.as_slice(), &["if", &not_acme, "!{", "ssl_fc", "}"]].concat());
    }
    if !text.site.base_path.is_root() {
        writer.comment("The bare prefix becomes the root, and the root leads below the prefix.");
        writer.line(&["http-request", "set-path", "/", "if", "{", "path", base, "}"]);
        let to = ["http-request", "redirect", "prefix", &url, "code", "302"];
        writer.line(&[to.as_slice(), &["if", "{", "path", "/", "}"]].concat());
        writer.line(&[refuse.as_slice(), &["unless", &below, "or", &acme]].concat());
    }
    writer.line(&["use_backend", &acme, "if", &acme]);
    writer.line(&["default_backend", &names.backend()]);
}
