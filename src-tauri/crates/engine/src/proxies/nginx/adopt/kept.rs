use crate::proxies::nginx::syntax::Document;

/// What our site keeps of the one that stood there before: lines of its own text, which stand between
/// comments in ours, and are found there when the site is planned again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Kept {
    /// Its other names.
    pub(in super::super) names: Vec<String>,
    /// For the server that leads to Jellyfin.
    pub(in super::super) server: Vec<String>,
    /// For the location that does.
    pub(in super::super) location: Vec<String>,
    /// For the server that leads to HTTPS.
    pub(in super::super) redirect: Vec<String>,
}

/// The comments before each part, and the one after it.
pub(in super::super) const SERVER: &str = "Kept of the site that stood here before:";
pub(in super::super) const LOCATION: &str = "Kept of its way to Jellyfin:";
pub(in super::super) const REDIRECT: &str = "Kept of its plain HTTP side:";
pub(in super::super) const END: &str = "End of what is kept.";

impl Kept {
    /// Finds in our own text what was kept when it was written.
    pub(in super::super) fn in_text(text: &str, names: Vec<String>) -> Self {
        let part = |heading: &str| {
            let comment = |line: &str, wanted: &str| line.trim().strip_prefix("# ") == Some(wanted);
            let after = text.lines().skip_while(|line| !comment(line, heading)).skip(1);
            after.take_while(|line| !comment(line, END)).map(str::to_owned).collect()
        };
        Self { names, server: part(SERVER), location: part(LOCATION), redirect: part(REDIRECT) }
    }

    /// Whether it says where requests are noted.
    pub(in super::super) fn has_access_log(&self) -> bool {
        has(&self.server, |name, _| name == b"access_log")
    }

    /// Whether it answers certificate renewals, on the server for plain HTTP.
    pub(in super::super) fn has_renewals(&self, tls: bool) -> bool {
        has(if tls { &self.redirect } else { &self.server }, |name, args| {
            let path = args.iter().rfind(|arg| arg.starts_with(b"/"));
            name == b"location" && path.is_some_and(|path| is_for_renewals(path))
        })
    }

    /// Whether the location has header fields of its own, which keep those of the server away from it.
    pub(in super::super) fn has_header_fields(&self) -> bool {
        has(&self.location, |name, _| name == b"add_header")
    }
}

/// Whether a location's path takes `/.well-known/acme-challenge/` and not everything.
pub(super) fn is_for_renewals(path: &[u8]) -> bool {
    let whole = b"/.well-known/acme-challenge/";
    path.len() > 1 && (whole.starts_with(path) || path.starts_with(whole.strip_suffix(b"/").unwrap_or(whole)))
}

fn has(lines: &[String], wanted: impl Fn(&[u8], &[Vec<u8>]) -> bool) -> bool {
    let document = Document::read(lines.join("\n").into());
    let mut outermost = document.outermost();
    outermost.any(|directive| {
        let args: Vec<Vec<u8>> = document.args(directive).map(std::borrow::Cow::into_owned).collect();
        wanted(&document.name(directive), &args)
    })
}
