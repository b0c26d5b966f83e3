use std::collections::{BTreeMap, BTreeSet};

use super::include_path::{IncludeFault, IncludePath};
use super::node::Node;
use super::syntax::{Body, Document};
use crate::facts::{Content, Problem};
use crate::names::AbsPath;
use crate::proxies::config_files::{ConfigFiles, NoBytes};
use crate::proxies::glob;
use crate::text::{Mark, MarkedBlock};

/// The configuration as the server sees it: the main file with everything it includes. A file that is
/// included in several places is read once.
#[derive(Debug)]
pub(super) struct Config {
    /// The folder that relative paths start from.
    pub(super) root: AbsPath,
    /// The files, those that others include before these; the main file is the last.
    pub(super) files: Vec<ConfigFile>,
    /// What could not be read or followed.
    pub(super) problems: Vec<Problem>,
    /// What blocks of values include: read by the server, and not here.
    pub(super) values: Vec<IncludePath>,
    /// Folders that were seen to be no links, from which an `include` leads upward.
    folders: BTreeSet<AbsPath>,
}

/// A file of the configuration.
#[derive(Debug)]
pub(super) struct ConfigFile {
    /// Its path, as it was included.
    pub(super) path: AbsPath,
    /// What is in it.
    pub(super) document: Document,
    /// What this product wrote there.
    pub(super) marks: Vec<MarkedBlock>,
    /// For each `include` the files it names, in the server's order.
    pub(super) includes: BTreeMap<usize, Vec<usize>>,
    /// How many directives it comes to with all that it includes, each as often as the server reads it.
    weight: usize,
}

/// More directives than any real tree has; a file that includes two of the next would double without end.
const WEIGHT_LIMIT: usize = 2_000_000;

/// How many files may be open inside each other.
const INCLUDE_DEPTH: usize = 100;

/// Blocks that hold values and not directives: what is included there (address lists of megabytes)
/// says nothing of sites.
const VALUE_BLOCKS: [&[u8]; 6] = [b"map", b"geo", b"split_clients", b"types", b"charset_map", b"match"];

impl Config {
    /// Reads the main file and what it includes.
    pub(super) fn read(files: &mut dyn ConfigFiles, main: &AbsPath) -> Self {
        let config = Self {
            root: main.parent(),
            files: Vec::new(),
            problems: Vec::new(),
            values: Vec::new(),
            folders: BTreeSet::new(),
        };
        let mut reader =
            ConfigReader { files, config, open: Vec::new(), known: BTreeMap::new(), full: false };
        if reader.file(main, main, 0).is_none() {
            reader.config.files.push(ConfigFile::new(main.clone(), Content::default()));
        }
        reader.config
    }

    /// What an `include` of this configuration names.
    pub(super) fn included(&self, argument: &str) -> Result<IncludePath, IncludeFault> {
        IncludePath::parse(&self.root, argument, &self.folders)
    }

    /// The main file's directives, with every `include` replaced by what it names.
    pub(super) fn directives(&self) -> Vec<Node<'_>> {
        let main = self.files.len() - 1;
        Node::expanded(self, main, self.files[main].document.outermost())
    }
}

impl ConfigFile {
    fn new(path: AbsPath, bytes: Content) -> Self {
        let marks = Mark::find(&bytes);
        let document = Document::read(bytes);
        let weight = document.len();
        Self { path, document, marks, includes: BTreeMap::new(), weight }
    }
}

struct ConfigReader<'f> {
    files: &'f mut dyn ConfigFiles,
    config: Config,
    /// The files that are being read: the one in hand, and those that included it.
    open: Vec<AbsPath>,
    /// Those that were read, by their place in the list; `None` for one without bytes.
    known: BTreeMap<AbsPath, Option<usize>>,
    /// Whether the limit was reached, so that nothing more is read.
    full: bool,
}

impl ConfigReader<'_> {
    /// The place of a file that `line` of `from` includes (the main file: itself, line 0).
    fn file(&mut self, path: &AbsPath, from: &AbsPath, line: usize) -> Option<usize> {
        if self.open.contains(path) {
            self.problem("include_loop", from, line, format!("{path} includes itself"));
            return None;
        }
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        if self.open.len() == INCLUDE_DEPTH {
            let message = format!("files include each other deeper than {INCLUDE_DEPTH} levels");
            self.problem("include_too_deep", from, line, message);
            return None;
        }
        let place = match self.files.bytes(path) {
            Ok(bytes) => Some(self.document(ConfigFile::new(path.clone(), bytes))),
            Err(NoBytes::Hidden) => None,
            Err(NoBytes::Unusable(reason)) => {
                self.problem("include_unusable", from, line, reason);
                None
            }
        };
        self.known.insert(path.clone(), place);
        place
    }

    /// Follows what a file includes, and puts it into the list.
    fn document(&mut self, mut file: ConfigFile) -> usize {
        if let Some(fault) = &file.document.fault {
            self.problem(fault.code(), &file.path, fault.line, fault.message());
        }
        self.open.push(file.path.clone());
        let mut directive = 0;
        while directive < file.document.len() && !self.full {
            directive = match (file.document.body(directive), &*file.document.name(directive)) {
                (Body::Block, name) if VALUE_BLOCKS.contains(&name) => {
                    self.values_of(&file.document, directive);
                    file.document.after(directive)
                }
                (Body::Semicolon, b"include") => {
                    self.follow(&mut file, directive);
                    directive + 1
                }
                _ => directive + 1,
            };
        }
        self.open.pop();
        self.config.files.push(file);
        self.config.files.len() - 1
    }

    fn follow(&mut self, file: &mut ConfigFile, directive: usize) {
        let line = file.document.line(directive);
        let Some(argument) = only_argument(&file.document, directive) else { return };
        let paths = match self.included(&argument) {
            Ok(include) => match include.plain() {
                Some(path) => vec![path],
                None => self.fitting(&include.folder, &include.below),
            },
            Err(fault) => {
                self.problem("include_not_followed", &file.path, line, fault.to_string());
                Vec::new()
            }
        };
        let mut places = Vec::with_capacity(paths.len());
        for path in &paths {
            let Some(place) = self.file(path, &file.path, line) else { continue };
            file.weight += self.config.files[place].weight;
            if file.weight > WEIGHT_LIMIT && !self.full {
                let message = format!("with what is included there are more than {WEIGHT_LIMIT} directives");
                self.problem("too_many_includes", &file.path, line, message);
                self.full = true;
            }
            if self.full {
                break;
            }
            places.push(place);
        }
        file.includes.insert(directive, places);
    }

    fn values_of(&mut self, document: &Document, block: usize) {
        for value in document.inside(block) {
            if &*document.name(value) == b"include"
                && let Some(argument) = only_argument(document, value)
            {
                let included = self.included(&argument);
                self.config.values.extend(included);
            }
        }
    }

    /// What an `include` names, once it is seen which of its folders are no links.
    fn included(&mut self, argument: &str) -> Result<IncludePath, IncludeFault> {
        loop {
            match self.config.included(argument) {
                Err(IncludeFault::Upward(from)) if self.files.is_no_link(&from) => {
                    self.config.folders.insert(from);
                }
                included => return included,
            }
        }
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
        self.config.problems.push(Problem::at(code, file, line, message));
    }
}

fn only_argument(document: &Document, directive: usize) -> Option<String> {
    let mut args = document.args(directive);
    let argument = args.next()?;
    args.next().is_none().then(|| String::from_utf8_lossy(&argument).into_owned())
}
