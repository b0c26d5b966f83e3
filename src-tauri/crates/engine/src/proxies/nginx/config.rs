use std::rc::Rc;

use super::include_path::IncludePath;
use super::syntax;
use crate::facts::Problem;
use crate::names::AbsPath;
use crate::proxies::config_files::{ConfigFiles, NoBytes};
use crate::proxies::glob;
use crate::text::Mark;

/// The configuration as the server sees it: the main file with everything it includes.
#[derive(Debug)]
pub(super) struct Config {
    /// The folder that relative includes start from.
    pub(super) root: AbsPath,
    /// The main file's directives.
    pub(super) directives: Vec<Node>,
    /// What could not be read or followed.
    pub(super) problems: Vec<Problem>,
}

/// A directive in its place.
#[derive(Debug)]
pub(super) struct Node {
    /// Its name.
    pub(super) name: String,
    /// Its arguments; bytes that are not UTF-8 as replacement marks.
    pub(super) args: Vec<String>,
    /// The file it stands in, as it was included.
    pub(super) file: Rc<AbsPath>,
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// Its place in the order in which the server reads everything.
    pub(super) order: usize,
    /// Whether it stands between this product's marks.
    pub(super) managed: bool,
    /// What is in its block, or, for an `include`, in the files that it names.
    pub(super) block: Vec<Node>,
}

/// More than any real tree has; a file that includes two of the next would double without end.
const INCLUDE_LIMIT: usize = 4096;

/// Blocks that hold values and not directives: what is included there (address lists of megabytes)
/// says nothing of sites.
const VALUE_BLOCKS: [&str; 6] = ["map", "geo", "split_clients", "types", "charset_map", "match"];

impl Config {
    /// Reads the main file and what it includes.
    pub(super) fn read(files: &mut dyn ConfigFiles, main: &AbsPath) -> Self {
        let mut reader = ConfigReader {
            files,
            root: main.parent(),
            open: Vec::new(),
            included: 0,
            order: 0,
            problems: Vec::new(),
        };
        let directives = reader.file(main, main, 0);
        Self { root: reader.root, directives, problems: reader.problems }
    }
}

/// The nodes of a block with every `include` replaced by what it names, in the server's order.
pub(super) fn expanded(nodes: &[Node]) -> Vec<&Node> {
    let mut all = Vec::new();
    for node in nodes {
        if node.name == "include" {
            all.extend(expanded(&node.block));
        } else {
            all.push(node);
        }
    }
    all
}

struct ConfigReader<'f> {
    files: &'f mut dyn ConfigFiles,
    root: AbsPath,
    /// The files that are being read: the one in hand, and those that included it.
    open: Vec<AbsPath>,
    included: usize,
    order: usize,
    problems: Vec<Problem>,
}

impl ConfigReader<'_> {
    /// The directives of a file that `line` of `from` includes (the main file: itself, line 0).
    fn file(&mut self, path: &AbsPath, from: &AbsPath, line: usize) -> Vec<Node> {
        if self.open.contains(path) {
            self.problem("include_loop", from, line, format!("{path} includes itself"));
            return Vec::new();
        }
        if self.included == INCLUDE_LIMIT {
            self.problem(
                "too_many_includes",
                from,
                line,
                format!("more than {INCLUDE_LIMIT} files are included"),
            );
            return Vec::new();
        }
        self.included += 1;
        let bytes = match self.files.bytes(path) {
            Ok(bytes) => bytes,
            Err(NoBytes::Hidden) => return Vec::new(),
            Err(NoBytes::Unusable(reason)) => {
                self.problem("include_unusable", from, line, reason);
                return Vec::new();
            }
        };
        let parsed = syntax::parse(&bytes);
        if let Some(fault) = parsed.fault {
            self.problem(fault.code(), path, fault.line, fault.message());
        }
        let place = Place { file: Rc::new(path.clone()), managed: managed_spans(&bytes) };
        self.open.push(path.clone());
        let nodes = self.nodes(parsed.directives, &place, true);
        self.open.pop();
        nodes
    }

    fn nodes(&mut self, directives: Vec<syntax::Directive>, place: &Place, follow: bool) -> Vec<Node> {
        directives.into_iter().map(|directive| self.node(directive, place, follow)).collect()
    }

    fn node(&mut self, directive: syntax::Directive, place: &Place, follow: bool) -> Node {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        let name = text(&directive.name);
        let args: Vec<String> = directive.args.iter().map(text).collect();
        let order = self.order;
        self.order += 1;
        let block = match (directive.body, args.as_slice()) {
            (syntax::Body::Block(inside), _) => {
                let follow = follow && !VALUE_BLOCKS.contains(&name.as_str());
                self.nodes(inside, place, follow)
            }
            (syntax::Body::Semicolon, [argument]) if follow && name == "include" => {
                self.include(argument, place, directive.line)
            }
            (syntax::Body::Semicolon | syntax::Body::Lua, _) => Vec::new(),
        };
        let managed = place.managed.iter().any(|span| span.contains(&directive.span.start));
        Node { name, args, file: place.file.clone(), line: directive.line, order, managed, block }
    }

    fn include(&mut self, argument: &str, place: &Place, line: usize) -> Vec<Node> {
        let paths = match IncludePath::parse(&self.root, argument) {
            Ok(include) => match include.plain() {
                Some(path) => vec![path],
                None => self.fitting(&include.folder, &include.below),
            },
            Err(fault) => {
                self.problem("include_not_followed", &place.file, line, fault.to_string());
                Vec::new()
            }
        };
        paths.iter().flat_map(|path| self.file(path, &place.file, line)).collect()
    }

    /// The files that fit a pattern, in the order in which glob(3) gives them.
    fn fitting(&mut self, folder: &AbsPath, below: &[String]) -> Vec<AbsPath> {
        let [part, deeper @ ..] = below else { return vec![folder.clone()] };
        let mut names = self.files.names(folder);
        names.retain(|name| if glob::is_pattern(part) { glob::matches(part, name) } else { name == part });
        let paths = names.iter().filter_map(|name| folder.join(name).ok());
        paths.collect::<Vec<_>>().iter().flat_map(|path| self.fitting(path, deeper)).collect()
    }

    fn problem(&mut self, code: &str, file: &AbsPath, line: usize, message: String) {
        let problem = Problem { code: code.to_owned(), file: file.clone(), line, message };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// A file that is being read.
struct Place {
    file: Rc<AbsPath>,
    managed: Vec<std::ops::Range<usize>>,
}

fn managed_spans(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    Mark::find(bytes).into_iter().map(|block| block.span).collect()
}
