use super::condition::evaluate;
use super::{Environment, Line};
use crate::proxies::haproxy::truth::Truth;

/// The `.if` blocks that are open at a line.
#[derive(Debug, Default)]
pub(super) struct Branches(Vec<Branch>);

#[derive(Debug, Clone, Copy)]
struct Branch {
    /// Whether the block as a whole is read.
    outer: Truth,
    /// Whether a branch before the present one was.
    before: Truth,
    /// Whether the present one is.
    now: Truth,
}

impl Branches {
    /// Whether a line here is read.
    pub(super) fn taken(&self) -> Truth {
        self.0.last().map_or(Truth::Yes, |branch| branch.now)
    }

    /// Follows a line that begins or ends a branch.
    pub(super) fn follow(&mut self, line: &Line, environment: &Environment) {
        match line.word(0) {
            ".if" => {
                let outer = self.taken();
                let holds = condition(line, environment);
                self.0.push(Branch { outer, before: holds, now: outer.and(holds) });
            }
            ".elif" | ".else" => {
                let Some(branch) = self.0.last_mut() else { return };
                let holds = if line.word(0) == ".else" { Truth::Yes } else { condition(line, environment) };
                branch.now = branch.outer.and(branch.before.not()).and(holds);
                branch.before = branch.before.or(holds);
            }
            ".endif" => drop(self.0.pop()),
            _ => {}
        }
    }
}

/// One that is not understood may hold.
fn condition(line: &Line, environment: &Environment) -> Truth {
    if line.words.iter().any(|word| word.unknown_variable) {
        return Truth::Unclear;
    }
    evaluate(&line.texts()[1..].join(" "), environment).unwrap_or(Truth::Unclear)
}

/// Whether a line's condition is one that the server knows.
pub(in crate::proxies::haproxy) fn is_condition(line: &Line) -> bool {
    let unknown = line.words.iter().any(|word| word.unknown_variable);
    unknown || evaluate(&line.texts()[1..].join(" "), &Environment::default()).is_some()
}
