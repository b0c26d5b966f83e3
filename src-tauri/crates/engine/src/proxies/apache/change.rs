use std::collections::BTreeSet;

use super::carried::Carried;
use super::control::Control;
use super::dialect::Dialect;
use super::effective::Effective;
use super::handwritten::{self, GivenWay};
use super::listen::ListenLine;
use super::modules::{Modules, Waking, tool, touched};
use super::own_file::{self, OwnFile};
use super::port_place::{self, PortPlace};
use super::render::{ApachePath, CertificateFiles, SiteText};
use super::surroundings::{self, Surroundings};
use crate::facts::{HostFacts, Install};
use crate::host::ToolCall;
use crate::names::AbsPath;
use crate::plan::{Enable, EnableKind, Finding, Refusal, Step};
use crate::proxies::service::service_reload;
use crate::proxies::{Change, Reload, TlsMaterial, WantedSite};

/// What has to be there for the site.
pub(super) fn change(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    if site.adopted.is_none() {
        return fitted(facts, install, site, None, &BTreeSet::new());
    }
    let GivenWay { facts, steps, carried, first_at } = handwritten::given_way(facts, install, site)?;
    let left_out = (!carried.left_out.is_empty()).then(|| {
        Finding::warning(
            "not_carried_over",
            format!("the site that was there also has: {}", carried.left_out.join(" / ")),
            "put what you need of it into the new site, outside of the marked lines; undo brings the old one back",
        )
    });
    let mut change = fitted(&facts, install, site, Some(carried), &first_at)?;
    // What is written to the same file was made from what giving way left of it.
    let is_last = |step: &Step| !change.steps.iter().any(|later| later.path() == step.path());
    let steps: Vec<Step> = steps.into_iter().filter(is_last).collect();
    change.steps.splice(0..0, steps);
    change.findings.extend(left_out);
    Ok(change)
}

/// The change on a machine without a hand-written site of that name. What was carried over before is
/// kept; where it answered for unknown names, this one does.
fn fitted(
    facts: &HostFacts,
    install: &Install,
    site: &WantedSite,
    carried: Option<Carried>,
    first_at: &BTreeSet<String>,
) -> Result<Change, Refusal> {
    let dialect = Dialect::of(install, site)?;
    let present = surroundings::read(facts, install, &install.modules);
    let modules = Modules::arrange(facts, install, site, &dialect, &present)?;
    let effective = surroundings::switched_on(facts, install, &present, &modules);
    let around = Surroundings::of(facts, install, &present, &effective, &modules, &site.domain);
    let new_listens = port_place::new_listens(facts, install, &around)?;
    let http = PortPlace::find(&around, site.http_port.get(), false)?;
    let tls = match &site.tls {
        Some(tls) => {
            let place = PortPlace::find(&around, tls.port.get(), true)?;
            Some((place, certificate_files(&tls.material)?))
        }
        None => None,
    };
    let ports: Vec<&PortPlace> = std::iter::once(&http).chain(tls.as_ref().map(|(place, _)| place)).collect();
    let own = OwnFile::find(facts, install, &around, site, &ports, first_at)?;
    let mut findings = modules.findings.clone();
    findings.extend(own.default_moves(install, &around, &ports, first_at));
    findings.extend(ports.iter().flat_map(|place| place.findings(&around)));
    findings.extend(new_listens.iter().filter_map(|line| also_listens(line, &ports)));
    findings.extend(http2_for_all(install, &modules, &around));
    let carried = carried.unwrap_or_else(|| own.carried(facts, &site.domain));
    let text = SiteText {
        site,
        carried: &carried,
        loads: &modules.lines,
        dialect: &dialect,
        access_log: ApachePath::new(&access_log(around.effective(), install, site))?,
        acme_root: acme_root(around.effective(), site)?,
        http2: dialect.can_http2() && modules.loaded.contains("http2"),
        compresses: ["filter", "deflate"].iter().all(|&module| modules.loaded.contains(module)),
        limits_reading: modules.loaded.contains("reqtimeout"),
        names_main_server: names_main_server(&around, &ports),
        main_server_rewrites: main_server_rewrites(around.effective()),
        http,
        tls,
    };
    let (write, edited) = own.write(facts, &site.domain, &text.render());
    findings.extend(edited);
    let enable = enable_site(facts, install, &own)?;
    let include = own.include(facts, install, &site.domain)?;
    let steps = modules.step.into_iter().chain([write]).chain(enable).chain(include).collect();
    let control = Control::installed(install);
    let reload = service_reload(install.service.as_ref()).unwrap_or_else(|| Reload::Call(control.graceful()));
    Ok(Change { steps, check: control.check(), reload, findings })
}

fn certificate_files(material: &TlsMaterial) -> Result<CertificateFiles, Refusal> {
    Ok(match material {
        TlsMaterial::Pair { cert, key } => {
            CertificateFiles { cert: ApachePath::new(cert)?, key: Some(ApachePath::new(key)?) }
        }
        TlsMaterial::Combined(pem) => CertificateFiles { cert: ApachePath::new(pem)?, key: None },
    })
}

/// A log of its own beside the error log, so that the package's rotation takes it; in the place of
/// Apache's own build where errors go to another program.
fn access_log(effective: &Effective, install: &Install, site: &WantedSite) -> AbsPath {
    let is_file = |log: &&str| !log.starts_with('|') && !log.starts_with("syslog");
    let beside = effective.main_value("errorlog").filter(is_file);
    let beside = beside.and_then(|log| effective.path(log)).map(|log| log.parent());
    let root = effective.server_root.as_ref().unwrap_or(&install.config_root);
    let logs = || root.join("logs").expect("a plain word below a plain path");
    let name = format!("{}-access.log", own_file::stem(site));
    beside.unwrap_or_else(logs).join(&name).expect("a domain is a plain name")
}

/// Whoever answers renewals for all sites goes on doing so: a site's own `Alias` would go before.
fn acme_root(effective: &Effective, site: &WantedSite) -> Result<Option<ApachePath>, Refusal> {
    let answers = effective.main.iter().any(|setting| {
        ["alias", "aliasmatch"].contains(&setting.name.as_str())
            && setting.first().is_some_and(|path| path.contains("/.well-known"))
    });
    if answers { Ok(None) } else { ApachePath::new(&site.acme_root).map(Some) }
}

fn names_main_server(around: &Surroundings<'_>, ports: &[&PortPlace]) -> bool {
    let others = around.others();
    let here: Vec<_> =
        others.iter().filter(|other| ports.iter().any(|place| other.is_on(place.port))).collect();
    around.nameless_answers(&here)
}

fn main_server_rewrites(effective: &Effective) -> bool {
    effective.main.iter().any(|setting| setting.name == "rewriterule" && !setting.nested)
}

/// Debian listens on 443 once the module ssl is there, whatever port the site is on.
fn also_listens(line: &ListenLine, ports: &[&PortPlace]) -> Option<Finding> {
    let message = || format!("with the modules for this site Apache listens on port {} as well", line.port);
    let is_ours = ports.iter().any(|place| place.port == line.port);
    (!is_ours).then(|| Finding::note("also_listens", message()))
}

/// Debian's file of the module offers HTTP/2 for every site, and so do openSUSE's and Gentoo's once their
/// script loads it: over TLS in the greeting, and else in the first answer on a connection (seen on 2.4.71).
/// What one line adds to `Protocols` no other takes back.
fn http2_for_all(install: &Install, modules: &Modules, around: &Surroundings<'_>) -> Option<Finding> {
    let is_new = modules.loaded.contains("http2") && !install.modules.contains("http2");
    let is_for_all = is_new && modules.waking != Waking::Nothing;
    (is_for_all && around.foreign().next().is_some()).then(|| {
        Finding::note(
            "http2_for_all_sites",
            "with the module http2 the other sites offer HTTP/2 as well: those with TLS to every browser, and those without say in their answers that they could (`Upgrade: h2,h2c`), which browsers pass over",
        )
    })
}

/// The link that makes Debian's server read the file.
fn enable_site(facts: &HostFacts, install: &Install, own: &OwnFile) -> Result<Option<Step>, Refusal> {
    let Some(link) = &own.link else { return Ok(None) };
    let lacking =
        || Refusal::ModuleMissing { proxy: install.proxy, module: "a2ensite".to_owned(), command: None };
    let tool = tool(facts, install, "a2ensite").ok_or_else(lacking)?;
    // The tool takes a `.conf` off whatever it is given, and one from the domain where there is none.
    let name = own.path.file_name();
    Ok(Some(Step::Enable(Enable {
        what: EnableKind::Site,
        names: vec![name.parse().expect("a domain is a plain name")],
        call: ToolCall::new(&tool, &["-q", name]),
        folders: touched(&link.parent(), "site"),
        links: vec![(link.clone(), own.path.clone())],
    })))
}
