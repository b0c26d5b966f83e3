//! A site for Jellyfin that somebody wrote by hand, and how this product's takes its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::carried::Carried;
use super::certificates;
use super::effective::{Effective, VirtualHost, plain};
use super::name::bare_name;
use super::neighbour::upstreams;
use super::surroundings::read;
use super::syntax::{Document, Item, Section};
use crate::facts::{HostFacts, Install, Site};
use crate::host::EntryKind;
use crate::names::{AbsPath, Fqdn, Upstream};
use crate::plan::{Owner, Refusal, Step};
use crate::proxies::{Adoptable, WantedSite};
use crate::text::{Edit, apply_edits};

/// The virtual hosts of a name, the one that passes on to Jellyfin first.
struct Handwritten<'e> {
    vhosts: Vec<&'e VirtualHost>,
}

/// What is left once they have given way.
pub(super) struct GivenWay {
    /// The machine without them.
    pub(super) facts: HostFacts,
    /// What takes them away.
    pub(super) steps: Vec<Step>,
    /// What goes over to the site that takes their place.
    pub(super) carried: Carried,
    /// Where they answered for unknown names: `ADDRESS:PORT`, with `*` for all addresses.
    pub(super) first_at: BTreeSet<String>,
}

/// The site of that name, where there is one that can be taken over.
pub(super) fn adoptable(
    facts: &HostFacts,
    install: &Install,
    domain: &Fqdn,
    upstream: &Upstream,
) -> Option<Adoptable> {
    let effective = read(facts, install, &install.modules);
    let found = Handwritten::find(&effective, domain, upstream)?;
    let main = found.vhosts[0];
    // Only what can be taken away again is offered.
    found.take_away(facts)?;
    Some(Adoptable {
        name: domain.to_string(),
        file: AbsPath::clone(&main.file),
        line: main.line,
        certificate: certificates::shown(&effective, Some(main)).into_iter().next(),
        also: found.vhosts[1..].iter().map(|vhost| AbsPath::clone(&vhost.file)).collect(),
    })
}

/// The machine once the hand-written site has given way to the wanted one.
///
/// # Errors
/// When it is not there any more.
pub(super) fn given_way(
    facts: &HostFacts,
    install: &Install,
    site: &WantedSite,
) -> Result<GivenWay, Refusal> {
    let gone = || Refusal::NothingToAdopt { domain: site.domain.clone() };
    let effective = read(facts, install, &install.modules);
    let found = Handwritten::find(&effective, &site.domain, &site.upstream).ok_or_else(gone)?;
    let carried = found.carried(facts, site).ok_or_else(gone)?;
    let (facts, steps) = found.take_away(facts).ok_or_else(gone)?;
    Ok(GivenWay { facts, steps, carried, first_at: found.first_at(install) })
}

impl<'e> Handwritten<'e> {
    /// Every virtual host of that name: one at least passes on to Jellyfin, and whoever does not only
    /// leads there from plain HTTP. Where another thing is served under the name, nothing is found.
    fn find(effective: &'e Effective, domain: &Fqdn, upstream: &Upstream) -> Option<Self> {
        let named =
            effective.vhosts.iter().filter(|vhost| vhost.written_for.is_none() && is_named(vhost, domain));
        let (mut passing, others): (Vec<_>, Vec<_>) =
            named.partition(|vhost| upstreams(&vhost.settings).iter().any(|to| leads_to(to, upstream)));
        // The one with TLS is the one that is kept in mind.
        passing.sort_by_key(|vhost| vhost.value("sslengine").is_none());
        let is_whole = passing.iter().chain(&others).all(|vhost| !vhost.from_macro);
        let only_leads = others.iter().all(|vhost| upstreams(&vhost.settings).is_empty() && redirects(vhost));
        let vhosts: Vec<&VirtualHost> = passing.into_iter().chain(others).collect();
        let leads = vhosts
            .first()
            .is_some_and(|first| upstreams(&first.settings).iter().any(|to| leads_to(to, upstream)));
        (leads && is_whole && only_leads).then_some(Self { vhosts })
    }

    /// Where they are the first of those that share an address.
    fn first_at(&self, install: &Install) -> BTreeSet<String> {
        let own: BTreeSet<_> = self.vhosts.iter().map(|vhost| (&*vhost.file, vhost.line)).collect();
        let is_one = |site: &&Site| own.contains(&(&site.file, site.line));
        let listens = install.sites.iter().filter(is_one).flat_map(|site| &site.listens);
        let first = listens.filter(|listen| listen.default);
        first.map(|listen| format!("{}:{}", listen.address, listen.port)).collect()
    }

    /// What of the one that passes on to Jellyfin is to be kept, and what of the others is not.
    fn carried(&self, facts: &HostFacts, site: &WantedSite) -> Option<Carried> {
        let mut documents = BTreeMap::new();
        for file in self.vhosts.iter().map(|vhost| &*vhost.file) {
            if !documents.contains_key(file) {
                documents.insert(file, Document::parse(facts.content(file)?));
            }
        }
        let sections: BTreeMap<_, _> =
            documents.iter().map(|(file, document)| (*file, virtual_hosts(&document.items))).collect();
        let mut carried = Carried::default();
        for (at, vhost) in self.vhosts.iter().enumerate() {
            let section = sections.get(&*vhost.file)?.get(&vhost.line)?;
            carried.take(section, facts.content(&vhost.file)?, site, at == 0);
        }
        Some(carried)
    }

    /// The machine without them, and the steps that make it so; `None` where a file cannot be told.
    fn take_away(&self, facts: &HostFacts) -> Option<(HostFacts, Vec<Step>)> {
        let mut lines: BTreeMap<Arc<AbsPath>, BTreeSet<usize>> = BTreeMap::new();
        for vhost in &self.vhosts {
            lines.entry(vhost.file.clone()).or_default().insert(vhost.line);
        }
        let mut left = facts.clone();
        let mut steps = Vec::new();
        for (file, lines) in lines {
            let bytes = facts.content(&file)?;
            let document = Document::parse(bytes);
            let sections = virtual_hosts(&document.items);
            let spans = lines.iter().map(|line| sections.get(line).map(|section| section.span.clone()));
            let spans: Vec<_> = spans.collect::<Option<_>>()?;
            let edits = spans.into_iter().map(|span| Edit { span, text: Vec::new() }).collect();
            let rest = apply_edits(bytes, edits);
            let target = target(facts, &file)?;
            if *file != target && is_bare(&Document::parse(&rest).items) {
                left.files.edit().remove(&*file);
                steps.push(Step::Remove { path: AbsPath::clone(&file) });
                continue;
            }
            for path in [&*file, &target] {
                if let Some(known) = left.files.edit().get_mut(path).filter(|known| known.content.is_some()) {
                    known.content = Some(rest.clone().into());
                }
            }
            facts.content(&target)?;
            steps.push(Step::WriteFile {
                path: target,
                content: rest.into(),
                mode: 0o644,
                owner: Owner::Writer,
            });
        }
        Some((left, steps))
    }
}

fn is_named(vhost: &VirtualHost, domain: &Fqdn) -> bool {
    let aliases = vhost.settings.iter().filter(|setting| setting.name == "serveralias");
    let aliases = aliases.flat_map(|setting| setting.args.iter().map(String::as_str));
    let own = vhost.value("servername").map(bare_name);
    own.into_iter().chain(aliases).any(|name| name.eq_ignore_ascii_case(domain.as_str()))
}

/// Whether a target is that Jellyfin: `localhost` is the same as its addresses.
pub(super) fn leads_to(target: &str, upstream: &Upstream) -> bool {
    let authority = |text: &str| {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split(['/', '?', '$']).next().unwrap_or_default();
        text.replace("localhost", "127.0.0.1").replace("[::1]", "127.0.0.1").to_ascii_lowercase()
    };
    authority(target) == authority(&upstream.authority())
}

fn redirects(vhost: &VirtualHost) -> bool {
    let is_it = |name: &str| name.starts_with("redirect") || name == "rewriterule";
    vhost.settings.iter().any(|setting| is_it(&setting.name))
}

/// The virtual hosts of a file by the line that they begin at, those in conditions too.
fn virtual_hosts(items: &[Item]) -> BTreeMap<usize, &Section> {
    let mut found = BTreeMap::new();
    let mut open: Vec<&Item> = items.iter().collect();
    while let Some(item) = open.pop() {
        let Item::Section(section) = item else { continue };
        if section.name == "virtualhost" {
            found.insert(section.line, section);
        } else {
            open.extend(&section.items);
        }
    }
    found
}

/// Whether nothing is left but comments and conditions around nothing.
fn is_bare(items: &[Item]) -> bool {
    items.iter().all(|item| match item {
        Item::Comment(_) => true,
        Item::Section(section) => is_bare(&section.items),
        Item::Directive(_) | Item::Raw(_) => false,
    })
}

/// The file that a link leads to; a file is its own.
fn target(facts: &HostFacts, path: &AbsPath) -> Option<AbsPath> {
    match &facts.entry(path)?.kind {
        EntryKind::Link(to) => {
            let to = to.to_str()?;
            let full = if to.starts_with('/') { to.to_owned() } else { format!("{}/{to}", path.parent()) };
            plain(&full).parse().ok()
        }
        EntryKind::File(_) => Some(path.clone()),
        EntryKind::Folder | EntryKind::Other => None,
    }
}
