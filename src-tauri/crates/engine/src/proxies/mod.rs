//! The proxies: one folder each, and one line each in the registry.
//!
//! Everything else (planning, the contract tests, the command line, the wizard's cards) goes through
//! [`Proxy`] and asks nobody by name.

mod adoptable;
mod apache;
mod away_page;
mod config_files;
mod glob;
mod haproxy;
mod kind;
mod most;
mod nginx;
mod package_version;
mod pcre;
mod service;
mod tls_profile;
mod visit;
mod wanted;

pub use adoptable::Adoptable;
pub use away_page::{AWAY_PAGE, COMPRESSED_TYPES};
pub(crate) use config_files::Reader;
pub use kind::{ProxyKind, UnknownProxy};
pub use tls_profile::TlsProfile;
pub use visit::{Answering, Visit};
pub use wanted::{Change, Reload, TlsMaterial, WantedSite, WantedTls};

use crate::facts::{ConfigCheck, Evidence, HostFacts, Install, PackageFamily, Wanted};
use crate::host::{ToolAnswer, ToolCall};
use crate::names::{Fqdn, Upstream};
use crate::plan::Refusal;

/// What the engine must know of a proxy.
pub trait Proxy: Sync {
    /// The word for it on the command line and in JSON: `nginx`.
    fn word(&self) -> &'static str;
    /// Its name for people: `Apache`.
    fn title(&self) -> &'static str;
    /// The packages that bring it with all that a site needs, divided by spaces.
    fn package(&self, family: PackageFamily) -> &'static str;
    /// Its own programs by name, its server's and those that come with it: the root side runs these
    /// and the service manager's, and no others.
    fn programs(&self) -> &'static [&'static str];
    /// The boolean without which SELinux keeps it from connecting to Jellyfin.
    fn selinux_boolean(&self) -> &'static str;
    /// What SELinux has to call a port for it to listen there; `None` where its boolean allows every port.
    fn selinux_port_type(&self) -> Option<&'static str>;
    /// Looks for it: binary, version, modules, configuration and the sites already there.
    fn detect(&self, evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install>;
    /// What has to be there for the site to be served, in the spelling of the detected version.
    /// Steps whose result is there already are left out by the planner, not here.
    ///
    /// # Errors
    /// When the site cannot be had beside what is there.
    fn change(&self, facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal>;
    /// Which of the sites already there answers a visit, by the server's own rules, default sites included.
    fn answering(&self, facts: &HostFacts, install: &Install, visit: &Visit) -> Answering;
    /// The site for Jellyfin that somebody wrote by hand for that name, where there is one whose place
    /// this product's can take without anything else being lost.
    fn adoptable(
        &self,
        facts: &HostFacts,
        install: &Install,
        domain: &Fqdn,
        upstream: &Upstream,
    ) -> Option<Adoptable>;
    /// The call that starts it in the background as its package's service would: for practice and tests,
    /// where no service manager runs.
    fn start(&self, install: &Install) -> ToolCall;
    /// Reads what the server's own check printed: exit code and words, since a zero proves nothing.
    fn read_check(&self, answer: &ToolAnswer) -> ConfigCheck;
    /// Reads a file of its dialect, and sees that no byte of it is lost.
    ///
    /// # Panics
    /// When one is.
    #[cfg(fuzzing)]
    fn assert_sound(&self, source: &[u8]);
}

/// All proxies, in the order in which they are offered.
pub fn registry() -> &'static [&'static dyn Proxy] {
    static REGISTRY: [&dyn Proxy; 3] = [&nginx::NGINX, &apache::APACHE, &haproxy::HAPROXY];
    &REGISTRY
}
