//! The site's configuration text.

mod http_context;
mod locations;
mod own_names;
mod server;
mod writer;

pub(super) use own_names::OwnNames;
pub(super) use writer::NginxPath;

use writer::Writer;

use super::adopt::Kept;
use super::dialect::Dialect;
use crate::proxies::WantedSite;

/// Everything that the text depends on.
#[derive(Debug)]
pub(super) struct SiteText<'a> {
    /// The site.
    pub(super) site: &'a WantedSite,
    /// The spelling.
    pub(super) dialect: &'a Dialect,
    /// Where plain HTTP is listened for.
    pub(super) http: Vec<ListenText>,
    /// The TLS side, or none.
    pub(super) tls: Option<TlsText>,
    /// The folder that answers certificate renewals.
    pub(super) acme_root: NginxPath,
    /// Where requests are noted.
    pub(super) access_log: AccessLog,
    /// A bucket size to set for a long name.
    pub(super) names_hash: Option<usize>,
    /// What stays of the site whose place this one took.
    pub(super) kept: Kept,
}

/// A `listen` line.
#[derive(Debug)]
pub(super) struct ListenText {
    /// `443`, `[::]:443`, `192.0.2.1:443`.
    pub(super) place: String,
    /// Whether HTTP/2 is switched on here, by a version that does it here.
    pub(super) http2: bool,
    /// Whether the site answers for unknown names there.
    pub(super) default: bool,
}

/// The TLS side.
#[derive(Debug)]
pub(super) struct TlsText {
    /// Where HTTPS is listened for.
    pub(super) listen: Vec<ListenText>,
    /// Chain and key.
    pub(super) files: (NginxPath, NginxPath),
}

/// Where requests are noted.
#[derive(Debug)]
pub(super) enum AccessLog {
    /// In this file.
    File(NginxPath),
    /// Nowhere, as the administrator has it for every site.
    Off,
    /// As the site did whose place this one took.
    Kept,
}

impl SiteText<'_> {
    /// The text, without marks.
    pub(super) fn render(&self) -> String {
        let mut writer = Writer::default();
        let names = OwnNames::of(&self.site.slug);
        http_context::write(&mut writer, self, &names);
        server::write(&mut writer, self, &names);
        writer.finish()
    }
}
