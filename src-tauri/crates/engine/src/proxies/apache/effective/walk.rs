use std::collections::BTreeMap;

use super::super::super::config_files::{ConfigFiles, NoBytes};
use super::super::syntax::{Directive, Document, Item, Section, first_word, words};
use super::condition::Known;
use super::include::IncludePath;
use super::variables::{Variables, has_unknown};
use super::{Effective, IncludedFolder, Setting, Start, VirtualHost};
use crate::facts::Problem;
use crate::names::{AbsPath, Version};
use crate::text::{Mark, MarkedBlock};

/// Includes inside each other; the server itself stops at 128.
const DEEPEST: usize = 40;

/// Directives without which sites, ports and what is included cannot be told.
const MATTERS: [&str; 9] = [
    "define",
    "include",
    "includeoptional",
    "listen",
    "loadmodule",
    "serveralias",
    "servername",
    "serverroot",
    "undefine",
];

/// Reading from the first line to the last, as the server does.
pub(super) struct Walk<'w> {
    files: &'w mut dyn ConfigFiles,
    server_root: AbsPath,
    main_config: AbsPath,
    version: Version,
    variables: Variables,
    /// Whether what a macro holds matters, by its name in lower case.
    macros: BTreeMap<String, bool>,
    depth: usize,
    result: Effective,
}

/// The file that is being read.
struct Place {
    path: AbsPath,
    blocks: Vec<MarkedBlock>,
}

/// What is around a line.
#[derive(Clone, Copy)]
struct Scope {
    vhost: Option<usize>,
    nested: bool,
    /// Whether it is in force; what stands in a condition that is not decided may or may not be.
    certain: bool,
}

impl Place {
    fn written_for(&self, at: usize) -> Option<String> {
        self.blocks.iter().find(|block| block.span.contains(&at)).map(|block| block.domain.clone())
    }
}

impl<'w> Walk<'w> {
    pub(super) fn new(files: &'w mut dyn ConfigFiles, start: &Start) -> Self {
        Self {
            files,
            server_root: start.server_root.clone(),
            main_config: start.main_config.clone(),
            version: start.version,
            variables: Variables::new(&start.defines, start.environment.clone()),
            macros: BTreeMap::new(),
            depth: 0,
            result: Effective { modules: start.modules.clone(), ..Effective::default() },
        }
    }

    pub(super) fn run(mut self) -> Effective {
        let main = self.main_config.clone();
        self.file(&main, &main, 0, Scope { vhost: None, nested: false, certain: true });
        self.result
    }

    /// Reads a file that `from` includes at a line.
    fn file(&mut self, path: &AbsPath, from: &AbsPath, line: usize, scope: Scope) {
        if self.depth >= DEEPEST {
            return self.problem(
                "include_too_deep",
                from,
                line,
                "files are included too deeply, or in a circle",
            );
        }
        let bytes = match self.files.bytes(path) {
            Ok(bytes) => bytes,
            Err(NoBytes::Hidden) => {
                return self.problem("unreadable", path, 0, "this part of the configuration may not be read");
            }
            Err(NoBytes::Unusable(reason)) => {
                let message = format!("{path} is included here and cannot be read: {reason}");
                return self.problem("include_unusable", from, line, &message);
            }
        };
        let document = Document::parse(&bytes);
        for fault in document.faults {
            self.problem("syntax", path, fault.line, &fault.message);
        }
        self.depth += 1;
        let place = Place { path: path.clone(), blocks: Mark::find(&bytes) };
        self.items(&document.items, &place, scope);
        self.depth -= 1;
    }

    fn items(&mut self, items: &[Item], place: &Place, scope: Scope) {
        for item in items {
            match item {
                Item::Comment(_) => {}
                Item::Directive(directive) if scope.certain => self.directive(directive, place, scope),
                Item::Directive(directive) => self.undecided(&directive.name, directive.line.number, place),
                Item::Section(section) => self.section(section, place, scope),
            }
        }
    }

    fn section(&mut self, section: &Section, place: &Place, scope: Scope) {
        let argument = self.variables.put_in(&section.argument);
        match section.name.as_str() {
            "virtualhost" if !scope.certain => self.undecided(&section.name, section.line, place),
            "virtualhost" => self.virtual_host(section, &argument, place, scope),
            "macro" => {
                let (name, _) = first_word(&argument);
                self.macros.insert(name.to_ascii_lowercase(), matters(&section.items));
            }
            name => {
                let bare = first_word(&argument).0;
                let argument = if name == "ifversion" { &argument } else { &bare };
                let known = Known {
                    modules: &self.result.modules,
                    variables: &self.variables,
                    version: self.version,
                };
                match known.decide(name, argument) {
                    Some(Some(true)) => self.items(&section.items, place, scope),
                    Some(Some(false)) => {}
                    Some(None) => self.items(&section.items, place, Scope { certain: false, ..scope }),
                    None => self.items(&section.items, place, Scope { nested: true, ..scope }),
                }
            }
        }
    }

    fn virtual_host(&mut self, section: &Section, argument: &str, place: &Place, scope: Scope) {
        if has_unknown(argument) {
            let message = format!(
                "the addresses of this virtual host hold a variable without a known value: {argument}"
            );
            self.problem("variable_unknown", &place.path, section.line, &message);
        }
        self.result.vhosts.push(VirtualHost {
            addresses: words(argument),
            file: place.path.clone(),
            line: section.line,
            settings: Vec::new(),
            written_for: place.written_for(section.span.start),
        });
        let vhost = Some(self.result.vhosts.len() - 1);
        self.items(&section.items, place, Scope { vhost, ..scope });
    }

    fn directive(&mut self, directive: &Directive, place: &Place, scope: Scope) {
        // The server puts variables in before it looks for words, so that one may bring several.
        let text = self.variables.put_in(&directive.line.text);
        let (name, rest) = first_word(&text);
        let (name, args) = (name.to_ascii_lowercase(), words(rest));
        let line = directive.line.number;
        let matters = MATTERS.contains(&name.as_str()) || name == "use";
        if let Some(arg) = args.iter().find(|arg| matters && has_unknown(arg)) {
            let message = format!("{arg} holds a variable without a known value");
            self.problem("variable_unknown", &place.path, line, &message);
            return;
        }
        match (name.as_str(), args.as_slice()) {
            ("define", [name, value @ ..]) => {
                self.variables.define(name, value.first().map_or("", String::as_str));
                self.result.defined.insert(name.clone());
            }
            ("undefine", [name, ..]) => self.variables.undefine(name),
            ("loadmodule", [module, ..]) => {
                let name = module.strip_suffix("_module").unwrap_or(module);
                self.result.modules.insert(name.to_owned());
            }
            ("serverroot", [root, ..]) => match root.parse() {
                Ok(root) => self.server_root = root,
                Err(_) => self.problem("server_root", &place.path, line, "this is no plain absolute path"),
            },
            ("include", [argument, ..]) => self.include(argument, false, place, line, scope),
            ("includeoptional", [argument, ..]) => self.include(argument, true, place, line, scope),
            ("use", [name, ..]) => self.use_macro(name, place, line),
            _ => self.set(
                Setting {
                    name,
                    args,
                    file: place.path.clone(),
                    line,
                    nested: scope.nested,
                    written_for: place.written_for(directive.line.span.start),
                },
                scope,
            ),
        }
    }

    fn set(&mut self, setting: Setting, scope: Scope) {
        match scope.vhost {
            Some(index) => self.result.vhosts[index].settings.push(setting),
            None => self.result.main.push(setting),
        }
    }

    fn include(&mut self, argument: &str, optional: bool, place: &Place, line: usize, scope: Scope) {
        let path = match IncludePath::parse(&self.server_root, argument) {
            Ok(path) => path,
            Err(error) => {
                return self.problem("include_not_followed", &place.path, line, &error.to_string());
            }
        };
        if let (Some((folder, pattern)), None) = (path.folder(), scope.vhost) {
            let (folder, pattern) = (folder.clone(), pattern.to_owned());
            let after = self.result.vhosts.len();
            self.result.folders.push(IncludedFolder { folder, pattern, after });
        }
        let found = path.files(self.files);
        for file in &found {
            let is_plain = path.folder().is_none() && found.len() == 1;
            let is_there = !matches!(self.files.bytes(file), Err(NoBytes::Unusable(_)));
            if is_there || !(optional && is_plain) {
                self.file(file, &place.path, line, scope);
            }
        }
    }

    fn use_macro(&mut self, name: &str, place: &Place, line: usize) {
        if self.macros.get(&name.to_ascii_lowercase()) != Some(&false) {
            let message = format!("the macro {name} may hold sites or ports, and is not put in here");
            self.problem("macro_not_put_in", &place.path, line, &message);
        }
    }

    fn undecided(&mut self, name: &str, line: usize, place: &Place) {
        if MATTERS.contains(&name) || name == "virtualhost" || name == "use" {
            let message =
                format!("whether {name} is in force here depends on a condition that is not decided");
            self.problem("condition_not_decided", &place.path, line, &message);
        }
    }

    fn problem(&mut self, code: &str, file: &AbsPath, line: usize, message: &str) {
        let problem =
            Problem { code: code.to_owned(), file: file.clone(), line, message: message.to_owned() };
        if !self.result.problems.contains(&problem) {
            self.result.problems.push(problem);
        }
    }
}

/// Whether sites, ports or includes stand in there.
fn matters(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Comment(_) => false,
        Item::Directive(directive) => MATTERS.contains(&directive.name.as_str()) || directive.name == "use",
        Item::Section(section) => section.name == "virtualhost" || matters(&section.items),
    })
}
