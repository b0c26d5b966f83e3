//! HAProxy 1.7 and later: one file of sections, shared by everything the administrator serves.

mod answering;
mod bind;
mod build;
mod certificates;
mod change;
mod check;
mod command_line;
mod configuration;
mod definitions;
mod detect;
mod dialect;
mod effective;
mod findings;
mod fitting;
mod handwritten;
mod host_names;
mod own_files;
mod quote;
mod reload;
mod render;
mod rule_lines;
mod rules;
mod started;
mod survey;
mod syntax;
mod truth;
mod unit;

use super::{Adoptable, Answering, Change, Proxy, Visit, WantedSite};
use crate::facts::{ConfigCheck, Evidence, HostFacts, Install, PackageFamily, Wanted};
use crate::host::{ToolAnswer, ToolCall};
use crate::names::{Fqdn, Upstream};
use crate::plan::Refusal;

/// HAProxy, for the registry.
pub(super) static HAPROXY: HaProxy = HaProxy;

pub(super) struct HaProxy;

impl Proxy for HaProxy {
    fn word(&self) -> &'static str {
        "haproxy"
    }

    fn title(&self) -> &'static str {
        "HAProxy"
    }

    fn package(&self, _family: PackageFamily) -> &'static str {
        "haproxy"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["haproxy"]
    }

    fn selinux_boolean(&self) -> &'static str {
        "haproxy_connect_any"
    }

    fn selinux_port_type(&self) -> Option<&'static str> {
        None
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
        handwritten::adoptable(facts, install, domain, upstream)
    }

    fn start(&self, install: &Install) -> ToolCall {
        reload::start_call(install)
    }

    fn read_check(&self, answer: &ToolAnswer) -> ConfigCheck {
        check::read_check(answer)
    }

    #[cfg(fuzzing)]
    fn assert_sound(&self, source: &[u8]) {
        syntax::assert_sound(source);
    }
}
