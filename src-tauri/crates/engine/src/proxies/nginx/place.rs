use super::config::Config;
use super::node::Node;
use super::survey::{Context, Server};
use crate::facts::DropIn;
use crate::names::AbsPath;
use crate::proxies::glob;

/// Where a site goes, and where in the server's order that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SitePlace {
    /// A file of its own in a folder that the server reads.
    Folder {
        /// The folders.
        drop_in: DropIn,
        /// The one that the server reads.
        folder: AbsPath,
        /// How many servers are read up to the last of that folder.
        before: usize,
    },
    /// The end of the `http` block, as it includes no folder.
    Block {
        /// The file that the block stands in.
        file: AbsPath,
        /// The place of the brace that closes it.
        brace: usize,
    },
}

/// Folders that distributions mean for sites, best first.
const KNOWN: [&str; 5] = ["sites-enabled", "vhosts.d", "http.d", "servers", "conf.d"];

/// A name that a file of ours could have.
const EXAMPLE: &str = "jellyfin-example.conf";

impl SitePlace {
    /// The folder that the `http` block includes, or the block itself where it includes none; `None`
    /// where there is no such block.
    pub(super) fn find(config: &Config) -> Option<Self> {
        let mut walk = Walk { config, servers: 0, found: Vec::new() };
        let main = config.files.len() - 1;
        walk.walk(main, config.files[main].document.outermost(), false);
        let rank = |name: &str| KNOWN.iter().position(|known| *known == name).unwrap_or(KNOWN.len());
        // Of unknown folders the last, which is where distributions put sites.
        let best = walk.found.into_iter().rev().min_by_key(|(folder, _)| rank(folder.file_name()));
        let Some((folder, before)) = best else { return Self::end_of_http(config) };
        let drop_in = match (folder.file_name(), folder.parent().join("sites-available")) {
            ("sites-enabled", Ok(available)) => DropIn::Linked { available, enabled: folder.clone() },
            _ => DropIn::Folder(folder.clone()),
        };
        Some(Self::Folder { drop_in, folder, before })
    }

    /// The same in the words of the facts.
    pub(super) fn drop_in(&self) -> DropIn {
        match self {
            Self::Folder { drop_in, .. } => drop_in.clone(),
            Self::Block { .. } => DropIn::MainFile,
        }
    }

    /// Whether a server is read before a site there, whose file has that name. The folder is taken for the
    /// last of those that include others.
    pub(super) fn is_before(&self, server: &Server<'_>, name: &str) -> bool {
        match self {
            Self::Folder { folder, .. } if server.site.file.parent() == *folder => {
                server.site.file.file_name() < name
            }
            Self::Folder { before, .. } => server.order < *before,
            Self::Block { .. } => true,
        }
    }

    fn end_of_http(config: &Config) -> Option<Self> {
        let directives = config.directives();
        let http = directives.iter().rev().find(|node| node.is(Context::Http.word()))?;
        Some(Self::Block { file: http.file().clone(), brace: http.span().end.checked_sub(1)? })
    }
}

/// A walk through all that the `http` block holds, in the server's order.
struct Walk<'c> {
    config: &'c Config,
    servers: usize,
    /// Folders below the configuration's own whose files a pattern takes into the `http` block, with the
    /// number of servers that are read up to their last.
    found: Vec<(AbsPath, usize)>,
}

impl Walk<'_> {
    fn walk(&mut self, file: usize, directives: impl Iterator<Item = usize>, in_http: bool) {
        let config = self.config;
        let within = &config.files[file];
        for directive in directives {
            if let Some(files) = within.includes.get(&directive) {
                self.include(file, directive, files, in_http);
                continue;
            }
            match &*within.document.name(directive) {
                b"http" if !in_http => self.walk(file, within.document.inside(directive), true),
                b"server" if in_http => self.servers += 1,
                _ => {}
            }
        }
    }

    fn include(&mut self, file: usize, directive: usize, files: &[usize], in_http: bool) {
        let config = self.config;
        let folder = self.folder_for_sites(file, directive).filter(|_| in_http);
        for &file in files {
            let outermost = config.files[file].document.outermost();
            match folder {
                Some(_) => {
                    let nodes = Node::expanded(config, file, outermost);
                    self.servers += nodes.iter().filter(|node| node.is("server")).count();
                }
                None => self.walk(file, outermost, in_http),
            }
        }
        self.found.extend(folder.map(|folder| (folder, self.servers)));
    }

    fn folder_for_sites(&self, file: usize, directive: usize) -> Option<AbsPath> {
        let root = &self.config.root;
        let argument = self.config.files[file].document.args(directive).next()?;
        let include = self.config.included(&String::from_utf8_lossy(&argument)).ok()?;
        let takes = include.below.len() == 1
            && glob::matches(include.file_pattern(), EXAMPLE)
            && include.folder.is_within(root)
            && include.folder != *root;
        takes.then_some(include.folder)
    }
}
