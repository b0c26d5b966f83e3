//! Looks for HAProxy: its program, what it was started with, its files and sites.

use std::collections::BTreeSet;

use super::HAPROXY;
use super::bind::Bind;
use super::build::Build;
use super::command_line::CommandLine;
use super::configuration::Configuration;
use super::own_files::CERTIFICATES;
use super::reload::{can_reload, check_call};
use super::started::{Started, USUAL_CONFIGS, known};
use super::survey::survey;
use super::syntax::SectionKind;
use super::unit::Unit;
use crate::facts::{ConfigCheck, DropIn, Evidence, Install, Problem, Wanted};
use crate::host::ToolCall;
use crate::names::{AbsPath, Version};
use crate::proxies::package_version::{openssl_package_version, package_version};
use crate::proxies::service::{is_running, service};
use crate::proxies::{Proxy, ProxyKind};

/// The program, its process and its unit.
pub(super) const NAME: &str = "haproxy";

/// Where Homebrew puts it on Apple's own processors: no folder of root's programs.
const HOMEBREW: &str = "/opt/homebrew/bin/haproxy";

/// The folder, beside the main file, for what a section of ours refers to.
pub(super) const OWN_FOLDER: &str = "jellyfin-proxy";

pub(super) fn detect(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
    let (binary, build) = program(evidence, wanted)?;
    let mut unit = Unit::read(evidence, NAME);
    unit.environment.version = Some(build.version);
    unit.environment.openssl = build.openssl;
    unit.environment.features = build.features.clone();
    let Started { arguments, command_line, main_config, paths, mut problems } =
        Started::find(evidence, &unit, &binary);
    let configuration = Configuration::load(evidence, paths, unit.environment);
    let (sites, misread) = survey(&configuration, build.version, evidence);
    problems.extend(misread);
    let unread = |path| Problem::at("config_unread", path, 0, "it may be read by root only");
    problems.extend(configuration.hidden.iter().map(unread));
    problems.extend(not_listening(evidence, &configuration));
    let unusable = |(path, reason): &(_, String)| Problem::at("config_unusable", path, 0, reason);
    problems.extend(configuration.unusable.iter().map(unusable));
    let service = service(evidence, NAME);
    let running = is_running(evidence, &[NAME]);
    if running && !can_reload(service.as_ref(), &command_line, &configuration) {
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
    let homebrew = known(HOMEBREW);
    let binary = evidence.host().find_program(NAME);
    let binary = binary.or_else(|| evidence.look(&homebrew).is_some().then_some(homebrew));
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

/// The running server's own view, as far as it can be had: `-dC` prints the files with their conditions
/// unresolved (observed on 3.0.11 and 3.2.26), but the kernel tells on which ports it listens. A port
/// that it does not hold was written since, or is read otherwise here: a reload would bring more than a
/// new site.
fn not_listening(evidence: &Evidence<'_>, configuration: &Configuration) -> Option<Problem> {
    let listeners = evidence.host().listeners().unwrap_or_default();
    if !listeners.iter().any(|listener| listener.process.as_deref() == Some(NAME)) {
        return None;
    }
    // Whoever holds it: while one worker follows another, whose a socket is may not be told.
    let held: BTreeSet<u16> = listeners.iter().map(|listener| listener.port).collect();
    let proxies = configuration.proxies();
    // Peers listen where one of them is this machine, which is not looked into.
    let proxies = proxies.iter().filter(|proxy| proxy.section.kind != SectionKind::Other);
    let certain = proxies.filter(|proxy| proxy.is_entrance() && proxy.section.is_certain());
    let binds = certain.flat_map(|proxy| proxy.section.lines_of("bind").map(move |line| (proxy, line)));
    let mut binds = binds.filter(|(_, line)| line.certain);
    binds.find_map(|(proxy, line)| {
        let bind = Bind::read(line, false).ok()?;
        let mut ports = bind.sockets.iter().flat_map(|(_, ports)| ports.clone());
        let port = ports.find(|port| *port > 0 && !held.contains(port))?;
        let text = format!(
            "HAProxy is to listen on port {port} here, and the one that runs does not: the file was changed since it was read"
        );
        Some(Problem::at("server_disagrees", &proxy.section.file.path, line.number, text))
    })
}

fn no_master(main_config: &AbsPath) -> Problem {
    Problem::at(
        "no_master_process",
        main_config,
        0,
        "HAProxy runs without a service manager and without a master process (-W) and its pid file (-p), so it cannot be made to read its configuration again",
    )
}

/// Puts what a plan may write or link into the facts. A combined PEM holds a key, so it is looked at
/// and never read.
fn look_at_own_files(evidence: &mut Evidence<'_>, config_root: &AbsPath) {
    let Ok(folder) = config_root.join(OWN_FOLDER) else { return };
    let mut look_into = |folder: &AbsPath| {
        evidence.look(folder);
        for path in evidence.list(folder).iter().filter_map(|name| folder.join(name).ok()) {
            match path.as_str().ends_with(".http") {
                true => drop(evidence.read(&path)),
                false => drop(evidence.look(&path)),
            }
        }
    };
    look_into(&folder);
    if let Ok(certificates) = folder.join(CERTIFICATES) {
        look_into(&certificates);
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
