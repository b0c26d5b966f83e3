//! The modules that a site needs, and how each system switches them on.

mod debian;
mod load_line;
mod need;
mod package;

use std::collections::BTreeSet;

use super::dialect::Dialect;
use super::effective::Effective;
use super::layout::Layout;
use crate::facts::{Evidence, HostFacts, Install};
use crate::plan::{Finding, Refusal, Step};
use crate::proxies::WantedSite;

use debian::Debian;
pub(super) use debian::{tool, touched};
pub(super) use load_line::LoadLine;
use load_line::Loader;
use need::Need;

/// What is switched on for a site, and what it has in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Modules {
    /// Those that are loaded then.
    pub(super) loaded: BTreeSet<String>,
    /// What wakes in other files once they are switched on, and when.
    pub(super) waking: Waking,
    /// What the site's own file loads.
    pub(super) lines: Vec<LoadLine>,
    /// The step that does the rest, where there is anything to do.
    pub(super) step: Option<Step>,
    /// What the site has to do without.
    pub(super) findings: Vec<Finding>,
}

/// When modules come into force that are loaded before any site is read, so that other files see them too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waking {
    /// No other file sees what is switched on.
    Nothing,
    /// With the reload.
    Now,
    /// When the server is started the next time, with these names for `<IfDefine>`.
    NextStart(BTreeSet<String>),
}

/// Takes into the facts what switching on needs.
pub(super) fn look(evidence: &mut Evidence<'_>, layout: &Layout, effective: &Effective) {
    if Layout::is_debians(&layout.main_config) {
        debian::look(evidence, layout);
    }
    load_line::look(evidence, effective);
}

impl Modules {
    /// What the site needs on that install, whose configuration is as it is now.
    ///
    /// # Errors
    /// When a module is missing that it cannot do without.
    pub(super) fn arrange(
        facts: &HostFacts,
        install: &Install,
        site: &WantedSite,
        dialect: &Dialect,
        present: &Effective,
    ) -> Result<Self, Refusal> {
        let needs = Need::of(site, dialect);
        let lacking = || needs.iter().filter(|need| !install.modules.contains(need.module));
        let debian = Debian::of(facts, install);
        let mut arranged = if Layout::is_debians(&install.main_config) && debian.is_read(present) {
            let (wanted, missing) = lacking().partition::<Vec<&Need>, _>(|need| debian.has(need.module));
            let findings = said(facts, install, &missing)?;
            let names: Vec<&str> = wanted.iter().map(|need| need.module).collect();
            debian.switch_on(&names, findings)
        } else {
            let loader = Loader { facts, present, domain: &site.domain };
            let (wanted, missing) = lacking().partition::<Vec<&Need>, _>(|need| loader.finds(need.module));
            let findings = said(facts, install, &missing)?;
            let names: Vec<&str> = wanted.iter().map(|need| need.module).collect();
            let all: Vec<&str> = needs.iter().map(|need| need.module).collect();
            loader.load(install, &names, &all, findings)
        };
        arranged.findings.extend(dialect.mpm_finding(install, site));
        Ok(arranged)
    }
}

/// What the site does without.
///
/// # Errors
/// When it cannot.
fn said(facts: &HostFacts, install: &Install, missing: &[&Need]) -> Result<Vec<Finding>, Refusal> {
    let names: Vec<&str> = missing.iter().map(|need| need.module).collect();
    if let Some(need) = missing.iter().find(|need| need.without.is_none()) {
        let command = package::command(facts.os.package_family(), &names);
        return Err(Refusal::ModuleMissing { proxy: install.proxy, module: need.module.to_owned(), command });
    }
    Ok(missing
        .iter()
        .filter_map(|need| {
            let without = need.without?;
            let brings = package::command(facts.os.package_family(), &[need.module]);
            let brings = brings.map(|command| format!(" ({command} brings it)")).unwrap_or_default();
            let message = format!("Apache's module {} is not there{brings}: {without}", need.module);
            Some(Finding::note("module_not_there", message))
        })
        .collect())
}
