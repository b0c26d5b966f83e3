use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::super::config_files::{ConfigFiles, NoBytes};
use super::super::syntax::{Directive, Document, Item, Raw, Section, first_word, words};
use super::condition::Known;
use super::idle::Idle;
use super::include::IncludePath;
use super::kept::is_kept;
use super::limits::Limits;
use super::macros::{Macro, NotPutIn};
use super::place::{Place, Scope};
use super::variables::{Variables, has_unknown};
use super::versions::Versions;
use super::{
    Condition, Effective, InForce, IncludedFolder, ModuleLoad, PlacedListen, Setting, Start, VirtualHost,
};
use crate::facts::Problem;
use crate::names::AbsPath;
use crate::proxies::most::too_much;
use crate::text::Mark;

/// Includes and macros inside each other; the server itself stops at 128.
const DEEPEST: usize = 40;

/// No variable is that long: the server's own lines used to end at as many bytes.
const LONGEST_VALUE: usize = 8192;

/// Directives without which sites, ports and what is included cannot be told.
const MATTERS: [&str; 11] = [
    "define",
    "include",
    "includeoptional",
    "listen",
    "loadmodule",
    "remoteipproxyprotocol",
    "serveralias",
    "servername",
    "serverroot",
    "undefine",
    "use",
];

/// Reading from the first line to the last, as the server does.
pub(super) struct Walk<'w> {
    files: &'w mut dyn ConfigFiles,
    server_root: AbsPath,
    main_config: AbsPath,
    versions: Versions,
    variables: Variables,
    /// By name in lower case.
    macros: BTreeMap<String, Arc<Macro>>,
    /// The macros that are being put in, outermost first.
    used: Vec<Arc<Macro>>,
    /// The files that are being read, outermost first.
    open: Vec<Arc<AbsPath>>,
    depth: usize,
    /// The conditions that hold around what is being read, outermost first.
    conditions: Arc<[Condition]>,
    limits: Limits,
    said: BTreeSet<Problem>,
    before: Vec<String>,
    after: Vec<String>,
    modules: BTreeSet<String>,
    result: InForce,
}

impl<'w> Walk<'w> {
    pub(super) fn new(files: &'w mut dyn ConfigFiles, start: &Start) -> Self {
        Self {
            files,
            server_root: start.server_root.clone(),
            main_config: start.main_config.clone(),
            versions: Versions::of(start.version),
            variables: Variables::new(&start.defines, start.environment.clone()),
            macros: BTreeMap::new(),
            used: Vec::new(),
            open: Vec::new(),
            depth: 0,
            conditions: Arc::default(),
            limits: Limits::default(),
            said: BTreeSet::new(),
            before: start.before.clone(),
            after: start.after.clone(),
            modules: start.modules.clone(),
            result: InForce::default(),
        }
    }

    pub(super) fn run(mut self) -> Effective {
        let main = self.main_config.clone();
        let scope = Scope { vhost: None, nested: false, certain: true };
        let (before, after) = (std::mem::take(&mut self.before), std::mem::take(&mut self.after));
        self.given(&before, scope);
        self.file(&main, &main, 0, scope);
        self.given(&after, scope);
        self.result.server_root = Some(self.server_root);
        Effective { modules: self.modules, in_force: Arc::new(self.result) }
    }

    /// Reads directives that stand in no file.
    fn given(&mut self, lines: &[String], scope: Scope) {
        let document = Document::parse(lines.join("\n").as_bytes());
        let path = Arc::new(self.main_config.clone());
        self.read(&document, &Place { path, blocks: Vec::new(), used_at: Some((0, None)) }, scope);
    }

    /// Reads a file that `from` includes at a line.
    fn file(&mut self, path: &AbsPath, from: &AbsPath, line: usize, scope: Scope) {
        if !self.limits.take_file() {
            return self.too_much(from, line);
        }
        if self.depth >= DEEPEST || self.open.iter().any(|open| **open == *path) {
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
        if !self.limits.take_bytes(bytes.len(), self.result.files.contains(path)) {
            return self.too_much(from, line);
        }
        let document = Document::parse(&bytes);
        let path = Arc::new(path.clone());
        self.result.files.insert(path.clone());
        self.open.push(path.clone());
        self.read(&document, &Place { path, blocks: Mark::find(&bytes), used_at: None }, scope);
        self.open.pop();
    }

    fn read(&mut self, document: &Document, place: &Place, scope: Scope) {
        for fault in &document.faults {
            self.problem("syntax", &place.path, place.line(fault.line), &fault.message);
        }
        self.depth += 1;
        self.items(&document.items, place, scope);
        self.depth -= 1;
    }

    fn items(&mut self, items: &[Item], place: &Place, scope: Scope) {
        for item in items {
            if self.limits.are_passed() {
                return self.too_much(&place.path, 0);
            }
            match item {
                Item::Comment(_) => {}
                Item::Directive(directive) if scope.certain => self.directive(directive, place, scope),
                Item::Directive(directive) => {
                    self.undecided(&directive.name, place.line(directive.line.number), place);
                }
                Item::Section(section) => self.section(section, place, scope),
                Item::Raw(raw) => self.raw(raw, place, scope),
            }
        }
    }

    fn section(&mut self, section: &Section, place: &Place, scope: Scope) {
        let argument = self.variables.put_in(&section.argument, &mut self.limits).into_owned();
        match section.name.as_str() {
            "virtualhost" if !scope.certain => {
                self.undecided(&section.name, place.line(section.line), place);
            }
            "virtualhost" => self.virtual_host(section, &argument, place, scope),
            name => {
                let bare = first_word(&argument).0;
                let argument = if name == "ifversion" { &argument } else { &bare };
                let mut known = Known {
                    modules: &self.modules,
                    variables: &self.variables,
                    versions: &mut self.versions,
                    server_root: &self.server_root,
                };
                self.result.missed.extend(known.missed(name, argument));
                match known.decide(self.files, name, argument) {
                    Some(Some(true)) => {
                        let around = self.conditions.clone();
                        let own = Condition::of(name, argument);
                        self.conditions = around.iter().cloned().chain(own).collect();
                        self.items(&section.items, place, scope);
                        self.conditions = around;
                    }
                    Some(Some(false)) => {
                        let mut idle = Idle {
                            server_root: &self.server_root,
                            variables: &self.variables,
                            limits: &mut self.limits,
                            place,
                            around: &self.conditions,
                            result: &mut self.result,
                        };
                        idle.section(section);
                    }
                    Some(None) => self.items(&section.items, place, Scope { certain: false, ..scope }),
                    None => self.items(&section.items, place, Scope { nested: true, ..scope }),
                }
            }
        }
    }

    fn virtual_host(&mut self, section: &Section, argument: &str, place: &Place, scope: Scope) {
        let line = place.line(section.line);
        if has_unknown(argument) {
            let message = format!(
                "the addresses of this virtual host hold a variable without a known value: {argument}"
            );
            self.problem("variable_unknown", &place.path, line, &message);
        }
        self.result.vhosts.push(VirtualHost {
            addresses: words(argument),
            file: place.path.clone(),
            line,
            last: place.line(section.last),
            from_macro: place.used_at.is_some(),
            settings: Vec::new(),
            written_for: place.written_for(section.span.start),
        });
        let vhost = Some(self.result.vhosts.len() - 1);
        self.items(&section.items, place, Scope { vhost, ..scope });
    }

    fn directive(&mut self, directive: &Directive, place: &Place, scope: Scope) {
        // The server puts variables in before it looks for words, so that one may bring several.
        let text = self.variables.put_in(&directive.line.text, &mut self.limits);
        let (name, rest) = first_word(&text);
        let name = name.to_ascii_lowercase();
        let line = place.line(directive.line.number);
        let matters = MATTERS.contains(&name.as_str());
        if !matters && !is_kept(&name) && name != "undefmacro" {
            return;
        }
        let args = words(rest);
        if let Some(arg) = args.iter().find(|arg| matters && name != "define" && has_unknown(arg)) {
            let message = format!("{arg} holds a variable without a known value");
            self.problem("variable_unknown", &place.path, line, &message);
            return;
        }
        match (name.as_str(), args.as_slice()) {
            // Defined by itself, a variable doubles with each line.
            ("define", [_, value, ..]) if value.len() > LONGEST_VALUE => self.limits.stop(),
            ("define", [name, value @ ..]) => {
                self.variables.define(name, value.first().map_or("", String::as_str));
                self.result.defined.insert(name.clone());
            }
            ("undefine", [name, ..]) => self.variables.undefine(name),
            ("undefmacro", [name, ..]) => {
                self.macros.remove(&name.to_ascii_lowercase());
            }
            ("loadmodule", [module, file @ ..]) => {
                let written_for = place.written_for(directive.line.span.start);
                let load = ModuleLoad::of(module, file, &self.server_root, written_for);
                self.modules.insert(load.module.clone());
                self.result.loads.push(load);
            }
            ("serverroot", [root, ..]) => match root.parse() {
                Ok(root) => self.server_root = root,
                Err(_) => self.problem("server_root", &place.path, line, "this is no plain absolute path"),
            },
            ("include", [argument, ..]) => self.include(argument, false, place, line, scope),
            ("includeoptional", [argument, ..]) => self.include(argument, true, place, line, scope),
            ("use", [name, args @ ..]) => {
                let written_for = place.written_for(directive.line.span.start);
                self.use_macro(name, args, place, (line, written_for), scope);
            }
            _ => {
                let written_for = place.written_for(directive.line.span.start);
                let (file, nested) = (place.path.clone(), scope.nested);
                self.set(Setting { name, args, file, line, nested, written_for }, scope);
            }
        }
    }

    fn set(&mut self, setting: Setting, scope: Scope) {
        if !self.limits.take_setting() {
            return self.too_much(&setting.file, setting.line);
        }
        if setting.name == "listen" {
            let listen = PlacedListen::of(&setting.args, &self.conditions, &setting.written_for);
            self.result.listens.extend(listen);
        }
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
        let found = path.files(self.files, &mut self.limits);
        for file in &found {
            let is_plain = path.folder().is_none() && found.len() == 1;
            if !(optional && is_plain) || self.files.is_file(file) {
                self.file(file, &place.path, line, scope);
            }
            if self.limits.are_passed() {
                return;
            }
        }
    }

    fn raw(&mut self, raw: &Raw, place: &Place, scope: Scope) {
        let line = place.line(raw.line);
        match raw.name.as_str() {
            "macro" if scope.certain => {
                let (name, found) =
                    Macro::define(raw, &self.variables.put_in(&raw.argument, &mut self.limits));
                self.macros.insert(name, found);
            }
            "macro" => self.undecided("macro", line, place),
            // Whatever the program in it does, `<Perl>` can add sites; Lua answers requests only.
            "perl" => {
                let message = "what the program in this section configures is not known";
                self.problem("section_not_read", &place.path, line, message);
            }
            _ => {}
        }
    }

    fn use_macro(
        &mut self,
        name: &str,
        args: &[String],
        place: &Place,
        used_at: (usize, Option<String>),
        scope: Scope,
    ) {
        let line = used_at.0;
        let Some(found) = self.macros.get(&name.to_ascii_lowercase()).cloned() else {
            return self.problem("macro_not_put_in", &place.path, line, &format!("there is no macro {name}"));
        };
        if self.depth >= DEEPEST || self.used.iter().any(|used| Arc::ptr_eq(used, &found)) {
            return self.problem("include_too_deep", &place.path, line, "macros use each other in a circle");
        }
        let document = match found.put_in(args, self.limits.left_to_put_in()) {
            Ok((document, bytes)) => {
                self.limits.take_put_in(bytes);
                document
            }
            Err(NotPutIn::Arguments) => {
                let message = format!("the macro {name} takes another number of arguments");
                return self.problem("macro_not_put_in", &place.path, line, &message);
            }
            Err(NotPutIn::TooMuch) => {
                self.limits.stop();
                return self.too_much(&place.path, line);
            }
        };
        let inside = Place { path: place.path.clone(), blocks: Vec::new(), used_at: Some(used_at) };
        self.used.push(found);
        self.read(&document, &inside, scope);
        self.used.pop();
    }

    fn undecided(&mut self, name: &str, line: usize, place: &Place) {
        if MATTERS.contains(&name) || name == "virtualhost" || name == "macro" {
            let message =
                format!("whether {name} is in force here depends on a condition that is not decided");
            self.problem("condition_not_decided", &place.path, line, &message);
        }
    }

    fn too_much(&mut self, file: &AbsPath, line: usize) {
        self.say(too_much(file, line, "files, macros or directives"));
    }

    fn problem(&mut self, code: &str, file: &AbsPath, line: usize, message: &str) {
        self.say(Problem::at(code, file, line, message));
    }

    fn say(&mut self, problem: Problem) {
        // One more of them says nothing that those before it do not.
        if self.said.len() < 1000 && self.said.insert(problem.clone()) {
            self.result.problems.push(problem);
        }
    }
}
