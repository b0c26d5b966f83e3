//! The text of a site.

mod forwarding;
mod passing;
mod plain;
mod secure;
mod writer;

pub(super) use writer::ApachePath;

use writer::Writer;

use super::carried::Carried;
use super::dialect::Dialect;
use super::effective::Condition;
use super::modules::LoadLine;
use super::port_place::PortPlace;
use crate::proxies::WantedSite;

/// Everything that a site's text is made from.
pub(super) struct SiteText<'s> {
    /// The site.
    pub(super) site: &'s WantedSite,
    /// What is kept of a hand-written site whose place it takes.
    pub(super) carried: &'s Carried,
    /// The modules that it loads where nothing else does.
    pub(super) loads: &'s [LoadLine],
    /// What the version takes.
    pub(super) dialect: &'s Dialect,
    /// Where it listens for plain HTTP.
    pub(super) http: PortPlace,
    /// Where it listens for TLS.
    pub(super) tls: Option<(PortPlace, CertificateFiles)>,
    /// Where its access log goes.
    pub(super) access_log: ApachePath,
    /// The folder for certificate renewals; `None` where the main server answers them for all sites.
    pub(super) acme_root: Option<ApachePath>,
    /// Whether HTTP/2 can be offered.
    pub(super) http2: bool,
    /// Whether texts can be compressed.
    pub(super) compresses: bool,
    /// Whether a slow upload has a time limit that is to be widened.
    pub(super) limits_reading: bool,
    /// Whether a site without a name would answer in this one's place.
    pub(super) names_main_server: bool,
    /// Whether the main server rewrites addresses, which virtual hosts take over only when told.
    pub(super) main_server_rewrites: bool,
}

/// The certificate as the server names its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CertificateFiles {
    /// The chain, leaf first.
    pub(super) cert: ApachePath,
    /// The key; `None` where it is in the same file.
    pub(super) key: Option<ApachePath>,
}

/// Where a certificate authority asks for the proof that a name is ours (RFC 8555, 8.3).
const CHALLENGES: &str = "/.well-known/acme-challenge/";

/// A name that nobody has (RFC 2606), for a virtual host that is there for all unknown names.
const NOBODY: &str = "unknown.invalid";

/// The line by which a main file reads a site's own.
pub(super) fn include(file: &ApachePath) -> String {
    let mut writer = Writer::default();
    writer.line("Include", &[file.as_str()]);
    writer.finish()
}

impl SiteText<'_> {
    /// The text, to be put between marks.
    pub(super) fn render(&self) -> String {
        let mut writer = Writer::default();
        self.server_level(&mut writer);
        let ports = std::iter::once(&self.http).chain(self.tls.as_ref().map(|(place, _)| place));
        for place in ports.filter(|place| place.keeps_main_server) {
            self.main_server(&mut writer, place);
        }
        match &self.tls {
            Some((place, files)) => {
                self.virtual_host(&mut writer, &self.http, |writer| {
                    self.carried.aliases().for_each(|line| writer.carried(line));
                    self.redirect(writer);
                });
                self.virtual_host(&mut writer, place, |writer| {
                    self.tls(writer, files);
                    self.jellyfin(writer, place.port);
                });
            }
            None => {
                self.virtual_host(&mut writer, &self.http, |writer| self.jellyfin(writer, self.http.port));
            }
        }
        writer.finish()
    }

    fn server_level(&self, writer: &mut Writer) {
        let ports: Vec<&PortPlace> =
            std::iter::once(&self.http).chain(self.tls.as_ref().map(|(place, _)| place)).collect();
        let new = ports.into_iter().filter(|place| place.listens);
        let guarded: Vec<(&PortPlace, String)> =
            new.map(|place| (place, format!("JELLYFIN_LISTENS_{}", place.port))).collect();
        // As they are where the other file asks for them, so before any module is loaded here.
        for (place, guard) in &guarded {
            place.unless.iter().for_each(|conditions| define_where(writer, conditions, guard));
        }
        self.loads(writer);
        for (place, guard) in &guarded {
            // Two files may need the same port, and naming one twice is fatal.
            writer.section("IfDefine", &[&format!("!{guard}")], |writer| {
                writer.line("Define", &[guard]);
                writer.line("Listen", &[&place.port.to_string()]);
            });
        }
        if self.names_main_server {
            writer.comment("Without this, sites without a ServerName would answer to this machine's name,");
            writer.comment("which is the one below.");
            writer.line("ServerName", &["localhost"]);
        }
        writer.comment("The path only: tokens travel in what follows the question mark.");
        let format = "%h %l %u %t \"%m %U %H\" %>s %b \"-\" \"%{User-Agent}i\"";
        writer.line("LogFormat", &[format, &self.log_name()]);
    }

    fn loads(&self, writer: &mut Writer) {
        for load in self.loads {
            let module = format!("{}_module", load.module);
            writer.section("IfModule", &[&format!("!{module}")], |writer| {
                writer.line("LoadModule", &[&module, &load.file]);
            });
        }
    }

    fn log_name(&self) -> String {
        format!("jellyfin_{}", self.site.slug)
    }

    /// A virtual host that takes everything over from the main server, so that unknown names go on
    /// being answered by it.
    fn main_server(&self, writer: &mut Writer, place: &PortPlace) {
        writer.blank();
        writer.comment("Unknown names go on being answered by the main server.");
        writer.section("VirtualHost", &[&format!("*:{}", place.port)], |writer| {
            writer.line("ServerName", &[NOBODY]);
            if self.main_server_rewrites {
                writer.line("RewriteEngine", &["On"]);
                writer.line("RewriteOptions", &["Inherit"]);
            }
        });
    }

    fn virtual_host(&self, writer: &mut Writer, place: &PortPlace, inside: impl FnOnce(&mut Writer)) {
        writer.blank();
        let addresses: Vec<&str> = place.addresses.iter().map(String::as_str).collect();
        writer.section("VirtualHost", &addresses, |writer| {
            writer.line("ServerName", &[self.site.domain.as_str()]);
            writer.line("CustomLog", &[self.access_log.as_str(), &self.log_name()]);
            inside(writer);
        });
    }
}

/// Defines a name where all of the conditions hold.
fn define_where(writer: &mut Writer, conditions: &[Condition], name: &str) {
    match conditions.split_first() {
        Some((condition, rest)) => writer.section(condition.name, &[&condition.argument], |writer| {
            define_where(writer, rest, name);
        }),
        None => writer.line("Define", &[name]),
    }
}
