use super::config::{Config, Node};
use super::include_path::IncludePath;
use super::survey::{Context, Server};
use crate::facts::DropIn;
use crate::names::AbsPath;
use crate::proxies::glob;

/// Where a site's file goes, and where in the server's order that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DropInPlace {
    /// The folders.
    pub(super) drop_in: DropIn,
    /// The folder that the server reads.
    pub(super) folder: AbsPath,
    /// The order of the last directive that the `include` brings in.
    last: usize,
}

/// Folders that distributions mean for sites, best first.
const KNOWN: [&str; 5] = ["sites-enabled", "conf.d", "http.d", "vhosts.d", "servers"];

/// A name that a file of ours could have.
const EXAMPLE: &str = "jellyfin-example.conf";

impl DropInPlace {
    /// The folder that the `http` block includes, or `None` where it includes none: then there is
    /// nothing but the main file.
    pub(super) fn find(config: &Config) -> Option<Self> {
        let mut found = Vec::new();
        collect(&config.directives, config, false, &mut found);
        let rank = |name: &str| KNOWN.iter().position(|known| *known == name).unwrap_or(KNOWN.len());
        // Of unknown folders the last, which is where distributions put sites.
        let (folder, last) = found.into_iter().rev().min_by_key(|(folder, _)| rank(folder.file_name()))?;
        let available = folder.parent().join("sites-available").ok()?;
        let drop_in = match folder.file_name() {
            "sites-enabled" => DropIn::Linked { available, enabled: folder.clone() },
            _ => DropIn::Folder(folder.clone()),
        };
        Some(Self { drop_in, folder, last })
    }

    /// Whether a server is read before a file of that name in the folder, which is taken for the last
    /// of those that include others.
    pub(super) fn is_before(&self, server: &Server, name: &str) -> bool {
        if server.site.file.parent() == self.folder {
            server.site.file.file_name() < name
        } else {
            server.order <= self.last
        }
    }
}

/// Folders below the configuration's own whose files a pattern takes into the `http` block.
fn collect(nodes: &[Node], config: &Config, in_http: bool, found: &mut Vec<(AbsPath, usize)>) {
    for node in nodes {
        match (node.name.as_str(), node.args.as_slice()) {
            ("include", [argument]) => {
                let include = IncludePath::parse(&config.root, argument).ok();
                match include.filter(|include| in_http && takes_sites(include, &config.root)) {
                    Some(include) => found.push((include.folder, last_order(node))),
                    None => collect(&node.block, config, in_http, found),
                }
            }
            (name, []) if name == Context::Http.word() => collect(&node.block, config, true, found),
            _ => {}
        }
    }
}

fn last_order(node: &Node) -> usize {
    node.block.last().map_or(node.order, last_order)
}

fn takes_sites(include: &IncludePath, root: &AbsPath) -> bool {
    include.below.len() == 1
        && glob::matches(include.file_pattern(), EXAMPLE)
        && include.folder.is_within(root)
        && include.folder != *root
}
