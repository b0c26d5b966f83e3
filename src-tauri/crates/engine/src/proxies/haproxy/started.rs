use super::command_line::{CommandLine, started_with};
use super::detect::NAME;
use super::unit::Unit;
use crate::facts::{Evidence, Problem};
use crate::host::EntryKind;
use crate::names::AbsPath;

/// Where packages put the configuration: most Linux distributions, FreeBSD, Homebrew.
pub(super) const USUAL_CONFIGS: [&str; 4] = [
    "/etc/haproxy/haproxy.cfg",
    "/usr/local/etc/haproxy.conf",
    "/opt/homebrew/etc/haproxy.cfg",
    "/usr/local/etc/haproxy.cfg",
];

/// What a HAProxy was, or will be, started with.
#[derive(Debug)]
pub(super) struct Started {
    /// The arguments as they are.
    pub(super) arguments: Vec<String>,
    /// The same, read.
    pub(super) command_line: CommandLine,
    /// The file that sections of ours go into.
    pub(super) main_config: AbsPath,
    /// Every file and folder that is read, in order.
    pub(super) paths: Vec<AbsPath>,
    /// What keeps all that from being certain.
    pub(super) problems: Vec<Problem>,
}

impl Started {
    /// The process that runs, else the unit, else what packages do.
    pub(super) fn find(evidence: &mut Evidence<'_>, unit: &Unit, binary: &AbsPath) -> Self {
        let (arguments, mut problems) = arguments(evidence, unit);
        let command_line = CommandLine::parse(&arguments);
        let (main_config, paths) = configs(evidence, &command_line, binary);
        let unplaced = |config| {
            let text = format!("HAProxy was started with -f {config}, and from which folder is not known");
            Problem::at("config_place_unknown", &main_config, 0, text)
        };
        problems.extend(command_line.unplaced().map(unplaced));
        Self { arguments, command_line, main_config, paths, problems }
    }
}

/// Several that run with different files are told apart by the unit and the usual place.
fn arguments(evidence: &mut Evidence<'_>, unit: &Unit) -> (Vec<String>, Vec<Problem>) {
    let host = evidence.host();
    let processes = if host.is_live() { host.processes().unwrap_or_default() } else { Vec::new() };
    let mut running = started_with(&processes, NAME);
    // One in a container shows paths of its own, which lead nowhere here.
    let leads_somewhere = |path: &AbsPath| matches!(host.entry(path), Ok(Some(_)));
    running.retain(|arguments| configs_of(arguments).iter().any(leads_somewhere));
    let of_the_unit = configs_of(&unit.arguments);
    let usual = known(USUAL_CONFIGS[0]);
    let preferred = |arguments: &&Vec<String>| {
        let configs = configs_of(arguments);
        configs == of_the_unit || (of_the_unit.is_empty() && configs.contains(&usual))
    };
    match running.as_slice() {
        [] => (unit.arguments.clone(), Vec::new()),
        [only] => (only.clone(), Vec::new()),
        several => match several.iter().find(preferred) {
            Some(arguments) => (arguments.clone(), Vec::new()),
            None => (several[0].clone(), vec![several_instances(several)]),
        },
    }
}

fn configs_of(arguments: &[String]) -> Vec<AbsPath> {
    CommandLine::parse(arguments).config_paths()
}

/// The main file, and every path that is read, in order.
fn configs(
    evidence: &mut Evidence<'_>,
    command_line: &CommandLine,
    binary: &AbsPath,
) -> (AbsPath, Vec<AbsPath>) {
    let paths = command_line.config_paths();
    let usual = USUAL_CONFIGS.map(known);
    let Some(last) = paths.last() else {
        let there = usual.iter().find(|path| evidence.look(path).is_some());
        // Homebrew leaves the file for its user to make, in a folder that goes by the program's.
        let made = match binary.as_str() {
            path if path.starts_with("/opt/homebrew/") => &usual[2],
            path if path.starts_with("/usr/local/") => &usual[1],
            _ => &usual[0],
        };
        let main = there.unwrap_or(made).clone();
        return (main.clone(), vec![main]);
    };
    let named = paths.iter().find(|path| usual.contains(path));
    let main = named.or_else(|| paths.iter().find(|path| !is_folder(evidence, path)));
    // A folder alone: the last file in it is read last, as the end of a main file would be.
    let main = main.cloned().or_else(|| last.join("zz-jellyfin.cfg").ok());
    (main.unwrap_or_else(|| last.clone()), paths)
}

fn is_folder(evidence: &Evidence<'_>, path: &AbsPath) -> bool {
    let host = evidence.host();
    let entry = host.resolve(path).and_then(|real| host.entry(&real));
    matches!(entry, Ok(Some(entry)) if entry.kind == EntryKind::Folder)
}

fn several_instances(several: &[Vec<String>]) -> Problem {
    let configs: Vec<AbsPath> = several.iter().flat_map(|arguments| configs_of(arguments)).collect();
    let names: Vec<&str> = configs.iter().map(AbsPath::as_str).collect();
    let text = format!(
        "several HAProxys run with files of their own ({}), and none of them is the service's",
        names.join(", ")
    );
    Problem::at("several_instances", &configs[0], 0, text)
}

pub(super) fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
