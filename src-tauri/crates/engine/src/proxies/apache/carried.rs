use super::handwritten::leads_to;
use super::syntax::{Directive, Item, Lines, Section, first_word, words};
use crate::names::Upstream;
use crate::proxies::WantedSite;

/// What goes over from a hand-written site to the one that takes its place, and what does not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Carried {
    /// Directives and sections, a line each.
    pub(super) lines: Vec<String>,
    /// What is left out although nothing of ours says the same.
    pub(super) left_out: Vec<String>,
}

/// Stand around the lines in the file, so that the next plan finds them there.
pub(super) const BEGIN: &str = "Carried over from the site that stood here before:";
/// The other end.
pub(super) const END: &str = "So far what was carried over.";

/// What our own lines say, or what a site that passes everything on has no use for.
const SUPERSEDED: [&str; 29] = [
    "allowencodedslashes",
    "documentroot",
    "keepalive",
    "limitrequestbody",
    "maxkeepaliverequests",
    "protocols",
    "protocolshonororder",
    "proxyaddheaders",
    "proxyerroroverride",
    "proxypreservehost",
    "proxyrequests",
    "proxytimeout",
    "requestreadtimeout",
    "servername",
    "serversignature",
    "sslcertificatechainfile",
    "sslcertificatefile",
    "sslcertificatekeyfile",
    "sslciphersuite",
    "sslcompression",
    "sslengine",
    "sslhonorcipherorder",
    "sslopensslconfcmd",
    "sslprotocol",
    "sslproxyengine",
    "sslsessiontickets",
    "sslstaplingcache",
    "sslusestapling",
    "timeout",
];

/// What becomes of a directive.
enum Fate {
    Carry(String),
    Drop,
    LeaveOut,
}

impl Carried {
    /// Those of a block that was written before.
    pub(super) fn written(block: &str) -> Self {
        let mut found = Self::default();
        let mut inside = false;
        for line in block.lines().map(str::trim) {
            match line.strip_prefix("# ") {
                Some(BEGIN) => inside = true,
                Some(END) => inside = false,
                _ if inside => found.lines.push(line.to_owned()),
                _ => {}
            }
        }
        found
    }

    /// The names beside the site's own, as lines.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &String> {
        self.lines.iter().filter(|line| line.starts_with("ServerAlias "))
    }

    /// Takes over what a virtual host holds: the one that passes on to Jellyfin, or one that only leads
    /// there, of which only the names are needed.
    pub(super) fn take(&mut self, section: &Section, source: &[u8], site: &WantedSite, passes: bool) {
        let mut lines = Vec::new();
        self.items(&section.items, source, site, &mut lines);
        let is_new = |line: &String| !self.lines.contains(line);
        if passes {
            self.lines.extend(lines);
        } else {
            let names = lines.into_iter().filter(|line| line.starts_with("ServerAlias ")).filter(is_new);
            let names: Vec<String> = names.collect();
            self.lines.extend(names);
        }
    }

    fn items(&mut self, items: &[Item], source: &[u8], site: &WantedSite, lines: &mut Vec<String>) {
        for item in items {
            match item {
                Item::Comment(_) => {}
                Item::Directive(directive) => match fate(directive, site) {
                    Fate::Carry(text) => lines.push(text),
                    Fate::Drop => {}
                    Fate::LeaveOut => self.left_out.push(directive.line.text.clone()),
                },
                Item::Section(section) => {
                    let mut inside = Vec::new();
                    self.items(&section.items, source, site, &mut inside);
                    if !inside.is_empty() {
                        let (begin, end) = spelled(section, source);
                        lines.push(begin);
                        lines.append(&mut inside);
                        lines.push(end);
                    }
                }
                Item::Raw(raw) => self.left_out.push(format!("<{}>", raw.name)),
            }
        }
    }
}

/// The beginning and the end of a section, as they are written.
fn spelled(section: &Section, source: &[u8]) -> (String, String) {
    let begin = Lines::of(&source[section.span.clone()]).next().map(|line| line.text).unwrap_or_default();
    let name = begin.trim_start_matches('<').split([' ', '\t', '>']).next().unwrap_or_default();
    let end = format!("</{name}>");
    (begin, end)
}

fn fate(directive: &Directive, site: &WantedSite) -> Fate {
    let text = &directive.line.text;
    let args = words(first_word(text).1);
    let first = args.first().map(|arg| arg.to_ascii_lowercase()).unwrap_or_default();
    match directive.name.as_str() {
        name if SUPERSEDED.contains(&name) => Fate::Drop,
        "serveralias" => aliases(&args, site),
        "proxypass" | "proxypassmatch" | "proxypassreverse" if passes(&args, &site.upstream) => Fate::Drop,
        // Certbot's file of TLS settings, which are ours.
        "include" | "includeoptional" if first.contains("options-ssl-apache") => Fate::Drop,
        "rewriteengine" | "rewritecond" => Fate::Drop,
        "rewriterule" if is_superseded(&args, site) => Fate::Drop,
        // Rules depend on the conditions and rules around them; logs would hold the tokens in queries.
        "rewriterule" | "customlog" | "transferlog" => Fate::LeaveOut,
        "requestheader" if args.iter().any(|arg| is_forwarding(arg)) => Fate::Drop,
        "header" if site.hsts && text.to_ascii_lowercase().contains("strict-transport-security") => {
            Fate::Drop
        }
        _ if text.ends_with('\\') => Fate::LeaveOut,
        _ => Fate::Carry(text.clone()),
    }
}

fn aliases(args: &[String], site: &WantedSite) -> Fate {
    let others = args.iter().filter(|name| !name.eq_ignore_ascii_case(site.domain.as_str()));
    let others: Vec<&str> = others.map(String::as_str).collect();
    if others.is_empty() { Fate::Drop } else { Fate::Carry(format!("ServerAlias {}", others.join(" "))) }
}

fn passes(args: &[String], upstream: &Upstream) -> bool {
    args.iter().any(|arg| arg.contains("://") && leads_to(arg, upstream))
}

/// A rule that passes to Jellyfin, or that leads from plain HTTP to HTTPS.
fn is_superseded(args: &[String], site: &WantedSite) -> bool {
    args.get(1).is_some_and(|to| {
        (to.contains("://") && leads_to(to, &site.upstream))
            || to.to_ascii_lowercase().starts_with("https://")
    })
}

fn is_forwarding(arg: &str) -> bool {
    let arg = arg.to_ascii_lowercase();
    arg.starts_with("x-forwarded-")
        || ["x-real-ip", "forwarded", "upgrade", "connection"].contains(&arg.as_str())
}
