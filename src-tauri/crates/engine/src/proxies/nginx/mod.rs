//! nginx: read as it reads itself, and given a site in the spelling of its version.

mod addresses;
mod adopt;
mod answering;
mod build;
mod certificates;
mod change;
mod check;
mod config;
mod definitions;
mod detect;
mod dialect;
mod file_edits;
mod include_path;
mod layout;
mod listen;
mod listeners;
mod names_hash;
mod neighbours;
mod node;
mod own_file;
mod own_view;
mod place;
mod render;
mod server_name;
mod started;
mod survey;
mod syntax;
mod upstreams;

use super::{Adoptable, Answering, Change, Proxy, Visit, WantedSite};
use crate::facts::{ConfigCheck, Evidence, HostFacts, Install, PackageFamily, Wanted};
use crate::host::{ToolAnswer, ToolCall};
use crate::names::{Fqdn, Upstream};
use crate::plan::Refusal;

/// nginx and what is built from it.
#[derive(Debug)]
pub(super) struct Nginx;

/// The registry's entry.
pub(super) static NGINX: Nginx = Nginx;

impl Proxy for Nginx {
    fn word(&self) -> &'static str {
        "nginx"
    }

    fn title(&self) -> &'static str {
        "nginx"
    }

    fn package(&self, _family: PackageFamily) -> &'static str {
        "nginx"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["nginx"]
    }

    fn selinux_boolean(&self) -> &'static str {
        "httpd_can_network_connect"
    }

    fn selinux_port_type(&self) -> Option<&'static str> {
        Some("http_port_t")
    }

    fn detect(&self, evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
        detect::detect(evidence, wanted)
    }

    fn change(&self, facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
        change::change(facts, install, site)
    }

    fn answering(&self, facts: &HostFacts, install: &Install, visit: &Visit) -> Answering {
        answering::answering(facts, install, visit)
    }

    fn adoptable(
        &self,
        facts: &HostFacts,
        install: &Install,
        domain: &Fqdn,
        upstream: &Upstream,
    ) -> Option<Adoptable> {
        adopt::adoptable(facts, install, domain, upstream)
    }

    fn start(&self, install: &Install) -> ToolCall {
        started::Started::of(&install.arguments).call(&install.binary, &[])
    }

    fn read_check(&self, answer: &ToolAnswer) -> ConfigCheck {
        check::read_check(answer)
    }

    #[cfg(fuzzing)]
    fn assert_sound(&self, source: &[u8]) {
        syntax::assert_sound(source);
    }
}
