//! What has to be there for a site.

use std::ops::Range;

use super::command_line::CommandLine;
use super::configuration::Configuration;
use super::dialect::{Dialect, OLDEST, has_tls};
use super::own_files::{Certificate, own_folder};
use super::reload::{check_call, reload};
use super::render::{ACME_PORT, SiteText, pages};
use crate::facts::{HostFacts, Install, Site};
use crate::names::UpstreamHost;
use crate::plan::{Finding, Owner, Refusal, Step};
use crate::proxies::{Change, WantedSite};
use crate::text::{Edit, Mark, apply_edits};

pub(super) fn change(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    able(install, site)?;
    room(facts, install, site)?;
    let place = place(facts, install, site)?;
    let command_line = CommandLine::of(install);
    let configuration = Configuration::again(facts, install);
    let dialect = Dialect::of(install);
    let own_folder = own_folder(install);
    let key_files = dialect.replies && configuration.loads_key_files();
    let certificate =
        site.tls.as_ref().map(|tls| Certificate::of(&tls.material, &own_folder, site, key_files));
    let text = SiteText {
        site,
        dialect: &dialect,
        inherited: configuration.inherited_at(&install.main_config, &place.span),
        certificate: certificate.as_ref().map(|certificate| certificate.crt.clone()),
        own_folder: own_folder.clone(),
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    if let Some(certificate) = certificate {
        steps.extend(certificate.steps);
        findings.extend(certificate.findings);
    }
    let page = |(path, answer): (_, String)| write(path, answer.into_bytes());
    steps.extend(pages(&text).into_iter().map(page));
    if !steps.is_empty() {
        steps.insert(0, Step::MakeFolder { path: own_folder, mode: 0o755 });
    }
    let (content, edited) = place.with(&Mark::wrap(&site.domain, &text.render()));
    steps.push(write(install.main_config.clone(), content));
    findings.extend(edited.then(|| replaces_edit(install)));
    findings.extend(limits(site, &dialect));
    Ok(Change {
        steps,
        check: check_call(&install.binary, &command_line, &install.main_config),
        reload: reload(install, &configuration),
        findings,
    })
}

fn write(path: crate::names::AbsPath, content: Vec<u8>) -> Step {
    Step::WriteFile { path, content: content.into(), mode: 0o644, owner: Owner::Writer }
}

/// What the version and the build must have.
fn able(install: &Install, site: &WantedSite) -> Result<(), Refusal> {
    let (proxy, version) = (install.proxy, install.version);
    if version < OLDEST {
        let lacks = format!("it cannot log a path without its api keys; {OLDEST} was the first to");
        return Err(Refusal::TooOld { proxy, version, lacks });
    }
    if site.tls.is_some() && !has_tls(install) {
        return Err(Refusal::ModuleMissing { proxy, module: "OpenSSL".to_owned() });
    }
    Ok(())
}

/// Two sections of one HAProxy that listen on the same port share it by chance, connection by
/// connection, without a word from its check: so the ports must be free of others.
fn room(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<(), Refusal> {
    let ours = |other: &Site| other.managed && other.names.iter().any(|name| name == site.domain.as_str());
    let ports = std::iter::once(site.http_port).chain(site.tls.as_ref().map(|tls| tls.port));
    for port in ports.map(std::num::NonZero::get) {
        let listens = |other: &&Site| other.listens.iter().any(|listen| listen.port == port);
        if let Some(other) = install.sites.iter().filter(listens).find(|other| !ours(other)) {
            let why = match other.managed {
                true => "another site of this product listens there, and they cannot share a port yet",
                false => {
                    "a section of its own listens there, and a second one would take every other connection away from it"
                }
            };
            let (file, line) = (other.file.clone(), other.line);
            return Err(Refusal::PortInUse { port, file, line, why: why.to_owned() });
        }
        // A port that no file here accounts for belongs to another HAProxy.
        if let Some(stranger) =
            facts.listeners_on(port).next().filter(|_| !install.sites.iter().any(|other| listens(&other)))
        {
            return Err(Refusal::PortTaken { port, process: stranger.process.clone() });
        }
    }
    Ok(())
}

/// Where the sections stand in the main file, or will.
struct Place<'f> {
    before: &'f [u8],
    span: Range<usize>,
    /// Whether somebody changed what stands there.
    touched: bool,
}

fn place<'f>(facts: &'f HostFacts, install: &Install, site: &WantedSite) -> Result<Place<'f>, Refusal> {
    let before = facts.content(&install.main_config).unwrap_or_default();
    match Mark::of(before, &site.domain) {
        None => Ok(Place { before, span: before.len()..before.len(), touched: false }),
        Some(block) if block.closed => Ok(Place { before, span: block.span, touched: !block.untouched }),
        // Without its end nobody can say where the user's own lines begin.
        Some(block) => Err(Refusal::NotUnderstood {
            file: install.main_config.clone(),
            line: before[..block.span.start].iter().filter(|byte| **byte == b'\n').count() + 1,
            message: "the line that ends this product's part of the file is gone".to_owned(),
        }),
    }
}

impl Place<'_> {
    /// The file with the sections in it, and whether somebody's change is lost by that. New sections
    /// go to the end, after an empty line.
    fn with(&self, written: &str) -> (Vec<u8>, bool) {
        let present = &self.before[self.span.clone()];
        let is_new = present.is_empty();
        let gap = match self.before {
            _ if !is_new => "",
            [] => "",
            [.., b'\n'] => "\n",
            _ => "\n\n",
        };
        let text = format!("{gap}{written}").into_bytes();
        let edited = self.touched && present != text;
        (apply_edits(self.before, vec![Edit { span: self.span.clone(), text }]), edited)
    }
}

fn replaces_edit(install: &Install) -> Finding {
    Finding::warning(
        "managed_block_edited",
        format!(
            "this product's part of {} was changed by hand since it was written, and that change will be replaced",
            install.main_config
        ),
        "keep a copy of it, or put the change outside the marked lines",
    )
}

fn limits(site: &WantedSite, dialect: &Dialect) -> Vec<Finding> {
    let mut findings = vec![Finding::note(
        "acme_standalone",
        format!(
            "HAProxy serves no files, so a certificate is renewed by: certbot certonly --standalone --http-01-port {ACME_PORT} -d {} --deploy-hook 'systemctl reload haproxy'",
            site.domain
        ),
    )];
    if site.max_connections.is_some() {
        findings.push(Finding::warning(
            "websockets_count",
            "every open page or app keeps one WebSocket, which counts as a connection for as long as it is open: with all of them taken, the next request waits a minute and then fails",
            "allow at least two connections for each person who watches at the same time",
        ));
    }
    if !dialect.gzip {
        findings.push(Finding::note("no_compression", "this HAProxy was built without compression"));
    }
    if let UpstreamHost::Name(name) = site.upstream.host() {
        findings.push(Finding::warning(
            "upstream_by_name",
            format!("HAProxy looks {name} up when it starts or reloads, and keeps that address"),
            "give Jellyfin's address instead of its name",
        ));
    }
    findings
}
