use std::sync::Arc;

use super::super::syntax::{Directive, Item, Section, first_word, words};
use super::include::plain;
use super::limits::Limits;
use super::place::Place;
use super::variables::Variables;
use super::{Condition, InForce, ModuleLoad, PlacedListen};
use crate::names::AbsPath;

/// What stands in conditions that do not hold: the modules and the ports that another start of the server
/// would bring.
pub(super) struct Idle<'w> {
    pub(super) server_root: &'w AbsPath,
    pub(super) variables: &'w Variables,
    pub(super) limits: &'w mut Limits,
    pub(super) place: &'w Place,
    /// The conditions around it that hold, outermost first.
    pub(super) around: &'w [Condition],
    pub(super) result: &'w mut InForce,
}

/// The conditions around a line, outermost first.
struct Around {
    /// Those that do not hold.
    idle: Arc<[Condition]>,
    /// All of them.
    all: Arc<[Condition]>,
}

impl Idle<'_> {
    /// Notes what a section holds that is not in force.
    pub(super) fn section(&mut self, section: &Section) {
        self.within(section, &mut Vec::new());
    }

    fn within(&mut self, section: &Section, conditions: &mut Vec<Condition>) {
        let argument = first_word(&self.variables.put_in(&section.argument, self.limits)).0;
        let Some(condition) = Condition::of(&section.name, &argument) else { return };
        conditions.push(condition);
        let around =
            Around { idle: conditions.as_slice().into(), all: [self.around, conditions].concat().into() };
        for item in &section.items {
            if self.limits.are_passed() {
                break;
            }
            match item {
                Item::Directive(directive) => self.directive(directive, &around),
                Item::Section(inner) => self.within(inner, conditions),
                Item::Comment(_) | Item::Raw(_) => {}
            }
        }
        conditions.pop();
    }

    fn directive(&mut self, directive: &Directive, around: &Around) {
        if !["listen", "loadmodule"].contains(&directive.name.as_str()) || !self.limits.take_setting() {
            return;
        }
        let text = self.variables.put_in(&directive.line.text, self.limits);
        let args = words(first_word(&text).1);
        let written_for = self.place.written_for(directive.line.span.start);
        match (directive.name.as_str(), args.as_slice()) {
            ("loadmodule", [module, file @ ..]) => {
                let load = ModuleLoad::of(module, file, self.server_root, written_for);
                self.result.loads.push(ModuleLoad { conditions: around.idle.clone(), ..load });
            }
            ("listen", args) => {
                let listen = PlacedListen::of(args, &around.all, &written_for);
                self.result.listens.extend(listen.map(|listen| PlacedListen { holds: false, ..listen }));
            }
            _ => {}
        }
    }
}

impl ModuleLoad {
    /// One that is in force, of these arguments: the module as it is called there, and its file.
    pub(super) fn of(
        module: &str,
        file: &[String],
        server_root: &AbsPath,
        written_for: Option<String>,
    ) -> Self {
        let file = file.first().cloned().unwrap_or_default();
        let full = if file.starts_with('/') { file.clone() } else { format!("{server_root}/{file}") };
        let path = plain(&full).parse().ok();
        let module = module.strip_suffix("_module").unwrap_or(module);
        Self { module: module.to_owned(), file, path, conditions: Arc::default(), written_for }
    }
}

impl PlacedListen {
    /// One that is in force, of these arguments; `None` where they name no port.
    pub(super) fn of(
        args: &[String],
        conditions: &Arc<[Condition]>,
        written_for: &Option<String>,
    ) -> Option<Self> {
        let port = args.first()?.rsplit(':').next()?.parse().ok()?;
        let written_for = written_for.clone();
        Some(Self { port, conditions: conditions.clone(), holds: true, written_for })
    }
}
