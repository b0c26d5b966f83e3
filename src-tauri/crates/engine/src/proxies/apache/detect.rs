use std::collections::BTreeSet;
use std::sync::Arc;

use super::control::Control;
use super::drop_in::drop_in;
use super::effective::{Effective, Environment, Start};
use super::launch::Launch;
use super::layout::Layout;
use super::printed::BuildInfo;
use super::served::Served;
use super::survey::Survey;
use super::{APACHE, check, compare, machine_name, modules};
use crate::facts::{ConfigCheck, Evidence, Install, Wanted};
use crate::host::{ToolAnswer, ToolCall};
use crate::names::AbsPath;
use crate::proxies::ProxyKind;
use crate::proxies::package_version::{openssl_package_version, package_version};
use crate::proxies::service::{is_running, service};

/// Debian's packages with the program.
const PACKAGES: [&str; 2] = ["apache2-bin", "apache2"];

/// Where Debian, and where Fedora, puts the default site's files.
const WEB_ROOT: &str = "/var/www/html";

/// What Debian builds in, for a tree that cannot be asked.
const BUILT_IN: [&str; 8] = ["core", "http", "log_config", "logio", "so", "unixd", "version", "watchdog"];

/// Before a name that the server was started with, in [`Install::build`].
pub(super) const GIVEN: &str = "-D ";

/// Looks for Apache; `None` where there is none, or none whose version can be told.
pub(super) fn detect(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
    let (layout, build) = Layout::find(evidence)?;
    let version = build.as_ref().map(|build| build.version);
    let version = version.or(wanted.proxy_version).or_else(|| package_version(evidence, &PACKAGES))?;
    let arguments = Launch::arguments(evidence, &layout);
    let launch = Launch::parse(&arguments);
    let layout = layout.started_with(evidence, &launch);
    let control = Control::of(&layout.binary, &layout.main_config, &arguments);
    let served = asked(evidence, &control.question(&Served::QUESTION))
        .and_then(|answer| Served::parse(&answer.stdout));
    let loaded = served.as_ref().and_then(|served| served.modules.clone());
    let start = Start {
        server_root: layout.server_root.clone(),
        main_config: layout.main_config.clone(),
        version,
        modules: loaded.unwrap_or_else(|| BUILT_IN.iter().map(|&name| name.to_owned()).collect()),
        defines: launch.defines,
        environment: Environment::beside(evidence, &layout.main_config),
        before: launch.before,
        after: launch.after,
    };
    let (effective, given) = read(evidence, start, served.as_ref());
    let survey = Survey::of(&effective);
    let sites = survey.sites(&layout.main_config);
    let mut problems = effective.problems.clone();
    problems.extend(survey.problems.iter().cloned());
    let differences = |served| compare::differences(&survey, served, &layout.main_config);
    problems.extend(served.iter().flat_map(differences));
    modules::look(evidence, &layout, &effective);
    machine_name::look(evidence);
    let name = layout.binary.file_name().to_owned();
    Some(Install {
        proxy: ProxyKind::of(&APACHE),
        version,
        openssl: openssl_package_version(evidence),
        build: options(build, &given, Layout::model(evidence, &layout.binary)),
        modules: effective.modules.clone(),
        drop_in: drop_in(evidence, &effective, &layout.server_root, &layout.main_config),
        web_root: web_root(&effective),
        // openSUSE and Alpine call the program httpd and its service apache2, FreeBSD apache24.
        service: [name.as_str(), "apache2", "apache24"].iter().find_map(|unit| service(evidence, unit)),
        running: is_running(evidence, &[&name]),
        arguments,
        config_check: own_check(evidence, &control, wanted),
        binary: layout.binary,
        config_root: layout.server_root,
        main_config: layout.main_config,
        sites,
        problems,
    })
}

/// Reads the configuration, and once more where the server was started with names (`-D`) that the
/// configuration itself does not define.
fn read(
    evidence: &mut Evidence<'_>,
    mut start: Start,
    served: Option<&Served>,
) -> (Arc<Effective>, BTreeSet<String>) {
    let effective = Effective::read(evidence, start.clone());
    let defines = served.map(|served| &served.defines - &effective.defined).unwrap_or_default();
    let defines = &defines - &start.defines;
    if defines.is_empty() {
        return (effective, defines);
    }
    start.defines.extend(defines.iter().cloned());
    (Effective::read(evidence, start), defines)
}

/// What it was compiled with, and what it was started with: `-D NAME` both times. Its processing model where
/// only its name tells it.
fn options(build: Option<BuildInfo>, given: &BTreeSet<String>, model: Option<&str>) -> BTreeSet<String> {
    let named = || model.map(|model| format!("MPM={model}")).into_iter().collect();
    let mut options = build.map_or_else(named, |build| build.options);
    options.extend(given.iter().map(|define| format!("{GIVEN}{define}")));
    options
}

fn asked(evidence: &mut Evidence<'_>, call: &ToolCall) -> Option<ToolAnswer> {
    if !evidence.host().is_live() {
        return None;
    }
    match evidence.host().ask(call) {
        Ok(answer) => Some(answer),
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

/// The folder of the site that answers for unknown names on port 80.
fn web_root(effective: &Effective) -> AbsPath {
    let on_80 =
        |addresses: &[String]| addresses.iter().any(|address| address.ends_with(":80") || address == "*");
    let default =
        effective.vhosts.iter().find(|vhost| on_80(&vhost.addresses) && vhost.written_for.is_none());
    let root = default.and_then(|vhost| vhost.value("documentroot"));
    let root = root.or_else(|| effective.main_value("documentroot"));
    root.and_then(|root| root.parse().ok()).unwrap_or_else(|| WEB_ROOT.parse().expect("a literal plain path"))
}

/// The server's own check opens keys and logs, so it takes root.
fn own_check(evidence: &mut Evidence<'_>, control: &Control, wanted: &Wanted) -> ConfigCheck {
    if !wanted.check_configs || !evidence.host().is_privileged() {
        return ConfigCheck::NotAsked;
    }
    asked(evidence, &control.check()).map_or(ConfigCheck::NotAsked, |answer| check::read_check(&answer))
}
