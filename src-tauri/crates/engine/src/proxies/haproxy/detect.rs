//! Looks for HAProxy: its program, what it was started with, its files and sites.

use super::HAPROXY;
use super::build::Build;
use super::command_line::{CommandLine, started_with};
use super::configuration::Configuration;
use super::reload::check_call;
use super::survey::survey;
use super::unit::Unit;
use crate::facts::{ConfigCheck, DropIn, Evidence, Install, Problem, Service, Wanted};
use crate::host::{EntryKind, ToolCall};
use crate::names::{AbsPath, Version};
use crate::proxies::package_version::{openssl_package_version, package_version};
use crate::proxies::service::{is_running, service};
use crate::proxies::{Proxy, ProxyKind};

/// The program, its process and its unit.
const NAME: &str = "haproxy";

/// Where packages put the configuration: most Linux distributions, FreeBSD, Homebrew.
const USUAL_CONFIGS: [&str; 4] = [
    "/etc/haproxy/haproxy.cfg",
    "/usr/local/etc/haproxy.conf",
    "/opt/homebrew/etc/haproxy.cfg",
    "/usr/local/etc/haproxy.cfg",
];

/// The folder, beside the main file, for what a section of ours refers to.
pub(super) const OWN_FOLDER: &str = "jellyfin-proxy";

pub(super) fn detect(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
    let (binary, build) = program(evidence, wanted)?;
    let unit = Unit::read(evidence, NAME);
    let (arguments, mut problems) = arguments(evidence, &unit);
    let command_line = CommandLine::parse(&arguments);
    let (main_config, paths) = configs(evidence, &command_line);
    let mut environment = unit.environment;
    let configuration = Configuration::load(evidence, &paths, &mut environment);
    let (sites, misread) = survey(&configuration, evidence);
    problems.extend(misread);
    let service = service(evidence, NAME);
    let running = is_running(evidence, &[NAME]);
    problems.extend(
        configuration.hidden.iter().map(|path| problem("config_unread", path, "it may be read by root only")),
    );
    problems.extend(unplaced(&command_line, &main_config));
    if running && !reloads(&command_line, &configuration, service.as_ref()) {
        problems.push(no_master(&main_config));
    }
    let config_root = main_config.parent();
    look_at_own_files(evidence, &config_root);
    Some(Install {
        proxy: ProxyKind::of(&HAPROXY),
        version: build.version,
        config_check: config_check(evidence, wanted, &binary, &command_line, &main_config),
        binary,
        config_root,
        main_config,
        openssl: build.openssl,
        build: build.features,
        modules: Default::default(),
        drop_in: DropIn::MainFile,
        web_root: known("/var/www/html"),
        service,
        running,
        arguments,
        sites,
        problems,
    })
}

/// The program and what it says of itself; in a tree, what the package database says of it.
fn program(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<(AbsPath, Build)> {
    let binary = evidence.host().find_program(NAME);
    // A package that was removed leaves its files behind; without a program there is no server.
    if binary.is_none() && evidence.host().is_live() {
        return None;
    }
    if let (Some(binary), true) = (&binary, evidence.host().is_live()) {
        match evidence.host().ask(&ToolCall::new(binary, &["-vv"])) {
            Ok(answer) => {
                if let Some(build) = Build::parse(&answer.stdout) {
                    return Some((binary.clone(), build));
                }
            }
            Err(error) => evidence.note(error),
        }
    }
    let is_there = binary.is_some() || USUAL_CONFIGS.iter().any(|path| evidence.look(&known(path)).is_some());
    let told = wanted.proxy_version.filter(|_| is_there);
    let version: Version = told.or_else(|| package_version(evidence, &[NAME]))?;
    let openssl = openssl_package_version(evidence);
    let build = Build { version, openssl, features: Default::default() };
    Some((binary.unwrap_or_else(|| known("/usr/sbin/haproxy")), build))
}

/// The arguments of the process that runs, else those of the unit. Several that run with different
/// files are told apart by the unit and the usual place.
fn arguments(evidence: &mut Evidence<'_>, unit: &Unit) -> (Vec<String>, Vec<Problem>) {
    let host = evidence.host();
    let processes = if host.is_live() { host.processes().unwrap_or_default() } else { Vec::new() };
    let mut running = started_with(&processes, NAME);
    // One in a container shows paths of its own, which lead nowhere here.
    running.retain(|arguments| {
        configs_of(arguments).iter().any(|path| host.entry(path).is_ok_and(|e| e.is_some()))
    });
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
fn configs(evidence: &mut Evidence<'_>, command_line: &CommandLine) -> (AbsPath, Vec<AbsPath>) {
    let paths = command_line.config_paths();
    if paths.is_empty() {
        let there = USUAL_CONFIGS.iter().map(|path| known(path)).find(|path| evidence.look(path).is_some());
        let main = there.unwrap_or_else(|| known(USUAL_CONFIGS[0]));
        return (main.clone(), vec![main]);
    }
    let is_folder =
        |path: &&AbsPath| match evidence.host().resolve(path).map(|real| evidence.host().entry(&real)) {
            Ok(Ok(Some(entry))) => entry.kind == EntryKind::Folder,
            _ => false,
        };
    let usual = paths.iter().find(|path| USUAL_CONFIGS.contains(&path.as_str()));
    let main = usual.or_else(|| paths.iter().find(|path| !is_folder(path)));
    // A folder alone: what is last in it is read last, as the end of a main file would be.
    let main = main.cloned().unwrap_or_else(|| {
        let last = paths.last().expect("not empty: looked at above");
        last.join("jellyfin.cfg").unwrap_or_else(|_| last.clone())
    });
    (main, paths)
}

/// Whether the server can be made to read its files again without being stopped.
fn reloads(command_line: &CommandLine, configuration: &Configuration, service: Option<&Service>) -> bool {
    let by_signal = command_line.master || configuration.global("master-worker").is_some();
    let has_pid_file = command_line.pid_path().is_some() || configuration.global("pidfile").is_some();
    service.is_some_and(|service| service.active) || (by_signal && has_pid_file)
}

fn no_master(main_config: &AbsPath) -> Problem {
    problem(
        "no_master_process",
        main_config,
        "HAProxy runs without a service manager and without a master process (-W) and its pid file (-p), so it cannot be made to read its configuration again",
    )
}

fn several_instances(several: &[Vec<String>]) -> Problem {
    let configs: Vec<String> =
        several.iter().flat_map(|arguments| configs_of(arguments)).map(|path| path.to_string()).collect();
    let first = configs_of(&several[0]).first().cloned().unwrap_or_else(|| known(USUAL_CONFIGS[0]));
    let text = format!(
        "several HAProxys run with files of their own ({}), and none of them is the service's",
        configs.join(", ")
    );
    problem("several_instances", &first, &text)
}

fn unplaced(command_line: &CommandLine, main_config: &AbsPath) -> Vec<Problem> {
    let text = |config| format!("HAProxy was started with -f {config}, and from which folder is not known");
    command_line
        .unplaced()
        .map(|config| problem("config_place_unknown", main_config, &text(config)))
        .collect()
}

fn problem(code: &str, file: &AbsPath, message: &str) -> Problem {
    Problem { code: code.to_owned(), file: file.clone(), line: 0, message: message.to_owned() }
}

/// Puts what a plan may write or link into the facts. A combined PEM holds a key, so it is looked at
/// and never read.
fn look_at_own_files(evidence: &mut Evidence<'_>, config_root: &AbsPath) {
    let Ok(folder) = config_root.join(OWN_FOLDER) else { return };
    evidence.look(&folder);
    for path in evidence.list(&folder).iter().filter_map(|name| folder.join(name).ok()) {
        match path.as_str().ends_with(".http") {
            true => drop(evidence.read(&path)),
            false => drop(evidence.look(&path)),
        }
    }
}

/// The server's own opinion. Only root can ask: it opens every key.
fn config_check(
    evidence: &mut Evidence<'_>,
    wanted: &Wanted,
    binary: &AbsPath,
    command_line: &CommandLine,
    main_config: &AbsPath,
) -> ConfigCheck {
    let host = evidence.host();
    if !(wanted.check_configs && host.is_live() && host.is_privileged())
        || evidence.look(main_config).is_none()
    {
        return ConfigCheck::NotAsked;
    }
    match host.ask(&check_call(binary, command_line, main_config)) {
        Ok(answer) => HAPROXY.read_check(&answer),
        Err(error) => {
            evidence.note(error);
            ConfigCheck::NotAsked
        }
    }
}

fn known(path: &str) -> AbsPath {
    path.parse().expect("a literal plain path")
}
