use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use system::spent::Spent;

use crate::tree::{Dialect, SITE, Tree};

/// In bytes; the program needs about ten megabytes of its own.
pub(crate) const MEMORY: u64 = 256 << 20;
/// A sixteenth of the usual stack, in kilobytes: what recurses with the depth of a file does not fit.
const STACK: &str = "512";

/// A configuration, and what is to come of it.
pub(crate) struct Case {
    pub(crate) dialect: Dialect,
    pub(crate) name: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) hostile: Hostile,
}

/// A configuration's name, what is to come of it, and what is hostile in it.
pub(crate) type Row = (&'static str, Outcome, Hostile);

/// What is to come of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The site behind it is seen, and a new one can be planned.
    Answered,
    /// A problem with its place, and no plan.
    Refused,
}

/// What is hostile.
#[derive(Clone, Copy)]
pub(crate) enum Hostile {
    /// Content of the file that has the site, before the site.
    Before(fn() -> Vec<u8>),
    /// Several files; the site is the function's to place.
    Files(fn(&Tree)),
}

impl Case {
    /// The case of a table's row.
    pub(crate) fn of(dialect: Dialect, &(name, outcome, hostile): &Row) -> Self {
        Self { dialect, name, outcome, hostile }
    }

    /// Its name among those of all dialects.
    pub(crate) fn full_name(&self) -> String {
        format!("{}_{}", self.dialect.word(), self.name)
    }

    /// Runs `detect` and `plan`; both end as they are to, within the memory.
    pub(crate) fn run(&self) -> Result<(), String> {
        for spent in self.measured(&tests::program("jellyfin-proxy"))? {
            println!("{} ms of CPU time, {} MiB", spent.own_cpu.as_millis(), spent.peak_bytes >> 20);
            if spent.peak_bytes > MEMORY {
                return Err(format!("it took {} MiB", spent.peak_bytes >> 20));
            }
        }
        Ok(())
    }

    /// What `detect` and `plan` of that program take, where both end as they are to.
    pub(crate) fn measured(&self, program: &Path) -> Result<[Spent; 2], String> {
        let tree = Tree::of(self.dialect);
        match self.hostile {
            Hostile::Before(content) => tree.before_the_site(&content()),
            Hostile::Files(lay) => lay(&tree),
        }
        let (detected, by_detect) = run(program, &tree, &["detect"], &[0])?;
        let plan = ["plan", "--domain", "new.example.test", "--no-tls", "--proxy", self.dialect.word()];
        let (planned, by_plan) =
            run(program, &tree, &plan, if self.outcome == Outcome::Answered { &[0] } else { &[3] })?;
        let installs = detected["installs"].as_array().ok_or("no installs")?;
        let install = installs.iter().find(|install| install["proxy"] == self.dialect.word());
        let install = install.ok_or("the server was not found")?;
        match self.outcome {
            Outcome::Answered => answered(install),
            Outcome::Refused => refused(install, &planned),
        }?;
        Ok([by_detect, by_plan])
    }
}

fn answered(install: &Value) -> Result<(), String> {
    let problems = install["problems"].as_array().ok_or("no list of problems")?;
    if let Some(problem) = problems.first() {
        return Err(format!("{} problems, the first: {problem}", problems.len()));
    }
    let mut names =
        install["sites"].as_array().into_iter().flatten().filter_map(|site| site["names"].as_array());
    let seen = names.any(|names| names.iter().any(|name| name == SITE));
    if seen {
        Ok(())
    } else {
        Err("the site behind it is not seen, and nothing is said to be a problem".to_owned())
    }
}

fn refused(install: &Value, planned: &Value) -> Result<(), String> {
    let problem = &install["problems"][0];
    let place =
        problem["file"].as_str().is_some_and(|file| file.starts_with("/etc/")) && problem["line"].is_u64();
    if !place || problem["code"].as_str().is_none_or(str::is_empty) {
        return Err(format!("no problem with code and place: {problem}"));
    }
    let refusal = &planned["refusal"];
    let told = refusal["message"].as_str().is_some_and(|message| message.len() < 1000);
    if told && refusal["code"] == "config_not_understood" {
        Ok(())
    } else {
        Err(format!("refused with {refusal}"))
    }
}

/// The document that the product prints, where it ends with one of these codes, and what it took.
fn run(program: &Path, tree: &Tree, arguments: &[&str], codes: &[i32]) -> Result<(Value, Spent), String> {
    let output = tree.path().join("output");
    let file = File::create(&output).map_err(|error| error.to_string())?;
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -s \"$0\" && exec \"$@\"", STACK]).arg(program);
    command.args(arguments).arg("--json").arg("--root").arg(tree.path());
    let spent = Spent::by(command.stdin(Stdio::null()).stdout(file)).map_err(|error| error.to_string())?;
    if !spent.status.code().is_some_and(|code| codes.contains(&code)) {
        let said = std::fs::read_to_string(&output).unwrap_or_default();
        let said: String = said.chars().take(2000).collect();
        return Err(format!("{arguments:?} ended with {}: {said}", spent.status));
    }
    let file = File::open(&output).map_err(|error| error.to_string())?;
    let document = serde_json::from_reader(file).map_err(|error| error.to_string())?;
    Ok((document, spent))
}
