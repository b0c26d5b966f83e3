use super::Blocks;
use super::kept::{Kept, is_for_renewals};
use crate::plan::{Conflict, ConflictKind, Finding, Refusal};
use crate::proxies::WantedSite;
use crate::proxies::most::MOST_LISTENS;
use crate::proxies::nginx::listen::ListenLine;
use crate::proxies::nginx::node::Node;
use crate::proxies::nginx::survey::Server;

/// What our own servers set, or have no use for: it is not kept.
const SERVERS_OWN: [&str; 26] = [
    "listen",
    "server_name",
    "http2",
    "ssl",
    "ssl_certificate",
    "ssl_certificate_key",
    "ssl_protocols",
    "ssl_ciphers",
    "ssl_ecdh_curve",
    "ssl_prefer_server_ciphers",
    "ssl_session_cache",
    "ssl_session_timeout",
    "ssl_session_tickets",
    "ssl_dhparam",
    "ssl_stapling",
    "ssl_stapling_verify",
    "keepalive_requests",
    "client_max_body_size",
    "client_body_timeout",
    "send_timeout",
    "gzip",
    "gzip_proxied",
    "gzip_vary",
    "gzip_min_length",
    "gzip_types",
    "gzip_comp_level",
];

/// The same for the location that leads to Jellyfin.
const LOCATIONS_OWN: [&str; 13] = [
    "proxy_pass",
    "proxy_http_version",
    "proxy_redirect",
    "proxy_connect_timeout",
    "proxy_read_timeout",
    "proxy_send_timeout",
    "proxy_request_buffering",
    "proxy_buffering",
    "proxy_buffer_size",
    "proxy_buffers",
    "proxy_busy_buffers_size",
    "proxy_max_temp_file_size",
    "client_max_body_size",
];

/// The header fields that ours tells Jellyfin, and those that mean the same.
const FIELDS: [&str; 12] = [
    "upgrade",
    "connection",
    "host",
    "x-real-ip",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-protocol",
    "x-forwarded-host",
    "x-forwarded-port",
    "forwarded",
    "x-forwarded-server",
    "x-forwarded-ssl",
];

/// What our site keeps of the blocks, and what is to be said of it.
///
/// # Errors
/// When something that would have to be kept cannot be.
pub(super) fn sort(blocks: &Blocks<'_, '_>, site: &WantedSite) -> Result<(Kept, Vec<Finding>), Refusal> {
    let mut sorting = Sorting { blocks, site, names: Vec::new(), kept: Vec::new(), left: Vec::new() };
    for server in &blocks.leading {
        sorting.leading(server)?;
    }
    for server in &blocks.redirecting {
        sorting.redirecting(server)?;
    }
    sorting.drop_unused_variables();
    Ok(sorting.finish())
}

struct Sorting<'b, 's, 'c> {
    blocks: &'b Blocks<'s, 'c>,
    site: &'b WantedSite,
    names: Vec<String>,
    /// What is kept, in order: where it goes, its name and its text.
    kept: Vec<(Part, String, &'c str)>,
    /// What is lost, with its place.
    left: Vec<String>,
}

/// Where something that is kept goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Server,
    Location,
    Redirect,
}

impl<'c> Sorting<'_, '_, 'c> {
    fn leading(&mut self, server: &Server<'c>) -> Result<(), Refusal> {
        let domain = self.site.domain.as_str();
        for name in server.site.names.iter().filter(|name| !name.eq_ignore_ascii_case(domain)) {
            if !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
        let locations: Vec<_> = self.blocks.jellyfin_locations(server).map(|node| node.span()).collect();
        for node in server.node.written_inside() {
            match node.included() {
                // A snippet that has to do with nothing of ours stays a snippet.
                Some(inside) if inside.iter().all(|inner| !self.is_ours(inner) && !inner.is("location")) => {
                    self.keep(&node, Part::Server)?;
                }
                Some(inside) => {
                    inside.iter().try_for_each(|inner| self.of_server(inner, &locations))?;
                }
                None => self.of_server(&node, &locations)?,
            }
        }
        Ok(())
    }

    fn of_server(&mut self, node: &Node<'c>, locations: &[std::ops::Range<usize>]) -> Result<(), Refusal> {
        if node.is("listen") {
            self.listen(node);
        } else if self.is_ours(node) {
            return Ok(());
        } else if node.is("proxy_set_header") {
            return self.keep(node, Part::Location);
        } else if node.is("location") {
            return self.location(node, locations.contains(&node.span()));
        } else {
            return self.keep(node, Part::Server);
        }
        Ok(())
    }

    /// One that leads to Jellyfin is ours where nothing else is said in it; the main one gives what else it
    /// says to ours.
    fn location(&mut self, node: &Node<'c>, leads: bool) -> Result<(), Refusal> {
        let args = node.args();
        let base = self.site.base_path.prefix();
        let is_main = leads && args.len() == 1 && args[0].trim_end_matches('/') == base;
        if is_main {
            return node.inside().iter().try_for_each(|inner| match self.is_ours(inner) {
                true => Ok(()),
                false => self.keep(inner, Part::Location),
            });
        }
        let covered = leads && node.inside().iter().all(|inner| self.is_ours(inner));
        let clashes = !base.is_empty()
            && match args.as_slice() {
                [path] => path == "/",
                [sign, path] => sign == "=" && (path == "/" || path == base),
                _ => false,
            };
        if clashes && !leads {
            self.leave(node);
        } else if !covered {
            return self.keep(node, Part::Server);
        }
        Ok(())
    }

    fn redirecting(&mut self, server: &Server<'c>) -> Result<(), Refusal> {
        for node in &server.node.inside() {
            let args = node.args();
            let path = args.iter().rfind(|arg| arg.starts_with('/'));
            if node.is("location") && path.is_some_and(|path| is_for_renewals(path.as_bytes())) {
                let part = if self.site.tls.is_some() { Part::Redirect } else { Part::Server };
                self.keep(node, part)?;
            } else if node.is("root") && self.site.tls.is_some() {
                self.keep(node, Part::Redirect)?;
            } else if ["access_log", "error_log", "add_header"].iter().any(|name| node.is(name)) {
                self.leave(node);
            }
        }
        Ok(())
    }

    /// HTTP/3 is not ours, and neither is a second port.
    fn listen(&mut self, node: &Node<'c>) {
        if node.args().iter().any(|word| word == "quic") {
            self.leave(node);
            return;
        }
        let wanted = [Some(self.site.http_port), self.site.tls.as_ref().map(|tls| tls.port)];
        let wanted = wanted.into_iter().flatten().map(std::num::NonZero::get).collect::<Vec<_>>();
        let lines = ListenLine::parse(&node.args(), MOST_LISTENS).unwrap_or_default();
        if lines.iter().any(|line| !wanted.contains(&line.at.port)) {
            self.leave(node);
        }
    }

    fn is_ours(&self, node: &Node<'_>) -> bool {
        let field = node.first().map(|field| field.to_ascii_lowercase()).unwrap_or_default();
        let name = node.name();
        match &*name {
            "proxy_set_header" => FIELDS.contains(&field.as_str()),
            // HTTP/3 is not ours, and nobody shall be sent there.
            "add_header" if field == "alt-svc" => true,
            "add_header" if field == "strict-transport-security" => self.site.hsts,
            "ssl_trusted_certificate" => !self.verifies_clients(),
            "error_page" => node.args().iter().any(|code| code == "502" || code == "504"),
            other => {
                SERVERS_OWN.contains(&other)
                    || LOCATIONS_OWN.contains(&other)
                    || other.starts_with("http3")
                    || other.starts_with("quic_")
            }
        }
    }

    fn verifies_clients(&self) -> bool {
        let mut inside = self.blocks.leading.iter().flat_map(|server| server.node.inside());
        inside.any(|node| node.is("ssl_verify_client"))
    }

    /// The same text in two blocks (one for each port, say) is kept once.
    fn keep(&mut self, node: &Node<'c>, part: Part) -> Result<(), Refusal> {
        let Some(text) = node.text() else {
            return Err(Refusal::Conflict(Conflict {
                kind: ConflictKind::JellyfinSite,
                file: node.file().clone(),
                line: node.line(),
                what: format!("`{}` holds bytes that are no text, and cannot be carried over", node.name()),
                ways: vec!["write it in UTF-8, and plan again".to_owned()],
            }));
        };
        if !self.kept.iter().any(|(other, _, kept)| *other == part && *kept == text) {
            self.kept.push((part, node.name().into_owned(), text));
        }
        Ok(())
    }

    fn leave(&mut self, node: &Node<'_>) {
        let words = std::iter::once(node.name()).chain(node.args()).collect::<Vec<_>>().join(" ");
        self.left.push(format!("`{words}` ({}, line {})", node.file(), node.line()));
    }

    /// A variable that only gave Jellyfin's address is not needed any more.
    fn drop_unused_variables(&mut self) {
        let uses = |text: &str, variable: &str| {
            let name = variable.trim_start_matches('$');
            text.contains(&format!("${name}")) || text.contains(&format!("${{{name}}}"))
        };
        let all = self.kept.clone();
        self.kept.retain(|(_, name, text)| {
            let variable = text.split_whitespace().nth(1).unwrap_or_default();
            name != "set" || all.iter().any(|(_, _, other)| other != text && uses(other, variable))
        });
    }

    fn lines(&self, part: Part, indent: &str) -> Vec<String> {
        let kept = self.kept.iter().filter(|(other, _, _)| *other == part);
        let lines = kept.flat_map(|(_, _, text)| {
            let mut lines = text.lines();
            let first = lines.next().map(|first| format!("{indent}{first}"));
            first.into_iter().chain(lines.map(str::to_owned))
        });
        lines.collect()
    }

    fn finish(self) -> (Kept, Vec<Finding>) {
        let mut told: Vec<&str> = self.names.iter().map(String::as_str).collect();
        for (_, name, _) in &self.kept {
            if !told.contains(&name.as_str()) {
                told.push(name);
            }
        }
        let told = match told.as_slice() {
            [] => "nothing in it has to be kept".to_owned(),
            told => format!("kept of it: {}", told.join(", ")),
        };
        let place = self.blocks.leading().map(|leading| &leading.site);
        let place = place.map(|site| format!("{}, line {}", site.file, site.line)).unwrap_or_default();
        let message = format!("this site takes the place of the one in {place}; {told}");
        let mut findings = vec![Finding::note("site_adopted", message)];
        if !self.left.is_empty() {
            findings.push(Finding::warning(
                "not_carried_over",
                format!("not carried over from the site before: {}", self.left.join("; ")),
                "if that is needed, add it by hand afterwards, or leave the old site as it is",
            ));
        }
        let kept = Kept {
            server: self.lines(Part::Server, "    "),
            location: self.lines(Part::Location, "        "),
            redirect: self.lines(Part::Redirect, "    "),
            names: self.names,
        };
        (kept, findings)
    }
}
