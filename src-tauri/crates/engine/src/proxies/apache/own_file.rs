use std::collections::{BTreeMap, BTreeSet};

use super::carried::Carried;
use super::effective::IncludedFolder;
use super::neighbour::Neighbour;
use super::port_place::{PortPlace, in_use};
use super::render::{self, ApachePath};
use super::surroundings::Surroundings;
use super::{drop_in, name};
use crate::facts::{DropIn, HostFacts, Install};
use crate::names::{AbsPath, Fqdn};
use crate::plan::{Conflict, ConflictKind, Finding, Owner, Refusal, Step};
use crate::proxies::WantedSite;
use crate::text::{Edit, Mark, apply_edits};

/// The file that a site has to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnFile {
    /// The file that is written.
    pub(super) path: AbsPath,
    /// The link to it, where sites are linked.
    pub(super) link: Option<AbsPath>,
    /// Whether the main file has to name it, as no folder for sites is read.
    by_name: bool,
}

/// What a name may begin with: the first that gives the file its right place among the others.
const BEGINNINGS: [&str; 7] = ["", "z-", "zz-", "zzz-", "zzzz-", "0-", "001-"];

impl OwnFile {
    /// The one that is there already, or a new one whose name puts it where it belongs: the server
    /// reads files by name, the first site of an address answers for unknown names, and the first that
    /// a name fits gets its visitors.
    ///
    /// At the addresses of `first_at` it should be the first itself, as the site was whose place it takes.
    ///
    /// # Errors
    /// When no place is right.
    pub(super) fn find(
        facts: &HostFacts,
        install: &Install,
        around: &Surroundings<'_>,
        site: &WantedSite,
        ports: &[&PortPlace],
        first_at: &BTreeSet<String>,
    ) -> Result<Self, Refusal> {
        let included = around.folder(install);
        let by_name = drop_in::folder_by_name(facts, &install.main_config);
        let read = included.map_or(&by_name, |folder| &folder.folder);
        let files = match &install.drop_in {
            DropIn::Linked { available, .. } => available,
            DropIn::Folder(_) | DropIn::MainFile => read,
        };
        let linked = matches!(install.drop_in, DropIn::Linked { .. });
        let named = |name: &str| Self {
            path: files.join(name).expect("a domain is a plain name"),
            link: linked.then(|| read.join(name).expect("a domain is a plain name")),
            by_name: included.is_none(),
        };
        let block = |path: &AbsPath| facts.content(path).and_then(|bytes| Mark::of(bytes, &site.domain));
        let is_ours = |path: &AbsPath| block(path).is_some();
        let names: Vec<String> =
            BEGINNINGS.iter().map(|beginning| format!("{beginning}{}.conf", stem(site))).collect();
        let as_read = |own: &Self| own.link.as_ref().unwrap_or(&own.path).clone();
        if let Some(there) = names.iter().map(|name| named(name)).find(|own| is_ours(&as_read(own))) {
            // Without its end nobody can say where somebody else's own lines begin.
            return match block(&as_read(&there)).filter(|block| !block.closed) {
                Some(_) => Err(Refusal::NotUnderstood {
                    file: there.path,
                    line: 1,
                    message: "the line that ends this product's part is gone from it".to_owned(),
                }),
                None => Ok(there),
            };
        }
        let order =
            Order { folder: included, others: around.others(), domain: around.domain(), ports, first_at };
        let free = |own: &Self| {
            let somebodys = |path: &AbsPath| facts.entry(path).is_some() && !is_ours(path);
            !somebodys(&own.path) && !own.link.as_ref().is_some_and(somebodys)
        };
        let right = |name: &&String| order.judge(name).is_ok() && free(&named(name));
        let mut best = names.iter().filter(right);
        if let Some(name) = best.clone().find(|name| order.stays_first(name)).or_else(|| best.next()) {
            return Ok(named(name));
        }
        let refusals: Vec<Refusal> = names.iter().filter_map(|name| order.judge(name).err()).collect();
        let is_name = |refusal: &Refusal| matches!(refusal, Refusal::Conflict(_));
        let best = refusals.iter().position(is_name).unwrap_or(0);
        Err(refusals.into_iter().nth(best).unwrap_or_else(|| Refusal::NameTaken {
            name: stem(site),
            file: named(&format!("{}.conf", stem(site))).path,
            line: 1,
        }))
    }

    /// What is to be said where the site that gives way answered for unknown names, and this one does not.
    pub(super) fn default_moves(
        &self,
        install: &Install,
        around: &Surroundings,
        ports: &[&PortPlace],
        first_at: &BTreeSet<String>,
    ) -> Option<Finding> {
        let order = Order {
            folder: around.folder(install),
            others: around.others(),
            domain: around.domain(),
            ports,
            first_at,
        };
        let (address, other) = order.before_it(self.read_as()).into_iter().next()?;
        let (file, line) = (&other.vhost.file, other.vhost.line);
        Some(Finding::warning(
            "default_moves",
            format!(
                "visitors of {address} who use another name or the bare address came to the site that gives way, and will come to that of {file}, line {line}"
            ),
            format!(
                "if they are to come to {}, give {file} a name that comes later in the alphabet",
                around.domain()
            ),
        ))
    }

    /// The name by which the server reads it.
    fn read_as(&self) -> &str {
        self.link.as_ref().unwrap_or(&self.path).file_name()
    }

    /// What its block keeps of a hand-written site whose place it took.
    pub(super) fn carried(&self, facts: &HostFacts, domain: &Fqdn) -> Carried {
        let bytes = facts.content(&self.path).unwrap_or_default();
        let block = Mark::of(bytes, domain).map(|block| String::from_utf8_lossy(&bytes[block.span]));
        block.map_or_else(Carried::default, |block| Carried::written(&block))
    }

    /// The step that has the main file read it, where no folder for sites does.
    ///
    /// # Errors
    /// When the main file cannot be added to.
    pub(super) fn include(
        &self,
        facts: &HostFacts,
        install: &Install,
        domain: &Fqdn,
    ) -> Result<Option<Step>, Refusal> {
        if !self.by_name {
            return Ok(None);
        }
        let path = install.main_config.clone();
        let unusable = |message: &str| Refusal::NotUnderstood {
            file: path.clone(),
            line: 0,
            message: message.to_owned(),
        };
        let before = facts.content(&path).ok_or_else(|| unusable("this file could not be read"))?;
        let text = Mark::wrap(domain, &render::include(&ApachePath::new(&self.path)?));
        let edit = match Mark::of(before, domain) {
            Some(block) if block.closed => Edit { span: block.span, text: text.into_bytes() },
            // Without its end nobody can say where the user's own lines begin.
            Some(_) => return Err(unusable("the line that ends this product's part is gone from it")),
            None => at_the_end(before, &text),
        };
        let content = apply_edits(before, vec![edit]).into();
        Ok(Some(Step::WriteFile { path, content, mode: 0o644, owner: Owner::Writer }))
    }

    /// The step that writes it, with every byte outside its marks kept, and what is to be said of a
    /// change by hand.
    pub(super) fn write(&self, facts: &HostFacts, domain: &Fqdn, body: &str) -> (Step, Option<Finding>) {
        let marked = Mark::wrap(domain, body);
        let before = facts.content(&self.path);
        let block = before.and_then(|bytes| Mark::of(bytes, domain));
        let content = match (before, &block) {
            (Some(bytes), Some(block)) => {
                apply_edits(bytes, vec![Edit { span: block.span.clone(), text: marked.into_bytes() }])
            }
            _ => marked.into_bytes(),
        };
        let edited = block.is_some_and(|block| !block.untouched).then(|| {
            Finding::warning(
                "managed_block_edited",
                format!(
                    "{} was changed by hand since it was written, and that change will be replaced",
                    self.path
                ),
                "keep a copy of it, or put the change outside the marked lines",
            )
        });
        let path = self.path.clone();
        (Step::WriteFile { path, content: content.into(), mode: 0o644, owner: Owner::Writer }, edited)
    }
}

/// Text that begins on a line of its own at the end of a file.
fn at_the_end(before: &[u8], text: &str) -> Edit {
    let begin = if before.is_empty() || before.ends_with(b"\n") { "" } else { "\n" };
    Edit { span: before.len()..before.len(), text: format!("{begin}{text}").into_bytes() }
}

/// The site's name for files: a name of 253 characters would leave no room for an ending in the 255
/// that a file system takes.
pub(super) fn stem(site: &WantedSite) -> String {
    let stem = site.file_stem();
    if stem.len() > 200 { format!("jellyfin-{}", site.slug) } else { stem }
}

/// The order in which the server reads sites.
struct Order<'o> {
    /// The folder that sites are read from; where there is none, a site is read last.
    folder: Option<&'o IncludedFolder>,
    others: &'o [Neighbour<'o>],
    domain: &'o Fqdn,
    ports: &'o [&'o PortPlace],
    /// Where the site was the first that gives way.
    first_at: &'o BTreeSet<String>,
}

impl Order<'_> {
    /// Whether a file of that name would be read after the site that answers for unknown names, and
    /// before those that the wanted name fits as a pattern.
    fn judge(&self, name: &str) -> Result<(), Refusal> {
        for place in self.ports {
            let here: Vec<&Neighbour<'_>> =
                self.others.iter().filter(|other| other.is_on(place.port)).collect();
            let firsts = firsts(&here, place.port);
            let is_first = |other: &Neighbour<'_>| firsts.values().any(|first| first.order == other.order);
            let others_first = place.addresses.iter().filter(|address| !self.first_at.contains(*address));
            for first in others_first.filter_map(|address| firsts.get(address)) {
                if !self.is_before(first, name) {
                    let why = "that site answers for unknown names there today, and would not any more";
                    return Err(in_use(first, place.port, why));
                }
            }
            for other in here {
                if let Some(pattern) = self.pattern(other).filter(|_| self.is_before(other, name)) {
                    return Err(goes_before(other, pattern, self.domain, is_first(other)));
                }
            }
        }
        Ok(())
    }

    /// Whether a file of that name would be the first wherever the site was that gives way.
    fn stays_first(&self, name: &str) -> bool {
        self.before_it(name).is_empty()
    }

    /// Where the site was the first, whoever would be that before a file of that name.
    fn before_it(&self, name: &str) -> Vec<(&'_ String, &'_ Neighbour<'_>)> {
        let mut found = Vec::new();
        for place in self.ports {
            let here: Vec<&Neighbour<'_>> =
                self.others.iter().filter(|other| other.is_on(place.port)).collect();
            let firsts = firsts(&here, place.port);
            let own_port = format!(":{}", place.port);
            for address in self.first_at.iter().filter(|address| address.ends_with(&own_port)) {
                // Nobody names the address any more: whoever is there for all of them answers.
                let at = if place.addresses.contains(address) { address } else { &place.addresses[0] };
                let before = firsts.get(at).filter(|first| self.is_before(first, name));
                found.extend(before.map(|first| (address, *first)));
            }
        }
        found
    }

    fn is_before(&self, other: &Neighbour<'_>, name: &str) -> bool {
        match self.folder {
            Some(own) if other.vhost.file.parent() == own.folder => other.vhost.file.file_name() < name,
            Some(own) => other.order < own.after,
            None => true,
        }
    }

    /// The pattern among its names that the wanted one fits.
    fn pattern<'n>(&self, other: &'n Neighbour<'_>) -> Option<&'n String> {
        let fits = |own: &&String| name::is_pattern(own) && name::matches(own, self.domain.as_str());
        other.names.iter().find(fits)
    }
}

/// A site that answers for unknown names as well stays the first, whatever its file is called.
fn goes_before(other: &Neighbour<'_>, pattern: &str, domain: &Fqdn, is_first: bool) -> Refusal {
    let later = if is_first {
        "have another site answer for unknown names there: one in a file whose name comes first in the alphabet"
    } else {
        "have that site read later: give its file a name that comes later in the alphabet"
    };
    Refusal::Conflict(Conflict {
        kind: ConflictKind::NameMatched,
        file: AbsPath::clone(&other.vhost.file),
        line: other.vhost.line,
        what: format!(
            "the ServerAlias {pattern} of that site fits {domain}, and Apache asks the sites of an address in their order"
        ),
        ways: vec![
            format!("name in that ServerAlias what it is for, instead of {pattern}"),
            later.to_owned(),
            "choose another name".to_owned(),
        ],
    })
}

/// Of the sites that share an address, the first one: by `ADDRESS:PORT`, with `*` for all addresses.
fn firsts<'n>(here: &[&'n Neighbour<'n>], port: u16) -> BTreeMap<String, &'n Neighbour<'n>> {
    let mut firsts = BTreeMap::new();
    for &other in here {
        for own in other.addresses.iter().filter(|own| own.port == Some(port)) {
            let host = if own.is_wildcard() { "*" } else { own.text.as_str() };
            firsts.entry(format!("{host}:{port}")).or_insert(other);
        }
    }
    firsts
}
