//! The modules that a site needs, and how they are switched on.

use std::collections::BTreeSet;

use super::dialect::Dialect;
use super::layout::Layout;
use super::syntax::{Document, Item};
use crate::facts::{Evidence, HostFacts, Install};
use crate::host::ToolCall;
use crate::names::{AbsPath, Slug};
use crate::plan::{Enable, EnableKind, Finding, Refusal, Step};
use crate::proxies::WantedSite;

/// Debian's tool.
const TOOL: &str = "a2enmod";

/// Where Debian's tools note what was switched on by whom.
const MARKERS: &str = "/var/lib/apache2";

/// Whatever a site may need.
const ALL: [&str; 11] = [
    "proxy",
    "proxy_http",
    "headers",
    "alias",
    "authz_core",
    "ssl",
    "http2",
    "filter",
    "deflate",
    "rewrite",
    "proxy_wstunnel",
];

/// What is switched on for a site, and what it has in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Modules {
    /// Those that are loaded then.
    pub(super) loaded: BTreeSet<String>,
    /// The step that does it, where there is anything to do.
    pub(super) step: Option<Step>,
    /// What the site has to do without.
    pub(super) findings: Vec<Finding>,
}

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
            if let Some(bytes) = evidence.read(&available).map(<[u8]>::to_vec) {
                pending.extend(depends(&bytes));
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

impl Modules {
    /// What the site needs on that install.
    ///
    /// # Errors
    /// When a module is missing that it cannot do without.
    pub(super) fn arrange(
        facts: &HostFacts,
        install: &Install,
        site: &WantedSite,
        dialect: &Dialect,
    ) -> Result<Self, Refusal> {
        let folders = Folders::of(&install.config_root);
        let tool = tool(facts, install, TOOL);
        let can = |name: &str| tool.is_some() && facts.entry(&folders.load(name)).is_some();
        let mut names = Vec::new();
        let mut findings = Vec::new();
        for need in needs(site, dialect) {
            match (install.modules.contains(need.module), can(need.module), need.without) {
                (true, ..) => {}
                (false, true, _) => names.push(need.module),
                (false, false, Some(without)) => {
                    findings.push(Finding::note(
                        "module_not_there",
                        format!("Apache's module {} is not there: {without}", need.module),
                    ));
                }
                (false, false, None) => {
                    let module = need.module.to_owned();
                    return Err(Refusal::ModuleMissing { proxy: install.proxy, module });
                }
            }
        }
        let switched_on = folders.with_depends(facts, &names);
        let mut loaded = install.modules.clone();
        loaded.extend(switched_on.iter().cloned());
        findings.extend(dialect.prefork_finding(site));
        let step = tool.filter(|_| !names.is_empty()).map(|tool| {
            Step::Enable(Enable {
                what: EnableKind::Module,
                names: names.iter().map(|name| slug(name)).collect(),
                call: ToolCall::new(&tool, &[&["-q"], names.as_slice()].concat()),
                folders: touched(&folders.enabled, "module"),
                links: folders.new_links(facts, &switched_on),
            })
        });
        Ok(Self { loaded, step, findings })
    }
}

/// A tool of Debian's; in a tree, whose programs are never run, it need not be there.
pub(super) fn tool(facts: &HostFacts, install: &Install, name: &str) -> Option<AbsPath> {
    let path = install.binary.parent().join(name).ok()?;
    (!facts.live || facts.entry(&path).is_some()).then_some(path)
}

/// A module that a site needs.
struct Need {
    module: &'static str,
    /// What happens without it; `None` where the site cannot do without.
    without: Option<&'static str>,
}

fn needs(site: &WantedSite, dialect: &Dialect) -> Vec<Need> {
    let must = |module| Need { module, without: None };
    let mut needs: Vec<Need> = ["proxy", "proxy_http", "headers", "alias", "authz_core"].map(must).into();
    if site.tls.is_some() {
        needs.push(must("ssl"));
    }
    if dialect.rewrites_upgrades() {
        needs.extend(["proxy_wstunnel", "rewrite"].map(must));
    }
    if site.tls.is_some() && dialect.can_http2() {
        needs.push(Need { module: "http2", without: Some("visitors get HTTP/1.1") });
    }
    for module in ["filter", "deflate"] {
        needs.push(Need { module, without: Some("texts are sent as large as Jellyfin sends them") });
    }
    needs
}

/// What a tool of Debian's changes: the folder of the links, and its own notes.
pub(super) fn touched(links: &AbsPath, kind: &str) -> Vec<AbsPath> {
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

fn slug(name: &str) -> Slug {
    name.parse().expect("modules are plain words")
}
