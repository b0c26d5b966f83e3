use super::super::carried::{BEGIN, END};
use super::plain::regex;
use super::writer::Writer;
use super::{CHALLENGES, SiteText};
use crate::proxies::{AWAY_PAGE, COMPRESSED_TYPES};

/// The answers that Apache makes itself while Jellyfin is away: it hangs up, it does not listen, it does
/// not answer.
const AWAY: [&str; 3] = ["502", "503", "504"];

/// An answer of Apache's own: Jellyfin's carry one of these two, whichever of its phases it is in.
const NOT_JELLYFINS: &str =
    "%{REQUEST_STATUS} =~ /^50[234]$/ && -z %{resp:X-Response-Time-ms} && -z %{resp:Retry-After}";

impl SiteText<'_> {
    /// Everything to Jellyfin.
    pub(super) fn jellyfin(&self, writer: &mut Writer, port: u16) {
        if self.tls.is_none() {
            self.challenges(writer);
        }
        self.requests(writer);
        self.forwarding(writer, port);
        self.texts(writer);
        self.away(writer);
        self.keep(writer);
        self.pass(writer);
    }

    /// Before what passes everything on: the first `ProxyPass` that fits counts.
    fn keep(&self, writer: &mut Writer) {
        if self.carried.lines.is_empty() {
            return;
        }
        writer.blank();
        writer.comment(BEGIN);
        self.carried.lines.iter().for_each(|line| writer.carried(line));
        writer.comment(END);
    }

    /// Large uploads, slow visitors, many requests on one connection.
    fn requests(&self, writer: &mut Writer) {
        writer.blank();
        writer.line("AllowEncodedSlashes", &["NoDecode"]);
        writer.line("LimitRequestBody", &["0"]);
        writer.line("Timeout", &["300"]);
        writer.line("KeepAlive", &["On"]);
        writer.line("MaxKeepAliveRequests", &["0"]);
        if self.limits_reading {
            writer.line("RequestReadTimeout", &["body=300,MinRate=500"]);
        }
    }

    fn texts(&self, writer: &mut Writer) {
        if !self.compresses {
            return;
        }
        writer.blank();
        writer.comment("Jellyfin stops compressing its answers once it knows about HTTPS.");
        writer.line("AddOutputFilterByType", &[&["DEFLATE"], COMPRESSED_TYPES.as_slice()].concat());
    }

    /// The page for browsers while Jellyfin is away. Not for uploads: one that Jellyfin refuses ends as
    /// a broken connection, too.
    fn away(&self, writer: &mut Writer) {
        writer.blank();
        writer.comment("A page that reloads itself while Jellyfin is away; its own errors pass.");
        writer.line("ProxyErrorOverride", &["Off"]);
        let name = format!("jellyfin_away_{}", self.site.slug);
        let page = format!("${{{name}}}");
        writer.line("Define", &[&name, AWAY_PAGE]);
        if self.http2 {
            // Over HTTP/2 hanging up becomes a 500, made where no `<If>` is looked at (seen on 2.4.62
            // to 2.4.69).
            writer.line("ErrorDocument", &["500", &page]);
        }
        writer.section("If", &["%{REQUEST_METHOD} == 'GET'"], |writer| {
            for status in AWAY {
                writer.line("ErrorDocument", &[status, &page]);
            }
            let condition = format!("expr={NOT_JELLYFINS}");
            writer.line("Header", &["always", "set", "Cache-Control", "no-store", &condition]);
            writer.line("Header", &["always", "set", "Retry-After", "5", &condition]);
        });
    }

    fn pass(&self, writer: &mut Writer) {
        let prefix = self.site.base_path.prefix();
        let upstream = self.site.upstream.authority();
        writer.blank();
        writer.line("ProxyRequests", &["Off"]);
        if self.dialect.rewrites_upgrades() {
            writer.line("ProxyTimeout", &["3600"]);
            writer.line("RewriteEngine", &["On"]);
            writer.line("RewriteCond", &["%{HTTP:Upgrade}", "=websocket", "[NC]"]);
            let pattern = format!("^{}/(.*)$", regex(prefix));
            writer.line("RewriteRule", &[&pattern, &format!("ws://{upstream}{prefix}/$1"), "[P,L,NE]"]);
        }
        if self.tls.is_none() {
            writer.line("ProxyPass", &[CHALLENGES, "!"]);
        }
        // Connections that Jellyfin is about to close (after 130 s) are not used again; `retry=0` asks
        // it again at once after a restart.
        let upgrade: &[&str] = if self.dialect.rewrites_upgrades() { &[] } else { &["upgrade=websocket"] };
        let options = ["nocanon", "connectiontimeout=5", "timeout=3600", "keepalive=On", "ttl=60", "retry=0"];
        let path = format!("{prefix}/");
        let target = format!("http://{upstream}{prefix}/");
        writer.line("ProxyPass", &[&[path.as_str(), target.as_str()], upgrade, &options].concat());
        if !prefix.is_empty() {
            self.outside(writer, prefix);
        }
    }

    /// Jellyfin has a part of the name only.
    fn outside(&self, writer: &mut Writer, prefix: &str) {
        let (prefix, target) = (regex(prefix), format!("{}/", self.site.url()));
        let challenges = if self.tls.is_none() { format!("|{}", regex(CHALLENGES)) } else { String::new() };
        writer.line("RedirectMatch", &["302", &format!("^(?:/|{prefix})$"), &target]);
        writer.line("RedirectMatch", &["404", &format!("^(?!{prefix}/{challenges})")]);
    }
}
