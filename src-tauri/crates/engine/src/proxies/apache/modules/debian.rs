//! Debian's tool, which switches modules on by links.

use std::collections::BTreeSet;

use super::super::effective::Effective;
use super::super::layout::Layout;
use super::super::syntax::{Document, Item, first_word, words};
use super::need::ALL;
use super::{Modules, Waking};
use crate::facts::{Evidence, HostFacts, Install};
use crate::host::ToolCall;
use crate::names::{AbsPath, Slug};
use crate::plan::{Enable, EnableKind, Finding, Step};

/// Debian's tool.
const TOOL: &str = "a2enmod";

/// Where Debian's tools note what was switched on by whom.
const MARKERS: &str = "/var/lib/apache2";

/// Takes into the facts what switching on needs: the files of the modules, their links, the tool.
pub(super) fn look(evidence: &mut Evidence<'_>, layout: &Layout) {
    let folders = Folders::of(&layout.server_root);
    let mut pending: Vec<String> = ALL.iter().map(|&name| name.to_owned()).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = pending.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        for (available, enabled) in folders.files(&name) {
            if let Some(bytes) = evidence.read(&available).cloned() {
                pending.extend(depends(&bytes));
                for file in loads(&bytes) {
                    evidence.look(&file);
                }
            }
            evidence.look(&enabled);
        }
    }
    for tool in [TOOL, "a2ensite"] {
        if let Ok(path) = layout.binary.parent().join(tool) {
            evidence.look(&path);
        }
    }
}

/// How modules are switched on there: by links, which its tool makes.
pub(super) struct Debian<'d> {
    facts: &'d HostFacts,
    install: &'d Install,
    folders: Folders,
    tool: Option<AbsPath>,
}

impl<'d> Debian<'d> {
    /// The one of an install.
    pub(super) fn of(facts: &'d HostFacts, install: &'d Install) -> Self {
        let tool = tool(facts, install, TOOL);
        Self { facts, install, folders: Folders::of(&install.config_root), tool }
    }

    /// Whether the configuration reads what the tool switches on.
    pub(super) fn is_read(&self, present: &Effective) -> bool {
        present.folders.iter().any(|read| read.folder == self.folders.enabled)
    }

    /// Whether a module can be switched on: its tool, its file and what that loads are there.
    pub(super) fn has(&self, module: &str) -> bool {
        let load = self.facts.content(&self.folders.load(module));
        self.tool.is_some()
            && load.is_some_and(|load| loads(load).all(|file| self.facts.entry(&file).is_some()))
    }

    /// Switches these on.
    pub(super) fn switch_on(&self, names: &[&str], findings: Vec<Finding>) -> Modules {
        let switched_on = self.folders.with_depends(self.facts, names);
        let mut loaded = self.install.modules.clone();
        loaded.extend(switched_on.iter().cloned());
        let step = self.tool.as_ref().filter(|_| !names.is_empty()).map(|tool| {
            Step::Enable(Enable {
                what: EnableKind::Module,
                names: names.iter().map(|name| slug(name)).collect(),
                call: ToolCall::new(tool, &[&["-q"], names].concat()),
                folders: touched(&self.folders.enabled, "module"),
                links: self.folders.new_links(self.facts, &switched_on),
            })
        });
        let waking = if names.is_empty() { Waking::Nothing } else { Waking::Now };
        Modules { loaded, waking, lines: Vec::new(), step, findings }
    }
}

/// A tool of Debian's; in a tree, whose programs are never run, it need not be there.
pub(in super::super) fn tool(facts: &HostFacts, install: &Install, name: &str) -> Option<AbsPath> {
    let path = install.binary.parent().join(name).ok()?;
    (!facts.live || facts.entry(&path).is_some()).then_some(path)
}

/// What a tool of Debian's changes: the folder of the links, and its own notes.
pub(in super::super) fn touched(links: &AbsPath, kind: &str) -> Vec<AbsPath> {
    let notes = ["enabled_by_admin", "enabled_by_maint", "disabled_by_admin", "disabled_by_maint"];
    let known = |path: String| path.parse::<AbsPath>().expect("plain words below a literal folder");
    let mut folders = vec![links.clone(), known(format!("{MARKERS}/{kind}"))];
    folders.extend(notes.map(|note| known(format!("{MARKERS}/{kind}/{note}"))));
    folders
}

/// Debian's folders of modules.
struct Folders {
    available: AbsPath,
    enabled: AbsPath,
}

impl Folders {
    fn of(server_root: &AbsPath) -> Self {
        let below = |name| server_root.join(name).expect("a plain word below a plain path");
        Self { available: below("mods-available"), enabled: below("mods-enabled") }
    }

    fn load(&self, name: &str) -> AbsPath {
        let [(available, _), _] = self.files(name);
        available
    }

    /// The two files of a module and the links to them.
    fn files(&self, name: &str) -> [(AbsPath, AbsPath); 2] {
        ["load", "conf"].map(|kind| {
            let below = |folder: &AbsPath| {
                // A name from a file may be none; the tool looks for it in vain, too.
                folder.join(&format!("{name}.{kind}")).unwrap_or_else(|_| folder.clone())
            };
            (below(&self.available), below(&self.enabled))
        })
    }

    /// The modules with all that they depend on, as the tool switches it on.
    fn with_depends(&self, facts: &HostFacts, names: &[&str]) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut pending: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        while let Some(name) = pending.pop() {
            if all.insert(name.clone()) {
                pending.extend(facts.content(&self.load(&name)).map(depends).unwrap_or_default());
            }
        }
        all
    }

    /// The links that are not there yet, with what they lead to.
    fn new_links(&self, facts: &HostFacts, names: &BTreeSet<String>) -> Vec<(AbsPath, AbsPath)> {
        let files = names.iter().flat_map(|name| self.files(name));
        files
            .filter(|(available, enabled)| facts.entry(available).is_some() && facts.entry(enabled).is_none())
            .map(|(available, enabled)| (enabled, available))
            .collect()
    }
}

/// `# Depends: setenvif mime`, before the first directive.
fn depends(load: &[u8]) -> Vec<String> {
    let document = Document::parse(load);
    let comments = document.items.iter().map_while(|item| match item {
        Item::Comment(line) => Some(line.text.as_str()),
        Item::Directive(_) | Item::Section(_) | Item::Raw(_) => None,
    });
    let listed = comments.filter_map(|text| text.strip_prefix("# Depends:")).next();
    listed.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// The files that are loaded, where they are named by full paths, as Debian does.
fn loads(load: &[u8]) -> impl Iterator<Item = AbsPath> {
    let loads = Document::parse(load).items.into_iter().filter_map(|item| match item {
        Item::Directive(directive) if directive.name == "loadmodule" => {
            words(first_word(&directive.line.text).1).get(1)?.parse().ok()
        }
        _ => None,
    });
    loads.collect::<Vec<_>>().into_iter()
}

fn slug(name: &str) -> Slug {
    name.parse().expect("modules are plain words")
}
