//! Where visitors come in, and which of their requests go on to Jellyfin.

use super::{OwnFrontend, SiteText, Writer};
use crate::proxies::haproxy::fitting::Early;

/// The fields of `option httplog` with the path for the request line, whose query carries api keys.
const LOG_FORMAT: &str = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc \
%ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs \"%HM %HP %HV\"";

/// Why nothing is logged in a frontend of somebody else's.
pub(super) const UNLOGGED: &str = "The frontend would log queries, and api keys travel in them.";

/// A frontend of the site's own. Other sites of this product may add theirs behind it, so nothing here
/// turns away what is not this site's: its backend does.
pub(super) fn write_own(writer: &mut Writer, text: &SiteText<'_>, own: &OwnFrontend) {
    own.inherited.section(writer, "frontend", text.names.frontend());
    binds(writer, text, own);
    writer.line(&["maxconn", "2000"]);
    writer.comment("A paused television says nothing for a long time.");
    writer.line(&["timeout", "client", "1h"]);
    writer.line(&["timeout", "client-fin", "30s"]);
    writer.line(&["timeout", "http-request", "30s"]);
    writer.line(&["timeout", "http-keep-alive", "60s"]);
    writer.line(&["option", "http-keep-alive"]);
    // Without a log, a format for it draws a warning.
    if own.inherited.logs() {
        writer.comment("As option httplog, with the path only: api keys travel in the query.");
        writer.line(&["log-format", LOG_FORMAT]);
    }
    conditions(writer, text);
    challenges(writer, text);
    writer.line(&["default_backend", &text.names.backend()]);
}

/// The site's lines in a frontend of somebody else's.
pub(super) fn write_guest(writer: &mut Writer, text: &SiteText<'_>) {
    conditions(writer, text);
    challenges(writer, text);
    writer.line(&["use_backend", &text.names.backend(), "if", &text.names.host()]);
}

/// The site's lines before rules that would send its visitors elsewhere.
pub(super) fn write_early(writer: &mut Writer, text: &SiteText<'_>, silent: bool, early: Early) {
    conditions(writer, text);
    let (host, acme) = (text.names.host(), text.names.acme());
    if silent && early.redirects {
        writer.comment(UNLOGGED);
        writer.line(&["http-request", "set-log-level", "silent", "if", &host]);
    }
    if early.challenges {
        writer.comment("Challenges of a renewal go on: the rules below would take them elsewhere.");
        writer.line(&["http-request", "allow", "if", &host, &acme]);
    }
    if early.redirects {
        let to = ["http-request", "redirect", "prefix", &text.origin(), "code", "301"];
        writer.line(&[to.as_slice(), &["if", &host, &format!("!{acme}")]].concat());
    }
}

fn binds(writer: &mut Writer, text: &SiteText<'_>, own: &OwnFrontend) {
    let addresses: &[(&str, &[&str])] =
        if text.site.ipv6 { &[("*", &[]), ("::", &["v6only"])] } else { &[("*", &[])] };
    let bind = |port: std::num::NonZeroU16, tls: &[&str]| {
        let words = addresses.iter().map(move |(address, options)| {
            let words = [vec!["bind".to_owned(), format!("{address}:{port}")], owned(options), owned(tls)];
            words.concat()
        });
        words.collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    if own.http {
        lines.extend(bind(text.site.http_port, &[]));
    }
    if let (Some(tls), Some(folder)) = (&text.site.tls, &own.https) {
        let options = [&["ssl", "crt", folder.as_str()], text.dialect.tls.as_slice()].concat();
        lines.extend(bind(tls.port, &options));
    }
    for line in lines {
        writer.line(&line.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn conditions(writer: &mut Writer, text: &SiteText<'_>) {
    writer.comment("The name, with or without a port behind it.");
    let domain = text.site.domain.as_str();
    writer.line(&["acl", &text.names.host(), "hdr(host),field(1,:)", "-i", domain]);
    writer.line(&["acl", &text.names.acme(), "path_beg", "/.well-known/acme-challenge/"]);
}

fn challenges(writer: &mut Writer, text: &SiteText<'_>) {
    let (host, acme) = (text.names.host(), text.names.acme());
    // The path before the name: hardly a request has it, and the others are spared looking for their name twice.
    writer.line(&["use_backend", &acme, "if", &acme, &host]);
}
