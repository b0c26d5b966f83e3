//! The site's sections.

mod backend;
mod frontend;
mod own_names;
mod pages;
mod writer;

pub(super) use backend::ACME_PORT;
pub(super) use pages::pages;

use own_names::OwnNames;
use pages::Page;
use writer::Writer;

use super::configuration::Inherited;
use super::dialect::Dialect;
use crate::names::AbsPath;
use crate::proxies::WantedSite;

/// Two years (Mozilla's guideline 6.0), without subdomains and preload: those are others' to decide.
const HSTS: &str = "max-age=63072000";

/// Everything that the text depends on.
#[derive(Debug)]
pub(super) struct SiteText<'a> {
    /// The site.
    pub(super) site: &'a WantedSite,
    /// The spelling.
    pub(super) dialect: &'a Dialect,
    /// What the sections begin with.
    pub(super) inherited: Inherited,
    /// The certificate as `crt` names it, for a site with TLS.
    pub(super) certificate: Option<AbsPath>,
    /// The folder for pages of ours.
    pub(super) own_folder: AbsPath,
}

impl SiteText<'_> {
    /// The text, without marks.
    pub(super) fn render(&self) -> String {
        let mut writer = Writer::default();
        let names = OwnNames::of(&self.site.slug);
        frontend::write(&mut writer, self, &names);
        backend::write(&mut writer, self, &names);
        writer.finish()
    }

    /// The header of a proxy section. A defaults section that others name has to be named here too.
    fn section(&self, writer: &mut Writer, keyword: &str, name: &str) {
        match self.inherited.named.as_deref().filter(|_| self.dialect.from) {
            Some(defaults) => writer.section(&[keyword, name, "from", defaults]),
            None => writer.section(&[keyword, name]),
        }
        writer.line(&["mode", "http"]);
    }

    /// Where a page of ours lies.
    fn page(&self, page: Page) -> AbsPath {
        page.path(&self.own_folder, self.site)
    }
}
