use super::adopt::{Blocks, Kept};
use super::build::BuildPaths;
use super::config::Config;
use super::dialect::{Dialect, OLDEST};
use super::file_edits::FileEdits;
use super::layout::{self, Layout};
use super::listeners::Listeners;
use super::neighbours::Neighbours;
use super::own_file::{self, OwnFile};
use super::place::SitePlace;
use super::render::{AccessLog, NginxPath, SiteText, TlsText};
use super::started::Started;
use super::survey::{Context, Server, Survey, context_directives};
use super::{adopt, definitions, names_hash};
use crate::facts::{HostFacts, Install};
use crate::lint::MANAGED;
use crate::names::{AbsPath, UpstreamHost};
use crate::plan::{Finding, Refusal, Step};
use crate::proxies::service::service_reload;
use crate::proxies::{Change, Reload, TlsMaterial, WantedSite};

/// What has to be there for the site.
pub(super) fn change(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    able(install, site)?;
    let mut files = facts;
    let survey = Survey::of(&mut files, &install.main_config);
    let config = &survey.config;
    let place = SitePlace::find(config).ok_or_else(|| no_place(install))?;
    let ports = ports(site);
    let servers = survey.servers();
    let own = OwnFile::of(facts, &place, site);
    let blocks = site.adopted.as_ref();
    let blocks = blocks.and_then(|_| Blocks::find(config, &servers, &site.domain, &site.upstream));
    let (kept, mut findings) = match &blocks {
        Some(blocks) => adopt::keep(blocks, site)?,
        None => (kept_before(facts, &own, &servers, site), Vec::new()),
    };
    let neighbours = Neighbours::of(&servers, own.as_read(), &site.domain, blocks.as_ref())?;
    let dialect = Dialect::of(install);
    definitions::free(config, site)?;
    let listeners =
        Listeners { neighbours: &neighbours, dialect: &dialect, ipv6: site.ipv6, running: facts.live };
    let tls = match &site.tls {
        Some(tls) => {
            Some(TlsText { listen: listeners.https(tls.port.get())?, files: material(&tls.material)? })
        }
        None => None,
    };
    let text = SiteText {
        site,
        dialect: &dialect,
        http: listeners.http(site.http_port.get())?,
        tls,
        acme_root: NginxPath::new(&site.acme_root)?,
        access_log: access_log(install, config, site, &kept)?,
        names_hash: names_hash::bucket_size(config, &site.domain)?,
        kept,
    };
    let mut edits = FileEdits::of(facts);
    findings.extend(own.write(&mut edits, &site.domain, &text.render())?);
    let removed = blocks.iter().flat_map(|blocks| adopt::take_out(blocks, &mut edits)).collect::<Vec<_>>();
    let mut steps: Vec<Step> = web_root(&install.web_root).into_iter().chain(own.folders()).collect();
    steps.extend(edits.steps());
    steps.extend(own.link_step());
    steps.extend(removed);
    findings.extend(neighbours.findings(own.as_read().file_name(), &ports, &place, &site.domain));
    findings.extend(site.tls.iter().filter_map(|tls| listeners.http2_finding(tls.port.get())));
    findings.extend(limits(site, &dialect));
    let check = Started::of(&install.arguments).call(&install.binary, &["-t"]);
    Ok(Change { steps, check, reload: reload(install), findings })
}

/// What the version and the build must have, and where its files must lie.
fn able(install: &Install, site: &WantedSite) -> Result<(), Refusal> {
    let (proxy, version) = (install.proxy, install.version);
    if !MANAGED.iter().any(|folder| install.config_root.as_path().starts_with(folder)) {
        let message =
            format!("nginx has its configuration in {}, where nothing may be changed", install.config_root);
        return Err(Refusal::NotUnderstood { file: install.main_config.clone(), line: 1, message });
    }
    if version < OLDEST {
        let lacks = format!("it passes no WebSockets on; {OLDEST} was the first to");
        return Err(Refusal::TooOld { proxy, version, lacks });
    }
    if site.max_connections.is_some() {
        return Err(Refusal::CannotQueue { proxy });
    }
    let lacking =
        |module: &str| Err(Refusal::ModuleMissing { proxy, module: module.to_owned(), command: None });
    let needed = ["http_proxy", "http_map", "http_rewrite", "http_gzip", "http_upstream_keepalive"];
    for module in needed {
        if install.build.contains(&format!("--without-{module}_module")) {
            return lacking(module);
        }
    }
    let tells = !install.build.is_empty();
    if site.tls.is_some() && tells && !install.build.contains("--with-http_ssl_module") {
        return lacking("http_ssl");
    }
    Ok(())
}

fn no_place(install: &Install) -> Refusal {
    let message = "there is no `http` block that a site could go into".to_owned();
    Refusal::NotUnderstood { file: install.main_config.clone(), line: 1, message }
}

/// What an earlier plan kept of the site whose place ours took.
fn kept_before(facts: &HostFacts, own: &OwnFile, servers: &[Server<'_>], site: &WantedSite) -> Kept {
    let text = String::from_utf8_lossy(own.present(facts, &site.domain).unwrap_or_default());
    let is_own = |server: &&Server<'_>| {
        let mark = server.node.mark().filter(|mark| mark.domain == site.domain.as_str());
        mark.is_some() && server.site.file == *own.as_read()
    };
    let names = servers.iter().find(is_own).map(|server| server.site.names.clone()).unwrap_or_default();
    Kept::in_text(&text, names.into_iter().filter(|name| name != site.domain.as_str()).collect())
}

fn ports(site: &WantedSite) -> Vec<u16> {
    let tls = site.tls.as_ref().map(|tls| tls.port);
    std::iter::once(site.http_port).chain(tls).map(std::num::NonZero::get).collect()
}

fn material(material: &TlsMaterial) -> Result<(NginxPath, NginxPath), Refusal> {
    let (cert, key) = match material {
        TlsMaterial::Pair { cert, key } => (cert, key),
        TlsMaterial::Combined(pem) => (pem, pem),
    };
    Ok((NginxPath::new(cert)?, NginxPath::new(key)?))
}

/// A log of its own beside the others, so that the package's rotation takes it; none where the
/// administrator wants none.
fn access_log(
    install: &Install,
    config: &Config,
    site: &WantedSite,
    kept: &Kept,
) -> Result<AccessLog, Refusal> {
    if kept.has_access_log() {
        return Ok(AccessLog::Kept);
    }
    let http = context_directives(config, Context::Http);
    let mut logs = http.iter().filter(|node| node.is("access_log") && node.mark().is_none());
    if logs.any(|log| log.first().is_some_and(|target| target == "off")) {
        return Ok(AccessLog::Off);
    }
    let folder = if install.build.is_empty() {
        layout::known(Layout::of(&install.binary, &install.main_config).logs)
    } else {
        BuildPaths::of(&install.build).logs
    };
    let path = folder.join(&format!("{}-access.log", own_file::stem(site)));
    NginxPath::new(&path.expect("a domain is a plain name")).map(AccessLog::File)
}

/// The folder that answers certificate renewals, with the one above it.
fn web_root(root: &AbsPath) -> [Step; 2] {
    [root.parent(), root.clone()].map(|path| Step::MakeFolder { path, mode: 0o755 })
}

fn limits(site: &WantedSite, dialect: &Dialect) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !dialect.request_buffering {
        findings.push(Finding::note(
            "uploads_buffered",
            "this nginx writes an upload to disk before it passes it on",
        ));
    }
    if let UpstreamHost::Name(name) = site.upstream.host() {
        findings.push(Finding::warning(
            "upstream_by_name",
            format!("nginx looks {name} up when it starts, and does not start where that fails"),
            "give Jellyfin's address instead of its name",
        ));
    }
    findings
}

fn reload(install: &Install) -> Reload {
    service_reload(install.service.as_ref()).unwrap_or_else(|| {
        Reload::Call(Started::of(&install.arguments).call(&install.binary, &["-s", "reload"]))
    })
}
