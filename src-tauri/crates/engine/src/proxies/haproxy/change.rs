//! What has to be there for a site.

use super::bind::Bind;
use super::certificates::CertificatePlaces;
use super::command_line::CommandLine;
use super::configuration::Configuration;
use super::dialect::{Dialect, OLDEST, has_tls};
use super::fitting::{Blocks, Entrances, Guest, Showing, Shown, Slot};
use super::handwritten;
use super::own_files::{Certificate, certificates_folder, own_folder};
use super::reload::{check_call, reload};
use super::render::{Inherits, OwnBackends, OwnFrontend, Silent, SiteText, pages};
use super::{definitions, findings};
use crate::facts::{HostFacts, Install};
use crate::names::AbsPath;
use crate::plan::{Owner, Refusal, Step};
use crate::proxies::{Change, WantedSite};
use crate::text::apply_edits;

pub(super) fn change(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    able(install, site)?;
    match &site.adopted {
        Some(_) => fitted(&handwritten::given_way(facts, install, site)?, install, site),
        None => fitted(facts, install, site),
    }
}

/// The change on a machine without a site of that name.
fn fitted(facts: &HostFacts, install: &Install, site: &WantedSite) -> Result<Change, Refusal> {
    let configuration = Configuration::of(facts, install);
    definitions::free(&configuration, site)?;
    let proxies = configuration.proxies();
    let entrances = Entrances::find(&proxies, facts, install, site)?;
    let dialect = Dialect::of(install);
    let folder = own_folder(install);
    let key_files = dialect.replies && configuration.loads_key_files();
    let certificate = site.tls.as_ref().map(|tls| Certificate::of(&tls.material, &folder, site, key_files));
    let shown = certificate.as_ref().map(|certificate| {
        let places = CertificatePlaces::of(&configuration);
        show(&Showing { facts, install, site, places: &places, certificate }, &entrances)
    });
    let shown = shown.unwrap_or_default();
    let text = SiteText::of(site, &dialect, &folder);

    let mut blocks = Blocks::find(&configuration, facts, &site.domain)?;
    // The first of all: a line that listens may be the last one of the file.
    for (file, edit) in shown.edits {
        blocks.edit(&file, edit);
    }
    let writing = Writing { configuration: &configuration, install, entrances: &entrances, text: &text };
    write_blocks(&mut blocks, &writing, &dialect);
    let mut findings: Vec<_> = blocks.replaced.iter().map(findings::replaces_edit).collect();

    let mut steps: Vec<Step> = Vec::new();
    if let Some(certificate) = certificate {
        steps.extend(certificate.steps);
        findings.extend(certificate.findings);
    }
    steps.extend(shown.steps);
    steps.extend(pages(&text).into_iter().map(|(path, answer)| write(path, answer.into_bytes())));
    let certificates = certificates_folder(install);
    let mut folders = vec![folder, certificates];
    folders.retain(|folder| steps.iter().filter_map(Step::path).any(|path| path.is_within(folder)));
    steps.splice(0..0, folders.into_iter().map(|path| Step::MakeFolder { path, mode: 0o755 }));
    steps.extend(shown.lists.into_iter().map(|(path, content)| write(path, content)));
    steps.extend(blocks.into_edits().into_iter().map(|(path, edits)| {
        let content = apply_edits(facts.content(&path).unwrap_or_default(), edits);
        write(path, content)
    }));
    findings.extend(entrances.guests.iter().flat_map(findings::of_guest));
    findings.extend(findings::limits(site, &dialect));
    Ok(Change {
        steps,
        check: check_call(&install.binary, &CommandLine::of(install), &install.main_config),
        reload: reload(install, &configuration),
        findings,
    })
}

fn write(path: AbsPath, content: Vec<u8>) -> Step {
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
        return Err(Refusal::ModuleMissing { proxy, module: "OpenSSL".to_owned(), command: None });
    }
    Ok(())
}

/// Has the certificate shown by every line that takes the site's visitors in.
fn show(showing: &Showing<'_>, entrances: &Entrances<'_, '_>) -> Shown {
    let mut shown = Shown::default();
    if entrances.own_https {
        showing.in_own_folder(&mut shown);
    }
    for guest in &entrances.guests {
        for line in &guest.tls_binds {
            if let Ok(bind) = Bind::read(line, false) {
                showing.by(&guest.host.section.file.path, line, &bind, &mut shown);
            }
        }
    }
    shown
}

/// What the blocks of a site depend on.
struct Writing<'a, 'f> {
    configuration: &'a Configuration,
    install: &'a Install,
    entrances: &'a Entrances<'a, 'f>,
    text: &'a SiteText<'a>,
}

fn write_blocks(blocks: &mut Blocks<'_>, writing: &Writing<'_, '_>, dialect: &Dialect) {
    let Writing { configuration, install, entrances, text } = writing;
    let domain = &text.site.domain;
    let main = &install.main_config;
    let inherits =
        |place: &(AbsPath, usize)| Inherits::of(configuration.inherited_at(place, domain), dialect);
    // Before sections of ours: the last line of a frontend may be the last one of the file.
    for guest in &entrances.guests {
        let section = (guest.host.section.file.path.clone(), guest.host.section.start());
        if let Some(early) = guest.early {
            let slot = Slot::Early(section.0.clone(), section.1);
            let text = text.early(guest.logs_queries(), early);
            blocks.want(&slot, &text, early.place, early.place);
        }
        if let Some(late) = guest.late {
            blocks.want(&Slot::Late(section.0, section.1), &text.guest(), late.place, late.limit);
        }
    }
    let owns = entrances.own_http || entrances.own_https;
    if owns {
        let own = OwnFrontend {
            http: entrances.own_http,
            https: entrances.own_https.then(|| certificates_folder(install)),
            inherited: inherits(&blocks.place_of(&Slot::Frontend, main)),
        };
        blocks.want_sections(&Slot::Frontend, &text.frontend(&own), main);
    }
    let inherited = inherits(&blocks.place_of(&Slot::Backends, main));
    let host_forwards = |guest: &Guest<'_, '_>| guest.host.settings.forwardfor.is_some();
    let backends = OwnBackends {
        takes_others: owns,
        silent: Silent {
            http: entrances.guests.iter().any(|guest| guest.takes_http && guest.logs_queries()),
            https: entrances.guests.iter().any(|guest| guest.takes_https && guest.logs_queries()),
        },
        forwardfor: inherited.forwards() || entrances.guests.iter().any(host_forwards),
        inherited,
    };
    blocks.want_sections(&Slot::Backends, &text.backends(&backends), main);
}
