//! A site for Jellyfin that somebody wrote by hand gives way: its blocks are taken out, and what it had
//! beyond ours is kept.

mod blocks;
pub(super) mod kept;
mod pass;
mod removal;
mod sorting;

pub(super) use blocks::Blocks;
pub(super) use kept::Kept;

use super::file_edits::FileEdits;
use super::survey::Survey;
use crate::facts::{HostFacts, Install};
use crate::names::{Fqdn, Upstream};
use crate::plan::{Finding, Refusal, Step};
use crate::proxies::{Adoptable, WantedSite};

/// The site of that name that can be taken over.
pub(super) fn adoptable(
    facts: &HostFacts,
    install: &Install,
    domain: &Fqdn,
    upstream: &Upstream,
) -> Option<Adoptable> {
    let mut files = facts;
    let survey = Survey::of(&mut files, &install.main_config);
    let servers = survey.servers();
    let blocks = Blocks::find(&survey.config, &servers, domain, upstream)?;
    let site = &blocks.leading()?.site;
    let name = site.names.iter().find(|name| name.eq_ignore_ascii_case(domain.as_str()))?;
    Some(Adoptable {
        name: name.clone(),
        file: site.file.clone(),
        line: site.line,
        certificate: site.certificates.first().cloned(),
        also: blocks.all().map(|server| server.site.file.clone()).filter(|file| *file != site.file).collect(),
    })
}

/// What our site keeps of the blocks that give way, and what the user should know of it.
///
/// # Errors
/// When something of them would be lost.
pub(super) fn keep(blocks: &Blocks<'_, '_>, site: &WantedSite) -> Result<(Kept, Vec<Finding>), Refusal> {
    blocks.fit(site)?;
    sorting::sort(blocks, site)
}

/// Takes the blocks out of their files; the files and links that nothing is left in.
pub(super) fn take_out(blocks: &Blocks<'_, '_>, edits: &mut FileEdits<'_>) -> Vec<Step> {
    removal::take_out(blocks, edits)
}
