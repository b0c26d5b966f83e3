//! The site's sections, and its lines in sections of others.

mod backend;
mod frontend;
mod own_names;
mod pages;
mod writer;

pub(super) use backend::ACME_PORT;
pub(super) use own_names::OwnNames;
pub(super) use pages::pages;

use pages::Page;
use writer::Writer;

use super::configuration::Inherited;
use super::dialect::Dialect;
use super::fitting::Early;
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
    dialect: &'a Dialect,
    names: OwnNames,
    /// The folder for pages of ours.
    own_folder: AbsPath,
}

/// What the text of a frontend of the site's own depends on.
#[derive(Debug)]
pub(super) struct OwnFrontend {
    /// Whether it listens for plain HTTP.
    pub(super) http: bool,
    /// Where it listens for HTTPS: the folder of the certificates it shows.
    pub(super) https: Option<AbsPath>,
    /// What it begins with.
    pub(super) inherited: Inherits,
}

/// What the text of the backends depends on.
#[derive(Debug)]
pub(super) struct OwnBackends {
    /// Whether visits of other names come, from a frontend of the site's own.
    pub(super) takes_others: bool,
    /// Which visits are not logged: their frontend is somebody else's, and its format writes queries.
    pub(super) silent: Silent,
    /// Whether a frontend adds the visitor's address by itself (`option forwardfor`).
    pub(super) forwardfor: bool,
    /// What they begin with.
    pub(super) inherited: Inherits,
}

/// Visits of which nothing is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Silent {
    /// Those by plain HTTP.
    pub(super) http: bool,
    /// Those by HTTPS.
    pub(super) https: bool,
}

/// What a section begins with, in a version's spelling.
#[derive(Debug)]
pub(super) struct Inherits {
    inherited: Inherited,
    names_defaults: bool,
}

impl Inherits {
    /// What a section begins with.
    pub(super) fn of(inherited: Inherited, dialect: &Dialect) -> Self {
        Self { inherited, names_defaults: dialect.from }
    }

    /// Whether the visitor's address is added by what the section begins with.
    pub(super) fn forwards(&self) -> bool {
        self.inherited.forwardfor
    }

    fn logs(&self) -> bool {
        self.inherited.logs
    }

    /// The header of a proxy section. A defaults section that others name has to be named here too.
    fn section(&self, writer: &mut Writer, keyword: &str, name: &str) {
        match self.inherited.named.as_deref().filter(|_| self.names_defaults) {
            Some(defaults) => writer.section(&[keyword, name, "from", defaults]),
            None => writer.section(&[keyword, name]),
        }
        writer.line(&["mode", "http"]);
    }
}

impl<'a> SiteText<'a> {
    /// The text of a site.
    pub(super) fn of(site: &'a WantedSite, dialect: &'a Dialect, own_folder: &AbsPath) -> Self {
        Self { site, dialect, names: OwnNames::of(&site.slug), own_folder: own_folder.clone() }
    }

    /// Its own frontend, without marks.
    pub(super) fn frontend(&self, own: &OwnFrontend) -> String {
        written(|writer| frontend::write_own(writer, self, own))
    }

    /// Its backends, without marks.
    pub(super) fn backends(&self, own: &OwnBackends) -> String {
        written(|writer| backend::write(writer, self, own))
    }

    /// Its lines in a frontend of somebody else's, without marks.
    pub(super) fn guest(&self) -> String {
        written(|writer| frontend::write_guest(writer, self))
    }

    /// Its lines before the rules of one, without marks; `silent` where its log would hold queries.
    pub(super) fn early(&self, silent: bool, early: Early) -> String {
        written(|writer| frontend::write_early(writer, self, silent, early))
    }

    /// The address without the base path.
    fn origin(&self) -> String {
        let url = self.site.url();
        url.strip_suffix(self.site.base_path.prefix()).map_or_else(|| url.clone(), str::to_owned)
    }

    /// Where a page of ours lies.
    fn page(&self, page: Page) -> AbsPath {
        page.path(&self.own_folder, self.site)
    }
}

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.finish()
}
