use super::NGINX;
use super::build::{Build, BuildPaths};
use super::check::read_check;
use super::config::Config;
use super::layout::{Layout, known, web_root};
use super::own_view::disagreements;
use super::place::SitePlace;
use super::started::Started;
use super::survey::Survey;
use crate::facts::{ConfigCheck, DropIn, Evidence, Install, Problem, Wanted};
use crate::host::{HostError, ToolAnswer, ToolCall};
use crate::names::{AbsPath, Version};
use crate::proxies::ProxyKind;
use crate::proxies::package_version::{openssl_package_version, package_version};
use crate::proxies::service::{is_running, service};

/// Debian's packages with the program, of all its releases.
const PACKAGES: [&str; 5] = ["nginx", "nginx-core", "nginx-full", "nginx-light", "nginx-extras"];

/// Looks for nginx; `None` where there is none, or none whose version can be told.
pub(super) fn detect(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Install> {
    let binary = evidence.host().find_program("nginx");
    let build = match &binary {
        Some(binary) => ask_build(evidence, binary).or_else(|| build_from_package(evidence, wanted))?,
        None if evidence.host().is_live() => return None,
        None => build_from_package(evidence, wanted)?,
    };
    // What the binary says of itself goes before any table.
    let layout = Layout::find(evidence).filter(|_| build.options.is_empty());
    let usual = match layout {
        Some(layout) => known(layout.config),
        None => BuildPaths::of(&build.options).config,
    };
    let (started, several) = Started::find(evidence, &usual);
    let main_config = started.main_config(&usual).unwrap_or(usual);
    let binary = match (binary, layout) {
        (Some(binary), _) => binary,
        (None, Some(layout)) => known(layout.program),
        (None, None) => return None,
    };
    let survey = Survey::of(evidence, &main_config);
    let config = &survey.config;
    let print = started.call(&binary, &[if build.version >= PRINTS { "-T" } else { "-t" }]);
    let (config_check, differences) = check(evidence, &print, config, wanted);
    let sites = survey.servers().iter().map(|server| server.site.clone()).collect();
    let drop_in = SitePlace::find(config).map_or(DropIn::MainFile, |place| place.drop_in());
    look_where_a_site_goes(evidence, &drop_in);
    Some(Install {
        proxy: ProxyKind::of(&NGINX),
        version: build.version,
        config_root: main_config.parent(),
        main_config,
        openssl: build.openssl,
        build: build.options,
        modules: loaded_modules(config),
        drop_in,
        web_root: web_root(evidence),
        service: service(evidence, "nginx"),
        running: is_running(evidence, &["nginx"]),
        arguments: started.arguments(&binary),
        config_check,
        binary,
        sites,
        problems: several
            .into_iter()
            .chain([&config.problems[..], &differences, &survey.problems].concat())
            .collect(),
    })
}

fn ask_build(evidence: &mut Evidence<'_>, binary: &AbsPath) -> Option<Build> {
    match evidence.host().ask(&ToolCall::new(binary, &["-V"])) {
        Ok(answer) => Build::parse(&answer.stderr),
        Err(HostError::NotRun(_)) => None,
        Err(error) => {
            evidence.note(error);
            None
        }
    }
}

/// What can be told without running it: the version that was named, or the package's.
fn build_from_package(evidence: &mut Evidence<'_>, wanted: &Wanted) -> Option<Build> {
    let version = wanted.proxy_version.or_else(|| package_version(evidence, &PACKAGES))?;
    let openssl = openssl_package_version(evidence);
    Some(Build { version, openssl, options: std::collections::BTreeSet::new() })
}

/// `load_module` names a file; the module is called like it.
fn loaded_modules(config: &Config) -> std::collections::BTreeSet<String> {
    let directives = config.directives();
    let loads = directives.iter().filter(|node| node.is("load_module"));
    let files = loads.filter_map(|node| node.first()?.rsplit('/').next().map(str::to_owned));
    files.map(|file| file.trim_end_matches(".so").to_owned()).collect()
}

/// Whatever a plan may write becomes part of the facts, so that planning again finds it there.
fn look_where_a_site_goes(evidence: &mut Evidence<'_>, drop_in: &DropIn) {
    let (looked, read) = match drop_in {
        DropIn::Linked { available, enabled } => (vec![available, enabled], Some(available)),
        DropIn::Folder(folder) => (vec![folder], None),
        DropIn::MainFile => (Vec::new(), None),
    };
    for folder in looked {
        evidence.look(folder);
    }
    // Files in conf.d were read as part of the configuration; one in sites-available only if linked.
    if let Some(folder) = read {
        for name in evidence.list(folder) {
            if let (true, Ok(path)) = (super::own_file::could_be_ours(&name), folder.join(&name)) {
                evidence.read(&path);
            }
        }
    }
}

/// The first version whose check can print what it reads (`-T`).
const PRINTS: Version = Version::new(1, 9, 2);

/// The server's own check opens keys and logs, so it takes root. What it prints that it reads is held against
/// what was read here.
fn check(
    evidence: &mut Evidence<'_>,
    call: &ToolCall,
    config: &Config,
    wanted: &Wanted,
) -> (ConfigCheck, Vec<Problem>) {
    let host = evidence.host();
    if !wanted.check_configs || !host.is_privileged() || !host.is_live() {
        return (ConfigCheck::NotAsked, Vec::new());
    }
    match host.ask(call) {
        Ok(answer) => {
            let checked = read_check(&ToolAnswer { stdout: String::new(), ..answer.clone() });
            let is_held = config.problems.is_empty() && matches!(checked, ConfigCheck::Passed { .. });
            let differences = if is_held { disagreements(config, &answer.stdout) } else { Vec::new() };
            (checked, differences)
        }
        Err(error) => {
            evidence.note(error);
            (ConfigCheck::NotAsked, Vec::new())
        }
    }
}
